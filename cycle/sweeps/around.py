"""A look at what there is to sweep, in one journey: nearly every sweep finds nothing, and must cost next to nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cycle import statements
from cycle.clock import day_in
from cycle.commands.aside import blamed
from cycle.office import Office
from cycle.publication import Published
from cycle.sweeps.lag import lag_since
from cycle.sweeps.ledger import Key
from cycle.sweeps.papers import KIND, looked
from cycle.sweeps.seasons import WINDOW, due_turns
from cycle.transactions import Transaction

Marks = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Around:
    """What a sweep has to do.

    `seasons` are programmes for which a turn has come, `looks` those, with their zones, whose papers nobody has looked
    at today. `due`: something is due of a deadline. `known` are the keys of what is set aside.
    """

    lag: Mapping[str, str] | None
    known: frozenset[Key]
    due: bool
    seasons: tuple[str, ...]
    looks: tuple[tuple[str, str], ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.lag or self.known or self.due or self.seasons or self.looks)


@dataclass(frozen=True)
class _Programme:
    code: str
    zone: str
    closed: str | None
    done: Marks


def look_around(transaction: Transaction, office: Office, now: str) -> Around:
    """What there is to do at `now`, as far as a glance can tell."""
    instant = office.clock.now()
    day = day_in(office.zone, instant).isoformat()
    last = (_LAST, (now,))
    transaction.foresee([last, (_KNOWN, ()), (_DUE, (now,)), (_PROGRAMMES, ()), (statements.PUBLICATION_ON, (day,))])
    finished = transaction.row(*last)
    known: frozenset[Key] = frozenset(transaction.rows(_KNOWN))
    due = transaction.row(_DUE, (now,)) is not None
    every = [(one, day_in(one.zone, instant)) for one in _programmes(transaction)]
    published: dict[date, Published | None] = {}
    seasons = [one.code for one, today in every if _turns(transaction, office, one, today, published, now)]
    aside = sorted(subject for kind, subject, _, _ in known if kind == WINDOW)
    looks = [(one.code, one.zone) for one, today in every if (KIND, "", looked(today)) not in one.done]
    lag = lag_since(finished[0] if finished else None, now)
    return Around(lag, known, due, tuple(dict.fromkeys([*seasons, *aside])), tuple(looks))


def _turns(  # noqa: PLR0913 - what one glance has gathered
    transaction: Transaction,
    office: Office,
    one: _Programme,
    today: date,
    published: dict[date, Published | None],
    now: str,
) -> bool:
    """Whether a turn has come, or the rules of an open season cannot be read, which the sweep then tells."""
    try:
        if today not in published:
            published[today] = office.rulebook.on(transaction, today)
        rules = published[today]
        declared = rules.rules.programmes.get(one.code) if rules else None
        if declared is None:
            return one.closed is None
        return bool(due_turns(declared, one.done, now, one.closed))
    except Exception as wrong:  # noqa: BLE001 - told by the sweep, which sets it aside
        blamed(wrong)
        return one.closed is None


def _programmes(transaction: Transaction) -> list[_Programme]:
    found: dict[tuple[str, str, str | None], set[tuple[str, str, str]]] = defaultdict(set)
    for code, zone, closed, kind, part, mark in transaction.rows(_PROGRAMMES):
        marks = found[code, zone, closed]
        if kind is not None:
            marks.add((kind, part, mark))
    return [_Programme(*key, frozenset(marks)) for key, marks in sorted(found.items(), key=lambda one: one[0][0])]


_LAST = "SELECT finished FROM sweep WHERE finished <= ? ORDER BY finished DESC LIMIT 1"
_KNOWN = "SELECT kind, subject, part, number FROM set_aside"
_DUE = "SELECT 1 FROM deadline WHERE next_at <= ? LIMIT 1"
# One kind at a time: where SQLite remembers a small ledger, a list of kinds has it read the whole of a large one.
_PROGRAMMES = (
    "SELECT g.code, g.zone, g.closed, e.kind, e.part, e.mark FROM programme g "
    "CROSS JOIN (SELECT 'window' AS kind UNION ALL SELECT 'season' UNION ALL SELECT 'paper') k "
    "LEFT JOIN effect e ON e.kind = k.kind AND e.subject = g.code"
)
