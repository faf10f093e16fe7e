"""The group `ocop certificate` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.certificate.radar import radar


@group("certificate", commands=[radar])
def certificate() -> None:
    """Questions on certificates."""
