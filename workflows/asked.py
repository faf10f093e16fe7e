"""What a value is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.definition import Definition, Transition
from workflows.facts import Actor, Facts
from workflows.rules import Rules


@dataclass(frozen=True)
class Asked:
    """The act, its day, and the `values` that its actor gave, as they are kept."""

    rules: Rules
    definition: Definition
    transition: Transition
    facts: Facts
    actor: Actor
    happened: date
    values: Mapping[str, Any]
