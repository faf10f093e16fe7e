"""Values that an act computes and nobody gives: one table, one function for each type."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows import rounds
from workflows.asked import Asked
from workflows.definition import ValueRule
from workflows.guards.council_values import drawn
from workflows.guards.deficiency import lacking
from workflows.numbering import number
from workflows.parties import tallied
from workflows.scopes import able_here
from workflows.verdict import Reason

Computer = Callable[[Asked, ValueRule], Any]


def _tally(asked: Asked, rule: ValueRule) -> list[str]:
    return tallied(rule, asked.facts, asked.actor)


def _round(asked: Asked, rule: ValueRule) -> str | None:
    programme, level = asked.facts.programme, rule.argument or ""
    return rounds.round_for(programme, level, asked.happened).code if rounds.declares(programme, level) else None


def _later_round(asked: Asked, rule: ValueRule) -> str | Reason | None:
    """The round after the one on record, or a later one where the list of that is closed on the day.

    None is given while a session is about the dossier.
    """
    facts, programme, level = asked.facts, asked.facts.programme, rule.argument or ""
    if facts.sitting is not None:
        mend = able_here("session.conclude", facts, asked.rules)
        return Reason("turn_open", {"dossier": facts.dossier, "session": facts.sitting}, mend)
    if not rounds.declares(programme, level):
        return None
    on_record = rounds.round_named(programme, str(facts.values.get(rule.name)))
    return rounds.later_round(programme, level, on_record, asked.happened).code


# By the type of a value. A computer gives the value as it is kept, None where there is none, or a Reason why not.
COMPUTERS: Mapping[str, Computer] = {
    "tally": _tally,
    "round": _round,
    "later_round": _later_round,
    "number": number,
    "deficiency": lacking,
    "turn": drawn,
}


def computed(asked: Asked) -> tuple[dict[str, Any], list[Reason]]:
    """The values that an act computes, and a reason for each that cannot be."""
    found = {rule.name: _value(asked, rule) for rule in asked.transition.records if rule.computed}
    every = [one for one in found.values() if isinstance(one, Reason)]
    reasons = [one for place, one in enumerate(every) if one not in every[:place]]
    values = {name: one for name, one in found.items() if one is not None and not isinstance(one, Reason)}
    return values, reasons


def _value(asked: Asked, rule: ValueRule) -> Any:
    if rule.origin is not None:
        return drawn(asked, rule)
    return rule.constant if rule.constant is not None else COMPUTERS[rule.type](asked, rule)
