"""The group `ocop season` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.season.closing import close
from cycle.cli.season.opening import open_season
from cycle.cli.season.showing import show
from cycle.cli.season.timeline import timeline


@group("season", commands=[open_season, close, show, timeline])
def season() -> None:
    """Acts and questions on seasons."""
