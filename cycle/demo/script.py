"""The script of a rehearsal: who does what on which day, for whom, and what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

ON_DEADLINES = ("extends", "confirms", "declines", "releases", "answers")
TYPED = ("runs", "shows")
VERBS = (
    *("enters", "imports", "opens", "publishes", "applies", "brings", "verifies", "does", "scores"),
    *(*TYPED, *ON_DEADLINES),
)
ABSENT = "absent"
OPENINGS = ("season", "dossiers", "tasks")
SHIFTS = ("later", "earlier")
OUTCOMES = ("done", "refused", "conflict")


@dataclass(frozen=True)
class Person:
    """Somebody who gets an account and a role; `of` is an organisation, a producer, or empty.

    One with an `email` is also whom letters to the organisation reach.
    """

    account: str
    name: str
    role: str
    of: str
    email: str = ""


@dataclass(frozen=True)
class Piece:
    """A paper to bring. `received` None means the day of the act, and `issued` None the day received."""

    paper: str
    received: date | None = None
    issued: date | None = None
    expires: date | None = None
    count: int = 1
    place: str = ""


@dataclass(frozen=True)
class ScriptedAct:
    """One act. Either `who` names its account, or `by` the role of which each product has its own officer.

    `what` is what the verb is about: a group of people, a trigger, a kind of opening, the pieces of papers, whether
    the calendar makes deadlines `later` or `earlier`, a deadline of each product's dossier, a session in which sheets
    are given, a line of `ocop` that ends with `status`. `basis` and `until` are those of an extension.
    """

    day: date
    title: str
    verb: str
    what: Any
    who: str | None = None
    by: str | None = None
    on_behalf: str | None = None
    products: tuple[str, ...] = ()
    family: str = "season"
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    basis: str | None = None
    until: date | None = None
    happened: date | None = None
    override: bool = False
    seen: int | None = None
    expect: str = "done"
    reasons: tuple[str, ...] = ()
    completes: bool = False
    status: int = 0


@dataclass(frozen=True)
class Month:
    """A chapter of the script."""

    title: str
    acts: tuple[ScriptedAct, ...]


@dataclass(frozen=True)
class Absence:
    """Days, both included, on which the worker does not sweep, and why."""

    first: date
    last: date
    title: str


@dataclass(frozen=True)
class Worker:
    """Whoever sweeps each day at an hour of the office's zone, and tells what there is to tell at a later one."""

    name: str
    at: time
    tells: time
    away: tuple[Absence, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something to ask when the play is over: a command, with names of dossiers still to be filled in."""

    title: str
    command: str


@dataclass(frozen=True)
class Script:
    """A whole rehearsal. `reader` asks the questions at its end; `follow` names the dossiers whose history is told.

    `earlier` are the files of the configuration that begin as another file of the script's folder says, or that are not
    there so far (None), until the whole configuration is published. Of the questions those to `show` are answered at
    once, those of `look` are named. `letter` is the organisation whose last reminder is shown.
    """

    programme: str
    title: str
    workbook: str
    begins: date
    ends: date
    administrator: Person
    reader: str
    earlier: Mapping[str, str | None]
    worker: Worker
    letter: str
    follow: tuple[str, ...]
    show: tuple[Question, ...]
    look: tuple[Question, ...]
    people: Mapping[str, tuple[Person, ...]]
    months: tuple[Month, ...]

    @property
    def acts(self) -> int:
        """How many acts there are."""
        return sum(len(month.acts) for month in self.months)
