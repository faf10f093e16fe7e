"""Recorded acts on the deadlines of a dossier: one door for all of them."""

from cycle.commands.clocks.acting import act_on, try_act_on
from cycle.commands.clocks.asked import DECLINED, EXTENDED, PAUSED, RELEASED, RESUMED, SETTLED, ClockAct
from cycle.commands.clocks.confirming import Confirmation, confirm, try_confirm

__all__ = [
    "DECLINED",
    "EXTENDED",
    "PAUSED",
    "RELEASED",
    "RESUMED",
    "SETTLED",
    "ClockAct",
    "Confirmation",
    "act_on",
    "confirm",
    "try_act_on",
    "try_confirm",
]
