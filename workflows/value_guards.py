"""The guards that judge by the values of a dossier alone, whoever asks and whenever."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from workflows.definition import Definition, GuardUse, Transition
from workflows.verdict import Reason

NUMBERS = frozenset({"score", "decimal", "integer", "stars"})


class Valued(Protocol):
    """What the guards look at that judge by values alone: a `Question`, or less where nobody asks yet."""

    @property
    def definition(self) -> Definition: ...

    @property
    def transition(self) -> Transition: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


def value(question: Valued, params: Mapping[str, Any]) -> list[Reason]:
    """A recorded value is there and compares as declared."""
    name = params["value"]
    found, reasons = _known(question, name)
    if reasons or found is None:
        return reasons
    rule = question.definition.recorded.get(name)
    same = _same_number if rule is not None and rule.type in NUMBERS else _same_text
    checks: dict[str, Callable[[Any], bool]] = {
        "at_least": lambda limit: Decimal(str(found)) >= Decimal(str(limit)),
        "at_most": lambda limit: Decimal(str(found)) <= Decimal(str(limit)),
        "below": lambda limit: Decimal(str(found)) < Decimal(str(limit)),
        "equals": lambda wanted: same(found, wanted),
        "one_of": lambda wanted: any(same(found, one) for one in wanted),
    }
    return [
        Reason(f"value_not_{check}", {"value": name, "found": found, "wanted": params[check]})
        for check, holds in checks.items()
        if check in params and not holds(params[check])
    ]


def minimum_score(question: Valued, params: Mapping[str, Any]) -> list[Reason]:
    """The recorded score reaches the minimum."""
    return value(question, {"value": "score", "at_least": params["minimum"]})


def below_score(question: Valued, params: Mapping[str, Any]) -> list[Reason]:
    """The recorded score stays below the limit."""
    return value(question, {"value": "score", "below": params["below"]})


def decision_by(question: Valued, params: Mapping[str, Any]) -> list[Reason]:
    """A decision of the named role is on record."""
    role = params["role"]
    names = _decisions(question.definition, role)
    own = {rule.name for rule in question.transition.records if not rule.optional}
    if any(name in question.values or name in own for name in names):
        return []
    return [Reason("decision_absent", {"role": role}, (role,))]


BY_VALUES: Mapping[str, Callable[[Valued, Mapping[str, Any]], list[Reason]]] = {
    "value": value,
    "minimum_score": minimum_score,
    "below_score": below_score,
    "decision_by": decision_by,
}


def values_asked(definition: Definition, use: GuardUse) -> frozenset[str]:
    """The values that a guard of BY_VALUES looks at."""
    if use.guard == "decision_by":
        return frozenset(_decisions(definition, use.params["role"]))
    return frozenset({str(use.params["value"]) if use.guard == "value" else "score"})


def _decisions(definition: Definition, role: str) -> list[str]:
    recorded = definition.recorded.values()
    return [rule.name for rule in recorded if rule.type == "decision" and rule.argument == role]


def _same_number(found: Any, wanted: Any) -> bool:
    """70 is 70.0."""
    return Decimal(str(found)) == Decimal(str(wanted))


def _same_text(found: Any, wanted: Any) -> bool:
    return str(found) == str(wanted)


def _known(question: Valued, name: str) -> tuple[Any, list[Reason]]:
    """The value, or the reason why it is not there; neither while the act itself is still to give it."""
    if name in question.values:
        return question.values[name], []
    if any(rule.name == name and not rule.optional for rule in question.transition.records):
        return None, []
    return None, [Reason("value_absent", {"value": name})]
