"""Papers that a request for completion asks for: handed in with the act that answers it, and verified later."""

from collections.abc import Mapping

from workflows.definition import Definition
from workflows.facts import Facts
from workflows.guards.deficiency import reasons_of
from workflows.naming import Who

DEFICIENCY = "deficiency"


def asked_for(definition: Definition, facts: Facts) -> frozenset[str]:
    """The types of the papers that the request under which the dossier stands asks for; none where there is none."""
    rules = (rule for move in definition.transitions if move.target == facts.state for rule in move.records)
    lists = [facts.values.get(rule.name) for rule in rules if rule.type == DEFICIENCY]
    reasons = [reason for one in lists if isinstance(one, Mapping) for reason in reasons_of(one)]
    return frozenset(name for one in reasons for name in one.params.get("papers") or [one.params["paper"]])


def answers(who: tuple[Who, ...]) -> bool:
    """Whether an act is one of the producer, who hands in what was asked for."""
    return any(one.scope == "own" for one in who)
