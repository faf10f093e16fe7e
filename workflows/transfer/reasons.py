"""Why a dossier does not go on under another law: never, not yet, not before somebody decides, not in that state."""

from collections.abc import Mapping
from typing import Any

from workflows.calendars.calendars import ONE_DAY
from workflows.definition import Definition
from workflows.entering import forbidden_by_values
from workflows.guards.value_guards import finish_day
from workflows.transfer.cases import Case, Choice, Ground
from workflows.transfer.plan import PERSON, Rule
from workflows.verdict import Reason


def never(ground: Ground, rule: Rule | None, targets: tuple[str, ...], case: Case) -> tuple[Reason, ...]:
    """Why no person and no paper can help."""
    if rule is not None and rule.impossible is not None:
        return (Reason("law_impossible", {"why": rule.impossible}),)
    if not targets:
        told = {"state": case.facts.state, "workflow": ground.target.name}
        return (Reason("law_state_gone", told),)
    if not ground.lasting:
        return (Reason("workflow_superseded", {"workflow": ground.target.name, "happened": ground.day}),)
    return ()


def waits(ground: Ground, rule: Rule | None, case: Case) -> tuple[Reason, ...]:
    """What time or others will mend, whoever decides."""
    day, reasons = ground.effective, list[Reason]()
    finish = finish_day(ground.source, case.facts.values) if rule is not None and rule.after_finish else None
    if finish is not None and finish >= day:
        day = finish + ONE_DAY
    if ground.day < day:
        reasons.append(Reason("law_not_yet", {"day": day}))
    last = case.facts.last_happened
    if last is not None and ground.day < last:
        reasons.append(Reason("happened_before_previous", {"happened": ground.day, "previous": last}))
    if case.session is not None:
        reasons.append(Reason("law_turn_open", {"dossier": case.facts.dossier, "session": case.session}))
    due = [one.name for one in case.clocks.values() if one.next_at is not None and one.next_at <= ground.now]
    return (*reasons, *(Reason("law_sweep_due", {"deadline": name}) for name in due))


def undecided(
    ground: Ground, rule: Rule | None, targets: tuple[str, ...], case: Case, choice: Choice | None
) -> tuple[Reason, ...]:
    """What a person still has to decide, or why the choice given does not settle it."""
    decider = rule.decider if rule else None
    open_questions = (
        [Reason("law_person", {"why": decider.why, "role": decider.role}, (decider.role,))] if decider else []
    )
    if places := _in_doubt(ground, targets, case):
        open_questions.append(Reason("law_place_divided", {"places": list(places)}))
    wants = {family for family, said in ground.transfer.children.items() if said == PERSON}
    for child, _ in case.children:
        if child.family in wants:
            told = {"dossier": child.dossier, "state": child.state, "family": child.family}
            open_questions.append(Reason("child_open", told))
    if choice is None or not choice.to:
        return tuple(open_questions)
    if choice.to not in targets:
        return (Reason("law_choice_unknown", {"given": choice.to, "choices": list(targets)}),)
    if decider is not None and decider.role not in choice.roles:
        return (Reason("law_choice_role", {"role": decider.role}, (decider.role,)),)
    return ()


def foreseen(later: tuple[Reason, ...], questions: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """All that keeps a dossier; of what nobody need decide before its day it is told that somebody will have to."""
    if all(one.code != "law_not_yet" for one in later):
        return (*later, *questions)
    return (*later, *(_then(one) for one in questions))


def _then(question: Reason) -> Reason:
    return Reason("law_person_then", question.params) if question.code == "law_person" else question


def _in_doubt(ground: Ground, targets: tuple[str, ...], case: Case) -> tuple[str, ...]:
    """Places that were divided, where the commune of the product would have to act."""
    if not case.divided:
        return ()
    states = [ground.target.states[name] for name in targets]
    acting = [who for state in states for who in state.owes]
    acting += [who for state in states for move in ground.target.offers[state.name] for who in move.by]
    roles = ground.rules.roles
    local = any(who.scope == "of_product" and roles[who.role].level == "commune" for who in acting)
    return case.divided if local else ()


def barred(ground: Ground, case: Case, target: str, values: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Why a dossier with these values and these relations cannot stand there."""
    absent = frozenset(ground.target.recorded.keys() - values.keys())
    reasons = list(forbidden_by_values(ground.target, target, values, absent))
    if case.parent is not None:
        told = {state.tells for state in ground.target.states.values() if state.tells}
        deaf = sorted(told - _heard(case.parent))
        reasons += [Reason("law_parent_deaf", {"trigger": one, "workflow": case.parent.name}) for one in deaf]
    for child, definition in case.children:
        for trigger in sorted({state.tells for state in definition.states.values() if state.tells}):
            before, after = ((case.facts.state, trigger), (target, trigger))
            if before in ground.source.moves and after not in ground.target.moves:
                reasons.append(Reason("law_child_unheard", {"dossier": child.dossier, "trigger": trigger}))
    return tuple(reasons)


def _heard(parent: Definition) -> set[str]:
    return {one.trigger for one in parent.transitions if any(who.role == "child" for who in one.by)}
