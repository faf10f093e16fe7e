"""What the account of a run may see; what it may not see is a refusal."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from cycle.cli.asking.session import Session
from cycle.clock import day_in
from cycle.queries.streams import is_recorded
from cycle.queries.viewing import SEEING, View, may_look_for, view_of
from workflows.verdict import Reason, Refusal

Answered = TypeVar("Answered")
UNKNOWN = frozenset({"dossier_unknown", "stream_unknown"})


class Refused(Exception):
    """A question that a rule refuses; `refusal` says why."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__([reason.code for reason in reasons])
        self.refusal = Refusal("", "", reasons)


def today(session: Session) -> date:
    """The day of this run in the office's zone."""
    office = session.app().office
    return day_in(office.zone, office.clock.now())


def view(session: Session, needed: frozenset[str] = SEEING) -> View:
    """What the account of this run sees, or the one it enters for. Raises Refused where that may see nothing needed."""
    office, caller = session.app().office, session.caller()
    kind, _, other = (caller.on_behalf or "").partition(":")
    with office.database.reading() as transaction:
        if kind != "account":
            return shown(view_of(transaction, office, caller.account, today(session), needed))
        if refused := may_look_for(transaction, office, caller.account, other, today(session)):
            raise Refused(refused)
        seen = shown(view_of(transaction, office, other, today(session), needed))
        return replace(seen, through=caller.account)


def shown(answer: Answered | Reason) -> Answered:
    """An answer that is no reason. Raises Refused."""
    if isinstance(answer, Reason):
        raise Refused(answer)
    return answer


def shown_of(session: Session, which: str, answer: Answered | Reason) -> Answered:
    """An answer about a dossier or a stream. Raises Refused; what is there but not to be seen has its own reason."""
    hidden = isinstance(answer, Reason) and answer.code in UNKNOWN and is_recorded(session.app().office, which)
    return shown(Reason("not_in_view", {"what": which}) if hidden else answer)
