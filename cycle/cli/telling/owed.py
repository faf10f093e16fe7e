"""A deadline as people read it: who owes it, until when as it was declared, and how it stands, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType

from cycle.cli.asking.session import Session
from cycle.cli.telling.titles import Titled, titled
from cycle.cli.telling.workbook import Table
from cycle.queries.deadlines.deadlines import PAUSED, RUNNING, DeadlineRow
from cycle.queries.deadlines.owed import GROUP, ROLE, Party
from cycle.sheets import Value

Titling = Callable[[str], Titled]
Columns = Mapping[str, Sequence[Value]]
NONE: Columns = MappingProxyType({})


COLUMNS = (
    "dossier",
    "number",
    "about_what",
    "owed",
    "owed_by",
    "coordinating",
    "term",
    "last_day",
    "days_left",
    "status",
)
# Most lists have nothing to say in these; a workbook has them always.
SELDOM = ("number", "coordinating", "term", "days_left", "status", "lacking")


def deadline_table(session: Session, name: str, rows: Iterable[DeadlineRow], beside: Columns = NONE) -> Table:
    """Deadlines as a table under a title's code, with further columns `beside` by their names."""
    known = titling(session)
    columns = (*COLUMNS, *beside)
    cells = [_cells(known(row.definition), row) for row in rows]
    cells = [(*own, *more) for own, *more in zip(cells, *beside.values(), strict=True)]
    empty = {place for place, column in enumerate(columns) if column in SELDOM and not any(row[place] for row in cells)}
    left = [place for place in range(len(columns)) if session.xlsx is not None or place not in empty]
    return Table(name, [columns[place] for place in left], [[row[place] for place in left] for row in cells])


def titling(session: Session) -> Titling:
    """Texts by the workflow that a dossier pins, each read once."""
    return cache(partial(titled, session))


def what(own: Titled, row: DeadlineRow) -> str:
    """The title of a deadline, of a yearly one with its year."""
    rules = own.definition.deadlines if own.definition else {}
    title = rules[row.name].title if row.name in rules else None
    told = own.texts.title(title) if title else own.texts.show("deadline", row.name).strip("“”")
    return f"{told} {row.year}" if row.year else told


def parties(own: Titled, row: DeadlineRow, named: Iterable[Party]) -> str:
    """Those named, one behind the other; who stands today for one that has ended stands behind it."""
    return "; ".join(_party(own, row.programme, one) for one in named)


def owing(own: Titled, row: DeadlineRow) -> str:
    """Those who owe the act; empty where the dossier leaves them blank."""
    return "" if row.unnamed else parties(own, row, row.owed_by)


def term(own: Titled, row: DeadlineRow) -> str:
    """The span that was declared, in words; empty where a day or a length was."""
    return own.texts.show("term", row.term) if row.term else ""


def standing(own: Titled, row: DeadlineRow) -> str:
    """Whether a deadline is overdue, paused, extended, provisional, or waits for somebody's confirmation."""
    return "; ".join(_standing(own, row))


def _cells(own: Titled, row: DeadlineRow) -> Sequence[Value]:
    who = owing(own, row), parties(own, row, row.coordinating)
    until = term(own, row), row.last_day, None if row.overdue else row.days_left
    return row.dossier, row.number, row.about, what(own, row), *who, *until, standing(own, row)


def lasting(own: Titled, row: DeadlineRow) -> str:
    """What of its standing only an act on it can change: no day that passes does."""
    return "; ".join(_lasting(own, row))


def _standing(own: Titled, row: DeadlineRow) -> Iterator[str]:
    texts = own.texts
    if row.overdue:
        yield texts.say("owed.overdue_days", days=-(row.days_left or 0))
    if row.status not in RUNNING:
        yield texts.say("owed.closed")
    yield from _lasting(own, row)
    if row.proposal:
        yield texts.say("owed.proposal", trigger=row.proposal)
    if row.escalation:
        yield texts.say(f"owed.{row.escalation}")


def _lasting(own: Titled, row: DeadlineRow) -> Iterator[str]:
    texts = own.texts
    if row.unnamed:
        yield texts.say("owed.unnamed", who=parties(own, row, row.owed_by))
    if row.unshared:
        yield texts.say("owed.unshared", who=parties(own, row, row.unshared))
    if row.status == PAUSED:
        yield texts.say("owed.paused")
    if row.original is not None:
        yield texts.say("owed.extended", day=row.original)
    if row.provisional:
        yield texts.say("owed.provisional", years=list(row.provisional))


def _party(own: Titled, programme: str, one: Party) -> str:
    if one.kind == ROLE:
        return own.texts.role(one.code)
    if one.kind == GROUP:
        known = own.texts.rules.programmes if own.texts.rules else {}
        groups = known[programme].groups if programme in known else {}
        return own.texts.title(groups[one.code].title) if one.code in groups else one.code
    if not one.ended:
        return one.name
    return own.texts.say("owed.now", name=one.name, today=[body.name for body in one.today])
