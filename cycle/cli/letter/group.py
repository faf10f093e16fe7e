"""The group `ocop letter` and its commands."""

from cycle.cli.letter.bounces import bounces
from cycle.cli.letter.serving import serve
from cycle.cli.spoken import group


@group("letter", commands=[bounces, serve])
def letter() -> None:
    """Acts and questions on letters."""
