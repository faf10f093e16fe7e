"""What may be asked in a session of a council, and all that the answer is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cycle.commands.permits import Caller, Permit
from cycle.commands.requests import asked_hash
from cycle.database import Transaction
from cycle.publication import Published, Rulebook
from cycle.sessions import Rows
from cycle.sessions.folding import Row
from cycle.store import Stored
from workflows.councils import Council
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.verdict import Reason

MANAGE, CONCLUDE, ENTER, ENTER_PAPER = "session.manage", "session.conclude", "sheet.enter", "sheet.enter_paper"


@dataclass(frozen=True)
class SessionAct:
    """An act in a session; the same request of the same caller is answered once."""

    caller: Caller
    session: str

    @property
    def payload_hash(self) -> str:
        """A hash of all that is asked, by which a repeated request is told from another one."""
        return asked_hash(self, "scan")


@dataclass(frozen=True)
class Attend(SessionAct):
    """Who is there (True) and who is not; the sheets of one who was and is not any more are withdrawn, with a note."""

    present: Mapping[str, bool]
    note: str | None = None


@dataclass(frozen=True)
class DeclareConflict(SessionAct):
    """A member may not judge a dossier; `note` says why. `member` None: the caller."""

    dossier: str
    note: str | None
    member: str | None = None


@dataclass(frozen=True)
class CancelSession(SessionAct):
    """Nothing of it counts; what was sealed is never opened."""

    note: str | None


@dataclass(frozen=True)
class CloseSession(SessionAct):
    """Every turn is concluded; of written opinions those that diverge end without a result."""


@dataclass(frozen=True)
class OpenTurns(SessionAct):
    """Sheets may be entered on some dossiers, each with the number of its scoring set, None: that of its product.

    `note` says why a set is another than that of the product and of the producer's own assessment.
    """

    dossiers: Mapping[str, int | None]
    note: str | None = None


@dataclass(frozen=True)
class CloseTurns(SessionAct):
    """The sheets on some dossiers are opened."""

    dossiers: tuple[str, ...]


@dataclass(frozen=True)
class SetTurnAside(SessionAct):
    """The turn of a dossier counts no more, whether its sheets have been opened or not; `note` says why."""

    dossier: str
    note: str | None


@dataclass(frozen=True)
class Settled:
    """A finding of some sheet that the council keeps (`stands`) or drops; `at` is where it is printed."""

    ground: str
    at: str | None
    stands: bool


@dataclass(frozen=True)
class Agree(SessionAct):
    """What the council agrees on together: options of criteria, findings kept, or dropped with a note."""

    dossier: str
    options: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Settled, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class ConcludeTurns(SessionAct):
    """The results of some dossiers. A note is needed where the sheets still differ too much after the last turn."""

    dossiers: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True)
class EnterSheet(SessionAct):
    """A member's sheet. `member` None: the caller's own; `findings` are (ground, place), `papers` by criterion.

    `scan` is the file of the paper that it is entered from; `scanned` what that file was found to be.
    """

    dossier: str
    answers: Mapping[str, Any]
    member: str | None = None
    findings: tuple[tuple[str, str | None], ...] = ()
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comment: str | None = None
    scan: Path | None = None
    scanned: Stored | Reason | None = None


@dataclass(frozen=True)
class WithdrawSheet(SessionAct):
    """A sealed sheet does not count; another may be entered while the turn is open. `member` None: the caller's own."""

    dossier: str
    note: str | None
    member: str | None = None


@dataclass(frozen=True)
class Member:
    """Who sits in a council on the day of a session."""

    code: str
    seat: str
    organisation: str | None
    account: str | None


@dataclass(frozen=True)
class Ground:
    """A session as it stands, who may act in it, and the rules that it was opened under.

    `members` are those of the day of the session, `present` those of them that were noted as being there.
    """

    transaction: Transaction
    rulebook: Rulebook
    permit: Permit
    session: Row
    published: Published
    council: Council
    members: Mapping[str, Member]
    present: frozenset[str]
    rehearsal: bool

    @property
    def rows(self) -> Rows:
        """The rows of the session."""
        return Rows(self.transaction)

    def scoring(self, turn: Row) -> tuple[Criteria, CriteriaSet]:
        """What a turn is scored by, as the session was opened."""
        criteria = self.published.rules.criteria[turn["criteria"]]
        return criteria, criteria.sets[turn["set_number"]]


@dataclass(frozen=True)
class Said:
    """A record to be written in the stream of the session."""

    kind: str
    payload: Mapping[str, Any]
    personal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ruling:
    """The records of an act that is allowed, and what its answer tells.

    `foretold` is what a try of it tells where that must be less: what sealed sheets come to is known to nobody before.
    """

    said: tuple[Said, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
    foretold: Mapping[str, Any] | None = None

    @property
    def tried(self) -> Mapping[str, Any]:
        """What the answer of a try tells."""
        return self.details if self.foretold is None else self.foretold


Judged = Ruling | list[Reason]
