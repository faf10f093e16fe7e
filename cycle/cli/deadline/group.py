"""The group `ocop deadline` and its commands."""

from cycle.cli.deadline.listing import list_deadlines
from cycle.cli.spoken import group


@group("deadline", commands=[list_deadlines])
def deadline() -> None:
    """Acts and questions on deadlines."""
