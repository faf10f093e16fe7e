"""By which criteria a dossier is scored, and by which of their sets."""

from workflows.definition import Definition
from workflows.rules import Rules
from workflows.scoring.criteria import SETS, Criteria, CriteriaSet
from workflows.verdict import Reason


def scored_by(
    rules: Rules, definition: Definition, dossier: str, number: int | None
) -> tuple[Criteria, CriteriaSet] | Reason:
    """The criteria of a dossier's workflow with a set of them, or why there are none."""
    criteria = rules.criteria.get(definition.criteria or "")
    if criteria is None:
        return Reason("criteria_undeclared", {"dossier": dossier})
    if number is None:
        return Reason("set_missing", {"dossier": dossier})
    if number not in criteria.sets:
        told = {"criteria": criteria.name, "decision": criteria.law.decision, "set": number, "dossier": dossier}
        return Reason("set_not_loaded", told) if 1 <= number <= SETS else Reason("set_unknown", told)
    return criteria, criteria.sets[number]
