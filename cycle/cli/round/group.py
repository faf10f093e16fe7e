"""The group `ocop round` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.round.listing import list_rounds
from cycle.cli.round.recognising import recognise
from cycle.cli.round.showing import show


@group("round", commands=[list_rounds, show, recognise])
def rounds() -> None:
    """Questions about rounds."""
