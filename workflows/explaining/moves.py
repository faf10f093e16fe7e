"""Transitions in words: from where, by whom, under which conditions, with what recorded and what follows."""

from functools import reduce

from workflows.definition import Definition, Transition, ValueRule
from workflows.explaining.causes import causes, children
from workflows.explaining.conditions import condition
from workflows.explaining.letters import told_of_act
from workflows.explaining.people import people
from workflows.explaining.said import Said, Section, Subject, said
from workflows.explaining.timing import which
from workflows.judging import EVIDENCE_TYPES


def move(subject: Subject, transition: Transition) -> Section:
    """All that is declared of one transition."""
    heading = said(
        "move.heading",
        number=subject.number(transition),
        title=subject.definition.triggers[transition.trigger],
        name=transition.trigger,
    )
    conditions = [condition(subject, use) for use in transition.guards if use.guard != "paper"]
    lines = [_way(subject, transition), said("move.by", who=people(transition.by)), *causes(subject, transition)]
    lines += conditions + _asked(subject, transition) + _following(subject, transition)
    told, law = transition.basis, subject.definition.law
    basis = said("basis", basis=told) if told else said("basis_of_law", decision=law.decision)
    return Section(heading, tuple(lines), (*_lists(subject, transition), Section(basis)))


def value(rule: ValueRule) -> Said:
    """A recorded value with its type; what it is where nobody gives it; whether it may be left out."""
    if rule.constant is not None:
        return said("value.constant", value=rule.name, text=rule.constant)
    if rule.default is not None:
        return said("value.default", value=rule.name, text=rule.default)
    if rule.origin is not None:
        return said("value.from_council", value=rule.name)
    return said("value.optional" if rule.optional else "value.required", value=rule.name)


def members(subject: Subject, family: str) -> tuple[Said, ...]:
    """The workflows of a family, each with the days on which its law is in force."""
    return tuple(_member(one) for one in subject.rules.families.get(family, ()))


def _member(definition: Definition) -> Said:
    law = definition.law
    code = "law.member_open" if law.until is None else "law.member"
    return said(code, title=definition.title, name=definition.name, starts=law.in_force, until=law.until)


def _way(subject: Subject, transition: Transition) -> Said:
    target = said("state.named", state=transition.target, name=transition.target)
    if subject.anywhere(transition):
        return said("move.way_anywhere", target=target)
    sources = tuple(said("state.named", state=name, name=name) for name in transition.sources)
    return said("move.way", sources=sources, target=target)


def _lists(subject: Subject, transition: Transition) -> list[Section]:
    papers = [condition(subject, use) for use in transition.guards if use.guard == "paper"]
    higher = [
        said("guard.foretold", told=condition(subject, use), stars=use.params["stars"]) for use in transition.foretold
    ]
    sections = [Section(said("move.papers"), (*papers, *higher))] if papers or higher else []
    if transition.records:
        sections += [Section(said("move.records"), tuple(map(value, transition.records)))]
    return sections


def _asked(subject: Subject, transition: Transition) -> list[Said]:
    lines = [said("move.note")] if transition.note_required else []
    if transition.dated:
        limits = {one.name: said("period.days", count=one.entry_limit_days) for one in subject.programmes}
        days = subject.of_each(limits) or (said("programme.limit_unset"),)
        lines.append(said("move.dated", proof=_proof(transition), limit=days))
    if transition.override is not None:
        skipped = _skipped(transition.override.guards)
        lines.append(said("move.override", who=people(transition.override.by), skipped=skipped))
    return lines


def _skipped(guards: frozenset[str]) -> Said:
    """What may be set aside, one after another."""
    *others, last = (said(f"skipped.{guard}") for guard in sorted(guards))
    if not others:
        return last
    first = reduce(lambda told, then: said("skipped.comma", first=told, then=then), others)
    return said("skipped.and", first=first, then=last)


def _proof(transition: Transition) -> Said:
    """What shows that an act of an earlier day did happen then."""
    proofs = [said("proof.papers")] if any(use.guard == "paper" for use in transition.guards) else []
    recorded = (rule for rule in transition.records if rule.type in EVIDENCE_TYPES)
    proofs += [said("proof.value", name=rule.name) for rule in recorded]
    return proofs[0] if len(proofs) == 1 else said("proof.one_of", proofs=tuple(proofs))


def _following(subject: Subject, transition: Transition) -> list[Said]:
    lines = []
    if transition.opens is not None:
        found = members(subject, transition.opens)
        lines.append(said("move.opens", family=transition.opens, members=found))
    if transition.each is not None:
        lines.append(said("move.opens_each", value=transition.each))
    if transition.current:
        lines.append(said("move.opens_current"))
    if transition.children is not None:
        lines.append(said("move.children", orders=_orders(subject, transition)))
    if transition.children_of is not None:
        lines.append(said("move.children_only", families=sorted(transition.children_of)))
    if (late := transition.too_late) is not None:
        title = subject.definition.triggers[late.trigger]
        lines.append(said("move.too_late", which=which(subject, late.deadline), title=title, name=late.trigger))
    return [*lines, *told_of_act(subject, transition)]


def _orders(subject: Subject, transition: Transition) -> tuple[Said, ...]:
    """The trigger as each workflow calls it whose dossiers the act ends."""
    trigger = str(transition.children)
    return tuple(
        said("move.told", title=child.triggers[trigger], name=trigger, workflow=child.title)
        for child in children(subject)
        if transition.orders(child.family) and trigger in child.triggers
    ) or (said("move.untitled", name=trigger),)
