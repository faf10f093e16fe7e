"""The guards that judge by the values of a dossier alone, whoever asks and whenever."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from workflows.definition import Definition, Transition
from workflows.naming import GuardUse
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
    found, reasons = _known(question, params["value"])
    return reasons if reasons or found is None else _unlike(question.definition, found, params)


def given(question: Valued, params: Mapping[str, Any]) -> list[Reason]:
    """A value is on record, or given by the act."""
    return _known(question, params["value"])[1]


def holds(definition: Definition, values: Mapping[str, Any], uses: Iterable[GuardUse]) -> bool:
    """Whether all of some guards on values (`value`, `given`) are met by those on record."""
    found = [(use, values.get(str(use.params["value"]))) for use in uses]
    return all(
        one is not None and (use.guard == "given" or not _unlike(definition, one, use.params)) for use, one in found
    )


def finish_day(definition: Definition, values: Mapping[str, Any]) -> date | None:
    """The last day on which the workflow's law lets a dossier with these values finish; None: it sets none."""
    return next((one.by for one in definition.law.finish if holds(definition, values, one.when)), None)


def _unlike(definition: Definition, found: Any, params: Mapping[str, Any]) -> list[Reason]:
    name = params["value"]
    rule = definition.recorded.get(name)
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
    "given": given,
    "minimum_score": minimum_score,
    "below_score": below_score,
    "decision_by": decision_by,
}


def values_asked(definition: Definition, use: GuardUse) -> frozenset[str]:
    """The values that a guard of BY_VALUES looks at."""
    if use.guard == "decision_by":
        return frozenset(_decisions(definition, use.params["role"]))
    return frozenset({str(use.params.get("value", "score"))})


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
