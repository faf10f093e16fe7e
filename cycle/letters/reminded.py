"""Whom the mark of a deadline is told to: as its reminder says, else as the letter does; or who has to decide."""

from dataclasses import replace
from typing import Any, NamedTuple

from cycle.deadlines import EXPIRY, PAUSE_OVER
from cycle.letters.audiences import Occasion, Recipients
from cycle.letters.desks import Desk
from cycle.queries.deadlines.owed import PRODUCER, Case, Named
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.naming import Who
from workflows.programme import Letter

# In the place of a producer where it does not matter which.
ANYBODY = Named("*", "*")


class Marked(NamedTuple):
    """A mark of a deadline that has come, with the letter that tells it."""

    rule: DeadlineRule
    mark: str
    letter: Letter


def occasion_of(case: Case, deadline: str) -> Occasion:
    """Whom a deadline means."""
    return Occasion(case.owing(deadline), case.coordinating(deadline))


def asked_at(desk: Desk, case: Case, one: Marked) -> Recipients:
    """The recipients of a mark, each once; none: nobody is told of it."""
    name, rule = one.mark.partition("@")[0], one.rule
    occasion = occasion_of(case, rule.name)
    if name == PAUSE_OVER:
        return desk.audiences.of(case, rule.pause.by if rule.pause else one.letter.to, occasion)
    if name != EXPIRY:
        own = next((reminder.to for reminder in rule.remind if reminder.mark == name), ())
        return desk.audiences.of(case, own or one.letter.to, occasion)
    if rule.expiry.propose is None and not rule.expiry.escalates:
        return desk.audiences.of(case, one.letter.to, occasion)
    deciding = desk.audiences.of(case, _deciding(case, rule), occasion) if rule.expiry.propose else ()
    above = desk.audiences.secretariat if rule.expiry.escalates else ()
    return tuple(dict.fromkeys((*deciding, *above)))


class Asked:
    """The recipients of marks, judged once for all dossiers that differ only in their producer."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Recipients] = {}

    def at(self, desk: Desk, case: Case, one: Marked) -> Recipients:
        """As `asked_at` has them."""
        around, owner = case.around, case.producer
        if case.dossier in around.values or case.dossier in around.parties:
            return asked_at(desk, case, one)
        areas = around.areas.get(case.product or "", ())
        told = (one.rule.name, one.mark.partition("@")[0], one.letter.name)
        key = (desk, case.definition.hash, case.state, areas, owner is None, told)
        if key not in self._known:
            self._known[key] = asked_at(desk, replace(case, producer=ANYBODY if owner else None), one)
        anybody, own = f"{PRODUCER}:{ANYBODY.code}", f"{PRODUCER}:{owner.code}" if owner else ""
        return tuple(own if who == anybody else who for who in self._known[key])


def _deciding(case: Case, rule: DeadlineRule) -> tuple[Who, ...]:
    """Those before whom the proposal of an expiry lies: whom it names, else those who may fire it."""
    move = case.definition.moves.get((case.state, rule.expiry.propose or ""))
    return rule.expiry.to or (move.by if move else ())
