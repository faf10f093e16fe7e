"""The group `ocop letter` and its commands."""

from cycle.cli.spoken import group


@group("letter", commands=[])
def letter() -> None:
    """Acts and questions on letters."""
