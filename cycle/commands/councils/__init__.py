"""Councils and their sessions: who sits, what each member says, what they conclude."""

from cycle.commands.councils.acting import act_in, try_act_in
from cycle.commands.councils.asked import (
    Agree,
    Attend,
    CancelSession,
    CloseSession,
    CloseTurns,
    ConcludeTurns,
    DeclareConflict,
    EnterSheet,
    OpenTurns,
    Settled,
    SetTurnAside,
    WithdrawSheet,
)
from cycle.commands.councils.entering import enter_sheet, try_enter_sheet
from cycle.commands.councils.forming import Decision, Forming, Joining, form_council, try_form_council
from cycle.commands.councils.membership import (
    JoinCouncil,
    Leaving,
    join_council,
    leave_council,
    try_join_council,
    try_leave_council,
)
from cycle.commands.councils.opening import OpenSession, open_session, try_open_session

__all__ = [
    "Agree",
    "Attend",
    "CancelSession",
    "CloseSession",
    "CloseTurns",
    "ConcludeTurns",
    "Decision",
    "DeclareConflict",
    "EnterSheet",
    "Forming",
    "JoinCouncil",
    "Joining",
    "Leaving",
    "OpenSession",
    "OpenTurns",
    "SetTurnAside",
    "Settled",
    "WithdrawSheet",
    "act_in",
    "enter_sheet",
    "form_council",
    "join_council",
    "leave_council",
    "open_session",
    "try_act_in",
    "try_enter_sheet",
    "try_form_council",
    "try_join_council",
    "try_leave_council",
    "try_open_session",
]
