"""What comes before a document about the same: the day that it cannot be older than, those filed already."""

from collections.abc import Iterator, Mapping
from datetime import date

from cycle.commands.documents.abouts import About
from cycle.commands.documents.kinds import ROUND, SESSION, Kind
from cycle.database import Transaction
from workflows.rules import Rules
from workflows.verdict import Reason


def early_faults(transaction: Transaction, rules: Rules, kind: Kind, about: About, day: date) -> Iterator[Reason]:
    """Why a document of a kind cannot be of a day: nothing about a round is older than its season, nothing that tells

    results older than the session, or than the first one that concluded on the dossier.
    """
    declared = rules.programmes.get(about.programme)
    if about.what == ROUND and declared and day < declared.starts:
        told = {"day": day, "programme": about.programme, "starts": declared.starts}
        yield Reason("document_before_season", told)
    if about.what == ROUND or SESSION not in kind.abouts:
        return
    (met,) = transaction.row(_MET if about.what == SESSION else _FIRST_MET, (about.code,)) or (None,)
    if met and day.isoformat() < met:
        yield Reason("document_before_session", {"day": day, "about": about.code, "met": date.fromisoformat(met)})


def filed_before(transaction: Transaction, kind: Kind, about: About) -> tuple[Mapping[str, str], ...]:
    """Documents of a kind about the same, as they were filed; a commune's are not told: each has its own."""
    found = [] if kind.local else transaction.rows(_ALIKE, (kind.name, about.stream, about.round or ""))
    return tuple({"code": code, "number": number, "day": day} for code, number, day in found)


_MET = "SELECT day FROM session WHERE code = ?"
_FIRST_MET = (
    "SELECT MIN(s.day) FROM turn t JOIN session s ON s.code = t.session WHERE t.dossier = ? AND t.status = 'concluded'"
)
_ALIKE = "SELECT code, number, day FROM document WHERE kind = ? AND about = ? AND COALESCE(round, '') = ? ORDER BY seq"
