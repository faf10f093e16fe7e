"""Whom the deadlines of a programme mean, judged once for all dossiers that differ only in their producer."""

from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from cycle.letters.desks import Desk
from cycle.letters.reminded import ANYBODY, Marked, asked_at, occasion_of
from cycle.queries.deadlines.around import Around
from cycle.queries.deadlines.owed import PRODUCER, Case, Named, Party
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition

WAITING = "waiting"


class Expected(NamedTuple):
    """What a sweep to come would put before somebody: a trigger, or an escalation."""

    proposal: str | None
    escalation: str | None


class Means(NamedTuple):
    """Whom a deadline means: the parties that owe, the recipients behind them, and all who are told, with whether

    they have to decide.
    """

    owing: tuple[Party, ...]
    reached: tuple[str, ...]
    told: tuple[tuple[str, bool], ...]


class Meant:
    """Judges whom deadlines mean, once for all dossiers that differ only in their producer."""

    def __init__(self, desk: Desk, around: Around) -> None:
        self._desk, self._around = desk, around
        self._known: dict[tuple[Any, ...], Means] = {}

    def of(self, row: RowMapping, definition: Definition, rule: DeadlineRule, about: tuple[Any, ...]) -> Means:
        """`about` are what is put before somebody, the letter, and the marks told that it does not tell everybody."""
        own = row["dossier"] in self._around.values or row["dossier"] in self._around.parties
        owner = Named(row["producer"], row["producer_name"]) if row["producer"] else None
        if own:
            return self._judged(row, owner, definition, rule, about)
        areas = self._around.areas.get(row["product"] or "", ())
        key = (row["definition"], row["name"], row["state"], areas, owner is None, about)
        if key not in self._known:
            self._known[key] = self._judged(row, ANYBODY if owner else None, definition, rule, about)
        return _named_after(self._known[key], owner)

    def _judged(
        self, row: RowMapping, owner: Named | None, definition: Definition, rule: DeadlineRule, about: tuple[Any, ...]
    ) -> Means:
        desk, (expected, name, marks) = self._desk, about
        stands = (row["dossier"], row["product"], owner, row["state"])
        case = Case(*stands, desk.programme, definition, desk.published.rules, self._around)
        letter, of_all = desk.letters.letters[name], name == rule.letters.get("remind")
        occasion = occasion_of(case, rule.name)
        told = dict.fromkeys(desk.audiences.of(case, letter.to, occasion) if of_all else (), False)
        for mark in marks:
            told.update(dict.fromkeys(asked_at(desk, case, Marked(rule, mark, letter)), False))
        told |= dict.fromkeys(_deciding(desk, case, rule, expected) if of_all else (), True)
        return Means(occasion.owing, desk.audiences.recipients(occasion.owing), tuple(told.items()))


def _named_after(means: Means, owner: Named | None) -> Means:
    """What was judged for anybody, with the producer that it is."""
    anybody = f"{PRODUCER}:{ANYBODY.code}"
    if owner is None or (anybody not in means.reached and all(code != anybody for code, _ in means.told)):
        return means
    code = f"{PRODUCER}:{owner.code}"
    party = Party(PRODUCER, *owner, (owner,))
    return Means(
        tuple(party if one.kind == PRODUCER else one for one in means.owing),
        tuple(code if one == anybody else one for one in means.reached),
        tuple((code if one == anybody else one, decides) for one, decides in means.told),
    )


def _deciding(desk: Desk, case: Case, rule: DeadlineRule, expected: Expected) -> tuple[str, ...]:
    """Those before whom a proposal or an escalation lies."""
    found: tuple[str, ...] = ()
    if expected.proposal is not None:
        move = case.definition.moves.get((case.state, expected.proposal))
        found += desk.audiences.recipients(case.named(rule.expiry.to or (move.by if move else ())))
    return (*found, *desk.audiences.secretariat) if expected.escalation == WAITING else found
