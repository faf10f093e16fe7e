"""Whose eyes look at a session, and whether what has been opened in it is shown to them yet."""

from dataclasses import dataclass

from cycle import tables
from cycle.database import Transaction
from cycle.publication import Rulebook
from cycle.queries.viewing import View
from cycle.sessions import Rows
from cycle.sessions.folding import CLOSED, Row
from workflows.councils import BY_TURN

RUNS = frozenset({"session.manage", "session.conclude"})


@dataclass(frozen=True)
class Eyes:
    """Whose eyes look at a session: `account` (None: somebody who looks for it), `own` its members in the council.

    `runs`: it runs sessions. `shown`: what has been opened is shown to everybody who sees the session.
    """

    account: str | None
    own: frozenset[str]
    runs: bool
    shown: bool

    @property
    def reads(self) -> bool:
        """Whether what has been opened is shown to these eyes."""
        return self.shown or self.runs

    def sees(self, member: str, entered_by: str, *, opened: bool) -> bool:
        """Whether a member's sheet is shown to these eyes."""
        if self.account is not None and (member in self.own or self.account == entered_by):
            return True
        return opened and self.reads


def eyes_of(transaction: Transaction, rulebook: Rulebook, view: View, session: str) -> Eyes:
    """How a view looks at a session."""
    row = Rows(transaction).find(tables.session, session)
    own = transaction.rows(_OWN, (row["council"], view.account))
    looks_itself = view.through is None
    return Eyes(
        account=view.account if looks_itself else None,
        own=frozenset(member for (member,) in own) if looks_itself else frozenset(),
        runs=bool(view.permissions & RUNS),
        shown=row["status"] == CLOSED or _by_turn(transaction, rulebook, row),
    )


def _by_turn(transaction: Transaction, rulebook: Rulebook, session: Row) -> bool:
    rules = rulebook.load(transaction, session["publication"]).rules
    (name,) = transaction.row("SELECT council FROM council WHERE code = ?", (session["council"],)) or ("",)
    return rules.programmes[session["programme"]].councils[name].unseal == BY_TURN


_OWN = "SELECT member FROM council_member WHERE council = ? AND account = ?"
