"""Everything that was published together: definitions, papers, roles, programmes, calendars."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from workflows.definition import Definition, Period, Text, Who
from workflows.working_days import WorkingDays

# The family of the dossiers that opening a season opens, where its programme names no other.
SEASON = "season"
# Audiences of letters that are no roles: those whose act is owed, those named besides, whoever an escalation went to.
AUDIENCES = OWING, COORDINATORS, SUPERIOR = "owing", "coordinators", "superior"
SECTORS = ("food", "beverages", "herbal", "handicrafts", "ornamental", "tourism")


@dataclass(frozen=True)
class PaperType:
    """A kind of paper. `expires` is `never`, `printed` (the paper names its day) or a period from its issue."""

    name: str
    title: Text
    held_by: str
    form: str
    expires: str | Period
    issuer: Text
    sectors: frozenset[str]
    stars: int
    media: frozenset[str]
    max_mb: int
    basis: str


@dataclass(frozen=True)
class Role:
    """Who may do what. `level` is the level of the organisation that holds it (`producer`, `none` for the others)."""

    name: str
    title: Text
    level: str
    scopes: tuple[str, ...]
    acts_for: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class Window:
    """A span of days, both ends included. `gap` says why days may lie between it and the one before it in order."""

    name: str
    opens: date
    closes: date
    title: Text
    basis: str
    origin: str
    gap: str | None = None


@dataclass(frozen=True)
class Duration:
    name: str
    period: Period
    basis: str
    origin: str


@dataclass(frozen=True)
class FixedDate:
    """A day of the programme that does not roll. `inclusive` False: the day before is the last one.

    `term` is the span it was written as (a quarter, some months, a year, years), whose last day is `on`.
    """

    name: str
    on: date
    inclusive: bool
    basis: str
    origin: str
    term: str | None = None


@dataclass(frozen=True)
class Group:
    """A name that stands for several organisations. `rule`: `any` one of them acts for all, or `each` must."""

    name: str
    title: Text
    members: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Item:
    """A dossier that a programme begins with by itself, without a product. `opened` None: when the programme begins."""

    code: str
    family: str
    values: Mapping[str, Any]
    basis: str
    opened: date | None = None


@dataclass(frozen=True)
class LegalBasis:
    number: str
    issued: date
    issuer: str
    title: str


@dataclass(frozen=True)
class Target:
    """What the season is meant to reach: `at_least`, `about` or `between` low and high.

    `unit` is the name of one that the system has words for, or its own words.
    """

    name: str
    title: Text
    operator: str
    low: int
    high: int | None
    unit: Text | str
    part_of: str | None
    basis: str


@dataclass(frozen=True)
class Letter:
    """A letter that steps and deadlines name. `to` are roles in scopes, or some of the AUDIENCES.

    `kind` is `notice` (tells an act, never void), `reminder` (what is owed, composed at sending; dies `stale_days`
    after its day), `report` or `phone_list`; `group` is `week`, `day` or `none`; `template` the name of its files.
    """

    name: str
    kind: str
    title: Text
    to: tuple[Who, ...]
    template: str
    group: str = "none"
    stale_days: int | None = None


@dataclass(frozen=True)
class Letters:
    """How a programme's letters go. They are sent on working days from `opens` to `closes` (`HH:MM` in its zone).

    `weekly` is the weekday of grouped letters (0 is Monday); what is due within `soon_days` is told on the day, what is
    due within `nearing_days` is nearing. `secretariat` is whom a letter says to ask; `papers` maps `rejected` and
    `expiring` to letters.
    """

    sender: Text
    secretariat: str
    letters: Mapping[str, Letter]
    language: str = "vi"
    opens: str = "07:30"
    closes: str = "17:00"
    weekly: int = 0
    soon_days: int = 3
    nearing_days: int = 14
    papers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Programme:
    name: str
    title: Text
    organisation: str
    year: int
    zone: str
    starts: date
    ends: date
    calendar: str
    families: tuple[str, ...]
    bases: tuple[LegalBasis, ...]
    windows: Mapping[str, Window]
    durations: Mapping[str, Duration]
    dates: Mapping[str, FixedDate]
    targets: tuple[Target, ...]
    entry_limit_days: int
    producer_kinds: frozenset[str]
    opens: str = SEASON
    timetable: tuple[str, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    paper_warning_days: int = 30
    letters: Letters | None = None


@dataclass(frozen=True)
class CalendarDay:
    """A day as a calendar names it: worked or not, why, on which document; `library` tells whether its library does."""

    day: date
    works: bool
    reason: str
    document: str | None
    library: bool

    @property
    def told(self) -> str:
        """The reason, with the document it stands on."""
        return f"{self.reason} ({self.document})" if self.document is not None else self.reason


@dataclass(frozen=True)
class Calendar:
    """Days off and days worked instead; Saturdays and Sundays are off unless worked.

    Both map to the reason, with the document it stands on. `years` maps a year to `confirmed` or `provisional`.
    `revision` grows with every published change. `days` are all that are named, those of the library (of the version
    `library`, None where there is none) first; what an office wrote of a day counts before what the library says.
    """

    name: str
    off: Mapping[date, str]
    worked: Mapping[date, str]
    years: Mapping[int, str]
    revision: int = 1
    hash: str = ""
    days: tuple[CalendarDay, ...] = ()
    library: str | None = None

    @cached_property
    def working_days(self) -> WorkingDays:
        """The days that count, compiled once."""
        return WorkingDays(self.off, self.worked)


@dataclass(frozen=True)
class Rules:
    """One publication, read. `families` have the oldest law first, `templates` are by path (`letters/owed.vi.txt`)."""

    definitions: Mapping[str, Definition]
    papers: Mapping[str, PaperType]
    paper_sets: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Role]
    programmes: Mapping[str, Programme]
    calendars: Mapping[str, Calendar]
    families: Mapping[str, tuple[Definition, ...]] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)

    def member(self, family: str, day: date) -> Definition | None:
        """The workflow of a family whose law is in force on `day`; None where there is none."""
        members = self.families.get(family, ())
        return next((one for one in members if one.law.in_force <= day <= (one.law.until or date.max)), None)
