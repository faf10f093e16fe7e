"""An organisation's agenda: what it owes by week, what is overdue, the papers it lacks, the windows that turn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.choices import wrong_organisation, wrong_programme
from cycle.queries.deadlines.changed import Key, last_changed
from cycle.queries.deadlines.deadlines import PAUSED, DeadlineFilter, DeadlineReader, DeadlineRow
from cycle.queries.deadlines.owed import Named
from cycle.queries.paging import AT_ONCE
from cycle.queries.seasons.season import read_season
from cycle.queries.seasons.standings import Bench, missing_papers
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import dossier, organisation, programme
from workflows.verdict import Reason

WEEK = timedelta(7)
OPENS, CLOSES = "opens", "closes"


@dataclass(frozen=True)
class Asked:
    """Whose agenda, from the week of which day, over how many weeks, of one programme only; None: of all.

    With `coordinating` also what others owe and it is named besides.
    """

    organisation: str
    starts: date
    weeks: int
    programme: str | None = None
    coordinating: bool = False


@dataclass(frozen=True)
class Duty:
    """A deadline that the organisation owes; `missing` is what keeps its dossier from moving on."""

    deadline: DeadlineRow
    missing: tuple[Reason, ...]


@dataclass(frozen=True)
class Turn:
    """The day on which a window of a season opens or closes."""

    programme: str
    window: str
    event: str
    day: date


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, both included."""

    starts: date
    ends: date
    duties: tuple[Duty, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Agenda:
    """What an organisation owes, as of the day `on`. `later` counts what ends after the last week and is not overdue.

    Without `whole` there may be more: only what the view shows is listed.
    """

    organisation: Named
    on: date
    overdue: tuple[Duty, ...]
    weeks: tuple[Week, ...]
    paused: tuple[Duty, ...]
    later: int
    whole: bool


def read_agenda(office: Office, view: View, asked: Asked, on: date) -> Agenda | Reason:
    """The agenda of an organisation, with those below it and those in whose stead it is, as far as a view shows it."""
    with office.database.reading() as transaction:
        published = _rules(transaction, office, view, asked)
        if isinstance(published, Reason):
            return published
        return _Desk(transaction, office, view, published, on).agenda(asked)


@dataclass(frozen=True)
class SeasonOwed:
    """All that an organisation has owed in a season, settled or not, and when each was last changed."""

    organisation: Named
    zone: str
    rows: tuple[DeadlineRow, ...]
    changed: Mapping[Key, str]


def read_season_of(office: Office, view: View, asked: Asked, on: date) -> SeasonOwed | Reason:
    """Every deadline of an organisation in one season, as far as a view shows it."""
    with office.database.reading() as transaction:
        published = _rules(transaction, office, view, asked)
        if isinstance(published, Reason):
            return published
        reader = DeadlineReader(transaction, office, view, published, on)
        wanted = DeadlineFilter(
            programme=asked.programme, organisation=asked.organisation, coordinating=asked.coordinating, closed=True
        )
        rows = tuple(reader.owed_near(wanted))
        zone = select(programme.c.zone).where(programme.c.code == asked.programme)
        return SeasonOwed(
            _named(transaction, asked.organisation),
            str(transaction.connection.execute(zone).scalar_one()),
            rows,
            last_changed(transaction, rows),
        )


@dataclass(frozen=True)
class _Desk:
    transaction: Transaction
    office: Office
    view: View
    published: Published
    on: date

    def agenda(self, asked: Asked) -> Agenda:
        wanted = DeadlineFilter(
            programme=asked.programme, organisation=asked.organisation, coordinating=asked.coordinating
        )
        reader = DeadlineReader(self.transaction, self.office, self.view, self.published, self.on)
        starts = asked.starts - timedelta(asked.starts.weekday())
        after = starts + WEEK * asked.weeks
        owed = reader.owed_near(wanted)
        soon = [row for row in owed if row.overdue or row.status == PAUSED or starts <= row.last_day < after]
        missing = self._missing(soon)
        duties = [Duty(row, missing.get(row.dossier, ())) for row in soon]
        running = [one for one in duties if not one.deadline.overdue and one.deadline.status != PAUSED]
        turns = self._turns(asked.programme)
        return Agenda(
            _named(self.transaction, asked.organisation),
            self.on,
            tuple(one for one in duties if one.deadline.overdue),
            tuple(_week(starts + WEEK * number, running, turns) for number in range(asked.weeks)),
            tuple(one for one in duties if one.deadline.status == PAUSED),
            sum(1 for row in owed if row.status != PAUSED and not row.overdue and row.last_day >= after),
            self.view.everything,
        )

    def _missing(self, rows: Sequence[DeadlineRow]) -> Mapping[str, tuple[Reason, ...]]:
        """The papers that keep the dossiers of some deadlines in their states."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            wanted[row.programme].add(row.dossier)
        return {
            code: reasons for name, codes in wanted.items() for code, reasons in self._missing_in(name, codes).items()
        }

    def _missing_in(self, name: str, codes: Set[str]) -> Mapping[str, tuple[Reason, ...]]:
        declared = self.published.rules.programmes.get(name)
        if declared is None:
            return {}
        bench = Bench(
            self.published.rules,
            declared,
            lambda one: self.office.rulebook.definition(self.transaction, one.definition, self.published),
        )
        seen = dossiers_seen(self.view)
        if len(codes) <= AT_ONCE:
            roots = select(dossier.c.root).where(dossier.c.code.in_(sorted(codes)))
            seen = and_(seen, dossier.c.root.in_(roots))
        season = read_season(self.transaction, seen, name, self.office.clock.now(), self.view.today)
        return {
            code: missing_papers(bench, family.facts(code, declared, bench.rules), family.members[code], self.on)
            for family in season.families
            for code in family.members
            if code in codes
        }

    def _turns(self, only: str | None) -> list[Turn]:
        """When the windows of the seasons that run open and close, the first one first."""
        running = select(programme.c.code).where(programme.c.closed.is_(None)).order_by(programme.c.code)
        codes = [only] if only else self.transaction.connection.execute(running).scalars().all()
        known = self.published.rules.programmes
        found = [
            Turn(code, window.name, event, day)
            for code in codes
            if code in known
            for window in known[code].windows.values()
            for event, day in ((OPENS, window.opens), (CLOSES, window.closes))
        ]
        return sorted(found, key=lambda one: one.day)


def _rules(transaction: Transaction, office: Office, view: View, asked: Asked) -> Published | Reason:
    """The rules of the day; what is asked for names what is there."""
    published = office.rulebook.on(transaction, view.today)
    if published is None:
        return Reason("no_publication", {"day": view.today})
    wrong = wrong_organisation(transaction, asked.organisation)
    return wrong or wrong_programme(transaction, published, asked.programme) or published


def _named(transaction: Transaction, code: str) -> Named:
    found = select(organisation.c.name).where(organisation.c.code == code)
    return Named(code, str(transaction.connection.execute(found).scalar_one()))


def _week(starts: date, duties: Iterable[Duty], turns: Iterable[Turn]) -> Week:
    ends = starts + WEEK - timedelta(1)
    return Week(
        starts,
        ends,
        tuple(one for one in duties if starts <= one.deadline.last_day <= ends),
        tuple(one for one in turns if starts <= one.day <= ends),
    )
