"""The group `ocop criteria` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.criteria.listing import list_criteria
from cycle.cli.criteria.showing import show
from cycle.cli.criteria.wording import wording


@group("criteria", commands=[list_criteria, show, wording])
def criteria() -> None:
    """Questions on the criteria by which products are scored, and their official wording."""
