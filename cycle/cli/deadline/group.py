"""The group `ocop deadline` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.deadline.acting import decline, extend, pause, resume
from cycle.cli.deadline.confirming import confirm
from cycle.cli.deadline.explaining import explain
from cycle.cli.deadline.listing import list_deadlines


@group("deadline", commands=[list_deadlines, explain, pause, resume, extend, confirm, decline])
def deadline() -> None:
    """Acts and questions on deadlines."""
