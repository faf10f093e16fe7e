"""The group `ocop certificate` and its commands."""

from cycle.cli.certificate.radar import radar
from cycle.cli.spoken import group


@group("certificate", commands=[radar])
def certificate() -> None:
    """Questions on certificates."""
