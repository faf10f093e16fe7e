"""The group `ocop criteria` and its commands."""

from cycle.cli.criteria.listing import list_criteria
from cycle.cli.criteria.showing import show
from cycle.cli.criteria.wording import wording
from cycle.cli.spoken import group


@group("criteria", commands=[list_criteria, show, wording])
def criteria() -> None:
    """Questions on the criteria by which products are scored, and their official wording."""
