"""Everything that was published together: definitions, papers, roles, programmes, calendars, criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from workflows.calendars.working_days import WorkingDays
from workflows.deadlines.deadline_rules import Period
from workflows.definition import Definition
from workflows.naming import Text
from workflows.programme import Programme
from workflows.scoring.criteria import Criteria

SECTORS = ("food", "beverages", "herbal", "handicrafts", "ornamental", "tourism")


@dataclass(frozen=True)
class LawNeed:
    """Who needs a paper under one decision, and from how many stars on, in place of what its type says of all."""

    law: str
    sectors: frozenset[str]
    sets: frozenset[int] | None
    stars: int
    basis: str


@dataclass(frozen=True)
class PaperType:
    """A kind of paper. `expires` is `never`, `printed` (the paper names its day) or a period from its issue.

    `sets` are the product sets of 26/2026/QĐ-TTg that need it, None: all of its sectors. `takes` is how long it takes
    to get one, None: nothing is declared. `by_law` are the decisions under which it is needed otherwise. `handed_in_by`
    are the roles that hand it in, none: whoever holds it.
    """

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
    sets: frozenset[int] | None = None
    takes: Period | None = None
    by_law: tuple[LawNeed, ...] = ()
    handed_in_by: tuple[str, ...] = ()

    def under(self, decision: str) -> "PaperType":
        """The type as dossiers need it that stand on a decision."""
        own = next((one for one in self.by_law if one.law == decision), None)
        if own is None:
            return self
        return replace(self, sectors=own.sectors, sets=own.sets, stars=own.stars, basis=own.basis, by_law=())

    def needed(self, sector: str, number: int | None) -> bool:
        """Whether a product of a sector and set needs it; where its set is not known the sector alone decides."""
        return sector in self.sectors and (self.sets is None or number is None or number in self.sets)


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
    criteria: Mapping[str, Criteria] = field(default_factory=dict)

    def own_shelf(self, workflow: str) -> bool:
        """Whether the papers of what led to a dossier of a workflow do not count for it."""
        found = self.definitions.get(workflow)
        return found is not None and found.own_shelf

    def member(self, family: str, day: date) -> Definition | None:
        """The workflow of a family whose law is in force on `day`; None where there is none."""
        members = self.families.get(family, ())
        return next((one for one in members if one.law.in_force <= day <= (one.law.until or date.max)), None)
