"""All that a verdict may look at, as values read at once by the caller."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.programme import Programme


@dataclass(frozen=True)
class Grant:
    """A role held for an organisation or a producer (`holder`), or for nobody in particular (empty)."""

    role: str
    holder: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts. `grants` are those that count for this act: the actor's own, or the ones acted for."""

    account: str
    grants: tuple[Grant, ...]
    own_grants: tuple[Grant, ...] = ()
    on_behalf: str | None = None


@dataclass(frozen=True)
class PaperFact:
    """One version of a paper as stored. `status` is received, verified or rejected."""

    code: str
    type: str
    version: int
    holder_kind: str
    holder: str
    status: str
    received: date
    issued: date | None
    expires: date | None
    count: int
    hash: str


@dataclass(frozen=True)
class PastAct:
    """The last time a trigger was fired on this dossier; an empty `actor`: on paper, and nobody has said by whom."""

    actor: str
    on_behalf: str | None
    happened: date


@dataclass(frozen=True)
class ClockFact:
    """A clock that runs, or how it last ran: its derivation, and whether it ended because its year was `reported`."""

    derivation: Mapping[str, Any]
    reported: bool = False

    @property
    def original(self) -> date:
        """Its last day before anything happened to it."""
        return date.fromisoformat(self.derivation.get("original", self.derivation["last_day"]))

    @property
    def fixed(self) -> date | None:
        """The day on which it was to end, of a yearly one the end of its year; None where a period was counted."""
        fixed = self.derivation.get("fixed")
        return date.fromisoformat(fixed["on"]) if fixed else None


@dataclass(frozen=True)
class ChildFact:
    dossier: str
    family: str
    state: str
    final: str | None


@dataclass(frozen=True)
class PartyFact:
    """An organisation that a value names, and by level those that stand for it today: itself, or its successors."""

    organisation: str
    standing: Mapping[str, frozenset[str]]

    @property
    def counted(self) -> frozenset[str]:
        """Whoever's act counts as its own."""
        return frozenset({self.organisation}).union(*self.standing.values())


@dataclass(frozen=True)
class LinkFact:
    """Another dossier that a value names."""

    dossier: str
    state: str
    final: str | None


@dataclass(frozen=True)
class CouncilFact:
    """What a council's newest turn on a dossier has concluded; `day` is that of its session, `hash` the record's.

    `stars` None: not ranked, then `outcome` is `excluded` or `stopped`, otherwise `ranked`. `criteria` is the name of
    those it was scored by; None where it is only supposed.
    """

    session: str
    turn: int
    score: str
    stars: int | None
    outcome: str
    day: date
    hash: str
    criteria: str | None = None


@dataclass(frozen=True)
class BodyFact:
    """An organisation of the register: the days on which it is one."""

    starts: date
    ends: date | None

    def on(self, day: date) -> bool:
        """Whether it is one on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Register:
    """The organisations and dossiers that the values of an act may mean, and what is near those that are not there."""

    organisations: Mapping[str, BodyFact] = field(default_factory=dict)
    dossiers: Mapping[str, LinkFact] = field(default_factory=dict)
    nearest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """A dossier and what surrounds it. `areas` and `bodies` map a level to the organisations that count there:

    `areas` those of the product (its communes, their districts, the province), `bodies` those of the programme
    (the province, its departments, the centre). `holders` maps a kind of holder to those whose papers count.
    `deadlines` maps an open deadline to its last day, `fixed` one that ends on a fixed day to that day, whatever it was
    extended to, and the clocks of those `paused` stand still. `parties` maps a
    value to the organisations that it names, `links` one to the dossier that it names. `register` are the organisations
    that the act asks about, with what is near those that are not there; `ran` are the clocks of which
    `clocks.asks_past` asks. `series` maps the key of a series to the last number given in it. `set_number` is
    the product's set (1 to 26), None where it is not known. `councils` are by level what its council has concluded.
    `divided` are those of the `areas` that share a place of the product of which nobody has said where it lies now.
    `sitting` is the session whose turn on the dossier is not concluded.
    """

    dossier: str
    state: str
    programme: Programme
    producer: str
    producer_kind: str
    sector: str
    areas: Mapping[str, frozenset[str]]
    bodies: Mapping[str, frozenset[str]]
    holders: Mapping[str, frozenset[str]]
    values: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[PaperFact, ...] = ()
    deadlines: Mapping[str, date] = field(default_factory=dict)
    acts: Mapping[str, PastAct] = field(default_factory=dict)
    children: tuple[ChildFact, ...] = ()
    last_happened: date | None = None
    opened: date | None = None
    paused: frozenset[str] = frozenset()
    parties: Mapping[str, tuple[PartyFact, ...]] = field(default_factory=dict)
    links: Mapping[str, LinkFact] = field(default_factory=dict)
    register: Register = field(default_factory=Register)
    ran: Mapping[str, ClockFact] = field(default_factory=dict)
    fixed: Mapping[str, date] = field(default_factory=dict)
    series: Mapping[str, int] = field(default_factory=dict)
    set_number: int | None = None
    councils: Mapping[str, CouncilFact] = field(default_factory=dict)
    divided: frozenset[str] = frozenset()
    sitting: str | None = None
