"""The group `ocop calendar` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.calendar.applying import apply
from cycle.cli.calendar.checking import check
from cycle.cli.calendar.comparing import diff
from cycle.cli.calendar.showing import show


@group("calendar", commands=[show, check, diff, apply])
def calendar() -> None:
    """Questions about calendars, and applying them to what is open."""
