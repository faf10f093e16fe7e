"""The group `ocop paper` and its commands."""

from cycle.cli.paper.adding import add
from cycle.cli.paper.judging import reject, verify
from cycle.cli.paper.listing import list_papers
from cycle.cli.spoken import group


@group("paper", commands=[add, verify, reject, list_papers])
def paper() -> None:
    """Acts and questions on papers."""
