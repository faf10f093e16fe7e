"""A programme as it is declared: its year, windows, terms, dates, targets, tasks and letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.councils import Council
from workflows.deadlines.deadline_rules import Period
from workflows.naming import Text, Who

# The family of the dossiers that opening a season opens, where its programme names no other.
SEASON = "season"
# Audiences of letters that are no roles: those whose act is owed, those named besides, whoever an escalation went to.
AUDIENCES = OWING, COORDINATORS, SUPERIOR = "owing", "coordinators", "superior"


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
class Regulation:
    """The decision on the Council's regulation of work by which a round is held besides those of the law."""

    number: str
    issued: date


@dataclass(frozen=True)
class Round:
    """A round of evaluation at a level (`province`, `centre`).

    `cut_off` is the last day on which a dossier is proposed for it, `held_by` the last day to hold it. `origin` is
    `regulation` for one that the Council's regulation adds.
    """

    code: str
    level: str
    number: int
    year: int
    cut_off: date
    held_by: date
    title: Text
    basis: str
    origin: str
    regulation: Regulation | None = None


@dataclass(frozen=True)
class YearlyRound:
    """A round that is held every year. `cut_off` and `held_by` are a month and a day, of the year after its own where
    `next_year`; not `inclusive`: the day before is the last one. `{year}` in its title stands for its year.
    """

    code: str
    level: str
    number: int
    cut_off: tuple[int, int]
    held_by: tuple[int, int]
    title: Text
    basis: str
    origin: str
    next_year: bool = False
    inclusive: bool = False


@dataclass(frozen=True)
class Rounds:
    """Those of every year, of which the cut-off of none lies before the day they `begin`, and those held besides."""

    yearly: tuple[YearlyRound, ...]
    extra: tuple[Round, ...] = ()
    begin: date = date.min


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
    """`kind_sectors` are the sectors to which some of the kinds of producer are bound."""

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
    rounds: Rounds | None = None
    province_code: str | None = None
    councils: Mapping[str, Council] = field(default_factory=dict)
    kind_sectors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def admits(self, kind: str, sector: str) -> bool:
        """Whether a producer of a kind may take part with a product of a sector."""
        return kind in self.producer_kinds and sector in self.kind_sectors.get(kind, (sector,))
