"""Letters in words: which tell an act or a deadline, and to whom they go."""

from functools import reduce

from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Transition
from workflows.explaining.people import person
from workflows.explaining.said import Said, Subject, said
from workflows.naming import Who
from workflows.programme import AUDIENCES, Letter, Programme


def told_of_act(subject: Subject, transition: Transition) -> list[Said]:
    """The notices that a transition has sent."""
    letters = tuple(said("letter.listed", told=letter(subject, name)) for name in transition.letters)
    return [said("move.letters", letters=letters)] if letters else []


def told_of_deadline(subject: Subject, rule: DeadlineRule) -> list[Said]:
    """The letters that a deadline has sent, each with its occasion."""
    letters = tuple(said(f"letter.on_{event}", told=letter(subject, name)) for event, name in rule.letters.items())
    return [said("deadline.letters", letters=letters)] if letters else []


def sending(programme: Programme) -> list[Said]:
    """When the letters of a programme go."""
    letters = programme.letters
    return [said("programmes.letters", opens=letters.opens, closes=letters.closes)] if letters is not None else []


def letter(subject: Subject, name: str) -> tuple[Said, ...]:
    """A letter as each programme declares it."""
    declared = {one.name: one.letters.letters for one in subject.programmes if one.letters is not None}
    told = {programme: _declared(letters[name]) for programme, letters in declared.items() if name in letters}
    return subject.of_each(told) or (said("letter.unset", name=name),)


def _declared(one: Letter) -> Said:
    who = reduce(_joined, one.to[1:], _person(one.to[0])) if one.to else said("letter.nobody")
    return said("letter.named", title=one.title, name=one.name, who=who)


def _person(who: Who) -> Said:
    return said(f"audience.{who.role}") if who.role in AUDIENCES and not who.scope else person(who)


def _joined(first: Said, then: Who) -> Said:
    return said("who.else" if then.otherwise else "who.and", first=first, then=_person(then))
