"""The group `ocop paper` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.paper.adding import add
from cycle.cli.paper.folder import add_folder, index_template
from cycle.cli.paper.judging import reject, verify
from cycle.cli.paper.listing import list_papers
from cycle.cli.paper.missing import list_missing


@group("paper", commands=[add, add_folder, index_template, verify, reject, list_papers, list_missing])
def paper() -> None:
    """Acts and questions on papers."""
