"""A closed turn of a council as its records tell it: what the sheets came to, and the result as it was concluded."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from cycle.database import Transaction
from cycle.publication import Rulebook
from cycle.queries.evaluation.sheets import ClosedSheet, closed_sheets
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.scoring.ranking import Ranking, rank
from workflows.scoring.sheets import Sheet

# A session, a dossier and the number of its turn.
Turn = tuple[str, str, int]


@dataclass(frozen=True)
class ClosedTurn:
    """A turn by the rules of its session.

    `closed` and `concluded` are its records, the latter empty until there is one; `said` are the sheets by member.
    """

    session: str
    number: int
    status: str
    criteria: Criteria
    given: CriteriaSet
    closed: Mapping[str, Any]
    concluded: Mapping[str, Any]
    said: Mapping[str, ClosedSheet]

    @property
    def sheets(self) -> list[Sheet]:
        """The sheets in the order of members."""
        return [one.sheet for _, one in sorted(self.said.items())]

    @property
    def ranking(self) -> Ranking | None:
        """The result as it was concluded, reckoned anew from the sheets and the findings that stand."""
        if not self.concluded:
            return None
        raised = Counter((one["ground"], one["at"]) for one in self.concluded["findings"] if one["stands"])
        kept = [found for key in raised if (found := self.given.finding(*key)) is not None]
        settled = {code: at for code, at in self.concluded["agreed"].items() if code in self.given.settled}
        ranking = rank(self.criteria.scoring, self.given, self.sheets, settled, kept)
        return None if isinstance(ranking, list) else ranking


def find_closed_turn(
    transaction: Transaction, rulebook: Rulebook, dossier: str, session: str | None = None, number: int | None = None
) -> ClosedTurn | None:
    """The newest closed turn on a dossier, or the one named; whether it may be shown is for the caller to ask."""
    for row in transaction.rows(_TURNS, (dossier,)):
        if session in (None, row[0]) and number in (None, row[1]):
            return _closed_turn(transaction, rulebook, row)
    return None


def _closed_turn(transaction: Transaction, rulebook: Rulebook, row: tuple[Any, ...]) -> ClosedTurn:
    session, number, status, name, set_number, publication, *seqs = row
    criteria = rulebook.load(transaction, publication).rules.criteria[name]
    closed, concluded = (_payload(transaction, session, seq) for seq in seqs)
    given, said = criteria.sets[set_number], closed_sheets(closed)
    return ClosedTurn(session, number, status, criteria, given, closed, concluded, said)


def _payload(transaction: Transaction, session: str, seq: int | None) -> Mapping[str, Any]:
    found = transaction.row(_RECORD, (f"session/{session}", seq)) if seq is not None else None
    payload: Mapping[str, Any] = orjson.loads(found[0]) if found else {}
    return payload


_TURNS = (
    "SELECT t.session, t.number, t.status, t.criteria, t.set_number, s.publication, t.closed_seq, t.concluded_seq "
    "FROM turn t JOIN session s ON s.code = t.session WHERE t.dossier = ? AND t.closed_seq IS NOT NULL "
    "ORDER BY s.day DESC, t.session DESC, t.number DESC"
)
_RECORD = "SELECT payload FROM record WHERE stream = ? AND seq = ?"
