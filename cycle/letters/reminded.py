"""Whom the mark of a deadline is told to: as its reminder says, else as the letter does; or who has to decide."""

from typing import NamedTuple

from cycle.deadlines import EXPIRY, PAUSE_OVER
from cycle.letters.audiences import Occasion, Recipients
from cycle.letters.desks import Desk
from cycle.queries.owed import Case
from workflows.definition import DeadlineRule, Who
from workflows.rules import Letter


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


def _deciding(case: Case, rule: DeadlineRule) -> tuple[Who, ...]:
    """Those before whom the proposal of an expiry lies: whom it names, else those who may fire it."""
    move = case.definition.moves.get((case.state, rule.expiry.propose or ""))
    return rule.expiry.to or (move.by if move else ())
