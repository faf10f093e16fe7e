"""The organisations that values name in a trial: one of each level, called like the level, and never ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.definition import Definition
from workflows.facts import BodyFact, PartyFact, Register

LEVELS = ("commune", "district", "department", "province", "centre")
REGISTER = Register({level: BodyFact(date.min, None) for level in LEVELS})


def parties_in(definition: Definition, values: Mapping[str, Any]) -> Mapping[str, tuple[PartyFact, ...]]:
    """By value, the organisations that it names directly; groups name nobody in a trial."""
    return {
        name: tuple(PartyFact(code, {code: frozenset({code})}) for code in values[name]["organisations"])
        for name, rule in definition.recorded.items()
        if rule.type == "organisations" and name in values
    }
