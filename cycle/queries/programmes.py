"""What a programme declares, as the programmatic ways out show it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from cycle.commands.payloads import plain
from workflows.rules import Programme


def programme_data(programme: Programme) -> Mapping[str, Any]:
    """A programme in plain values: days as text, each window, period and date with its basis and origin."""
    found: Mapping[str, Any] = plain(asdict(programme))
    named = {name: list(found[name].values()) for name in ("windows", "durations", "dates")}
    return {**found, **named}
