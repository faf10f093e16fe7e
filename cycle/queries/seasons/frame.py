"""The frame of a season: windows, fixed dates, running deadlines, and what becomes of dossiers at its close."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from cycle.database import Transaction
from cycle.endings import Root, endings_of
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import deadline, dossier, programme
from workflows.programme import Programme, Window
from workflows.rules import Rules
from workflows.verdict import Reason

WAITING, OPEN, OVER = "waiting", "open", "over"
CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Span:
    """A window as of a day. `days` until it opens, or until its last day: 0 on that day itself."""

    name: str
    opens: date
    closes: date
    standing: str
    days: int


@dataclass(frozen=True)
class Day:
    """A fixed date of the programme. `on` is its last day; `deadlines` end on it, as (workflow, name)."""

    name: str
    on: date
    past: bool
    deadlines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Due:
    """How many dossiers have a running deadline of a name that ends on a day; `late` where that day is past."""

    workflow: str
    name: str
    last_day: date
    dossiers: int
    late: bool


@dataclass(frozen=True)
class Outcome:
    """How many open dossiers stand in a state, and what becomes of them at the season's close."""

    outcome: str
    workflow: str
    state: str
    trigger: str | None
    dossiers: int


@dataclass(frozen=True)
class Frame:
    """A programme's season as of a day. `opened` and `closed` are None where that has not happened.

    `provisional` are the years of the calendar of which days off may still change.
    """

    programme: str
    on: date
    starts: date
    ends: date
    opened: date | None
    closed: date | None
    windows: tuple[Span, ...]
    dates: tuple[Day, ...]
    due: tuple[Due, ...] = ()
    endings: tuple[Outcome, ...] = ()
    provisional: tuple[int, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many open dossiers come to each outcome."""
        found = Counter[str]()
        for one in self.endings:
            found[one.outcome] += one.dossiers
        return found


def frame(office: Office, view: View, code: str, on: date) -> Frame | Reason:
    """The frame as of a day: windows and lateness are judged as of that day, dossiers are counted as they stand now."""
    with office.database.reading() as transaction:
        published = _published(transaction, office, code, on)
        if isinstance(published, Reason):
            return published
        bare = _bare(published.rules, published.rules.programmes[code], on, _season(transaction, code))
        due = _due(transaction, view, code, on)
        return replace(bare, due=due, endings=_endings(transaction, office, published, view, code))


def declared_frame(office: Office, code: str, on: date) -> Frame | Reason:
    """The frame as the programme declares it, without its dossiers."""
    with office.database.reading() as transaction:
        published = _published(transaction, office, code, on)
        if isinstance(published, Reason):
            return published
        return _bare(published.rules, published.rules.programmes[code], on, _season(transaction, code))


def _published(transaction: Transaction, office: Office, code: str, on: date) -> Published | Reason:
    published = office.rulebook.on(transaction, on)
    if published is None:
        return Reason("no_publication", {"day": on})
    if code not in published.rules.programmes:
        return Reason("programme_unknown", {"programme": code, "known": sorted(published.rules.programmes)})
    return published


def _season(transaction: Transaction, code: str) -> tuple[date | None, date | None]:
    """The days on which a season was opened and closed."""
    statement = select(programme.c.opened, programme.c.closed).where(programme.c.code == code)
    opened, closed = transaction.connection.execute(statement).first() or (None, None)
    return _day_of(opened), _day_of(closed)


def _day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _bare(rules: Rules, declared: Programme, on: date, season: tuple[date | None, date | None]) -> Frame:
    years = rules.calendars[declared.calendar].years
    unsure = (year for year in range(declared.starts.year, declared.ends.year + 1) if years.get(year) != CONFIRMED)
    return Frame(
        declared.name,
        on,
        declared.starts,
        declared.ends,
        *season,
        tuple(_span(one, on) for one in _ordered(declared)),
        tuple(_days(rules, declared, on)),
        provisional=tuple(unsure),
    )


def _ordered(declared: Programme) -> list[Window]:
    """The windows of the timetable in its order, then the others by their first day."""
    others = (one for name, one in declared.windows.items() if name not in declared.timetable)
    return [*(declared.windows[name] for name in declared.timetable), *sorted(others, key=lambda one: one.opens)]


def _span(window: Window, on: date) -> Span:
    if on < window.opens:
        return Span(window.name, window.opens, window.closes, WAITING, (window.opens - on).days)
    left = (window.closes - on).days
    return Span(window.name, window.opens, window.closes, OPEN if left >= 0 else OVER, max(left, 0))


def _days(rules: Rules, declared: Programme, on: date) -> Iterable[Day]:
    members = [one for family in declared.families for one in rules.families.get(family, ())]
    for fixed in sorted(declared.dates.values(), key=lambda one: (one.on, one.name)):
        last = date.fromordinal(fixed.on.toordinal() - (0 if fixed.inclusive else 1))
        ending = [(one.name, rule.name) for one in members for rule in one.deadlines.values() if rule.on == fixed.name]
        yield Day(fixed.name, last, last < on, tuple(ending))


def _due(transaction: Transaction, view: View, code: str, on: date) -> tuple[Due, ...]:
    columns = (dossier.c.workflow, deadline.c.name, deadline.c.last_day)
    statement = (
        select(*columns, func.count())
        .join(dossier, dossier.c.code == deadline.c.dossier)
        .where(dossier.c.programme == code, deadline.c.status != "closed", dossiers_seen(view))
        .group_by(*columns)
    )
    found = []
    for workflow, name, last_day, count in transaction.connection.execute(statement):
        day = date.fromisoformat(last_day)
        found.append(Due(workflow, name, day, count, day < on))
    return tuple(sorted(found, key=lambda one: (one.last_day, one.workflow, one.name)))


def _endings(
    transaction: Transaction, office: Office, published: Published, view: View, code: str
) -> tuple[Outcome, ...]:
    columns = (dossier.c[name] for name in ("code", "product", "family", "workflow", "definition", "state", "version"))
    wanted = (dossier.c.programme == code, dossier.c.parent.is_(None), dossier.c.final.is_(None), dossiers_seen(view))
    roots = [Root(*row) for row in transaction.connection.execute(select(*columns).where(*wanted))]
    counts = Counter(
        (one.outcome, one.root.workflow, one.root.state, one.trigger)
        for one in endings_of(transaction, office, published, roots)
    )
    ordered = sorted(counts.items(), key=lambda one: (one[0][1], one[0][2], one[0][0]))
    return tuple(Outcome(*key, count) for key, count in ordered)
