"""The sweep over papers and certificates that are about to expire, once a day for each programme.

A paper matters to a programme while one of its open dossiers may look at it: its own papers, and those of its product,
the product's establishments and its producer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cycle.clock import day_in, instant_text
from cycle.commands.aside import blamed, put_aside, take_back
from cycle.database import patiently
from cycle.office import Office
from cycle.sweeps.deadlines import Pass
from cycle.sweeps.ledger import DONE, Effect, Key, keep, marks_done
from cycle.sweeps.result import Aside
from cycle.sweeps.seasons import CLAIM
from cycle.transactions import Transaction
from workflows.deadlines.marks import beginning_of

KIND = "paper"
LOOKED = "looked"
AT_ONCE = 500
MOST_DAYS = 366


@dataclass(frozen=True)
class Look:
    """What is looked for: papers of a programme that expire from `first` to `last`, both included."""

    programme: str
    zone: str
    today: date
    first: date
    last: date

    @property
    def key(self) -> Key:
        """What names the looks of a programme in the ledger."""
        return KIND, self.programme, "", 0


def sweep_papers(way: Pass, programme: str, zone: str) -> None:
    """Put every paper about to expire into the ledger, some at a time, then that the programme was looked at."""
    key: Key = (KIND, programme, "", 0)
    try:
        with way.office.database.reading() as transaction:
            look = _look(transaction, way.office, programme, zone)
        after = ("", "") if look else None
        while look and after is not None:
            after = patiently(lambda start=after: _sweep(way, look, start))  # type: ignore[misc]  # a default of a lambda has no type
    except Exception as wrong:  # noqa: BLE001 - one programme that cannot be read must not stop the rest
        reason = blamed(wrong)
        put_aside(way.office.database, key, reason, way.now)
        way.tally.aside.append(Aside(key, reason))


def foresee_papers(way: Pass, transaction: Transaction, programme: str, zone: str) -> None:
    """Tell what `sweep_papers` would do; nothing is written."""
    try:
        look = _look(transaction, way.office, programme, zone)
        found = [_effect(look, code, expires, way.now) for code, expires in _all(transaction, look)] if look else []
        way.tally.counts["papers"] += len(found)
        way.tally.foreseen += found
    except Exception as wrong:  # noqa: BLE001 - as in the sweep
        way.tally.aside.append(Aside((KIND, programme, "", 0), blamed(wrong)))


def looked(today: date) -> str:
    """The mark that says that the papers of a programme were looked at on a day."""
    return f"{LOOKED}@{today.isoformat()}"


def _look(transaction: Transaction, office: Office, programme: str, zone: str) -> Look | None:
    """From the last look to as many days ahead as the programme warns; None for one that is no longer declared.

    Raises UnreadablePublicationError.
    """
    today = day_in(zone, office.clock.now())
    published = office.rulebook.on(transaction, today)
    declared = published.rules.programmes.get(programme) if published else None
    if declared is None:
        return None
    days = [mark.partition("@")[2] for mark in marks_done(transaction, (KIND, programme, "", 0))]
    last = date.fromisoformat(max(days)) if days else today
    first = max(min(last, today), today - timedelta(days=MOST_DAYS))
    return Look(programme, zone, today, first, today + timedelta(days=declared.paper_warning_days))


def _sweep(way: Pass, look: Look, after: tuple[str, str]) -> tuple[str, str] | None:
    """One transaction of a look; where the next one begins, None after the last."""
    with way.office.database.writing() as transaction:
        if transaction.row(CLAIM, (look.programme,)) is None:
            way.tally.counts["left"] += 1
            return None
        found = _expiring(transaction, look, after)
        keep(transaction, [_effect(look, code, expires, way.now) for code, expires in found])
        last = len(found) < AT_ONCE
        if last:
            _note(transaction, look, way.now)
            if look.key in way.known:
                take_back(transaction, look.key)
    way.tally.counts["papers"] += len(found)
    return None if last else (found[-1][1], found[-1][0])


def _note(transaction: Transaction, look: Look, now: str) -> None:
    """That the programme was looked at today; of earlier days nothing more need be known."""
    mark, began = looked(look.today), instant_text(beginning_of(look.today, look.zone))
    transaction.run(_FORGET, (look.programme, mark))
    keep(transaction, [Effect(*look.key, mark, began, now, DONE)])


def _effect(look: Look, code: str, expires: str, now: str) -> Effect:
    at = instant_text(beginning_of(min(date.fromisoformat(expires), look.today), look.zone))
    return Effect(KIND, code, look.programme, 0, f"expires@{expires}", at, now, DONE)


def _all(transaction: Transaction, look: Look) -> Iterator[tuple[str, str]]:
    after = ("", "")
    while found := _expiring(transaction, look, after):
        yield from found
        after = (found[-1][1], found[-1][0])


def _expiring(transaction: Transaction, look: Look, after: tuple[str, str]) -> list[tuple[str, str]]:
    """Code and last day of papers that nobody was told of yet, in the order of their last days."""
    own = (look.programme,) * 5
    first = max(look.first.isoformat(), after[0])
    found = transaction.rows(_EXPIRING, (first, look.last.isoformat(), *after, *own, AT_ONCE))
    return [(code, expires) for code, expires in found]


_MATTERS = "AND d.programme = ? AND d.final IS NULL"
_EXPIRING = (
    "SELECT p.code, p.expires FROM paper p "  # noqa: S608 - constant
    "WHERE p.status = 'verified' AND p.expires >= ? AND p.expires <= ? AND (p.expires, p.code) > (?, ?) "
    "AND NOT EXISTS (SELECT 1 FROM effect e WHERE e.kind = 'paper' AND e.subject = p.code AND e.part = ? "
    "AND e.number = 0 AND e.mark = 'expires@' || p.expires) "
    "AND NOT EXISTS (SELECT 1 FROM paper n WHERE n.holder_kind = p.holder_kind AND n.holder = p.holder "
    "AND n.type = p.type AND n.version > p.version AND n.status <> 'rejected') "
    "AND CASE p.holder_kind "
    "WHEN 'dossier' THEN EXISTS (SELECT 1 FROM dossier h JOIN dossier d ON d.root = h.root "
    f"WHERE h.code = p.holder {_MATTERS}) "
    f"WHEN 'producer' THEN EXISTS (SELECT 1 FROM dossier d WHERE d.producer = p.holder {_MATTERS}) "
    f"WHEN 'product' THEN EXISTS (SELECT 1 FROM dossier d WHERE d.product = p.holder {_MATTERS}) "
    "ELSE EXISTS (SELECT 1 FROM establishment w JOIN dossier d ON d.producer = w.producer "
    "JOIN product_establishment m ON m.product = d.product AND m.establishment = w.code "
    f"WHERE w.code = p.holder {_MATTERS}) END "
    "ORDER BY p.expires, p.code LIMIT ?"
)
_FORGET = "DELETE FROM effect WHERE kind = 'paper' AND subject = ? AND part = '' AND number = 0 AND mark < ?"
