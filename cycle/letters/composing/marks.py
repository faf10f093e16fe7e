"""The marks of running deadlines of which letters were planned, and which letter tells them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, or_, select

from cycle.letters.desks import Desk
from cycle.queries.paging import parts
from cycle.queries.viewing import organisations_within, products_within
from cycle.tables import deadline, dossier, effect, party
from cycle.transactions import Transaction
from workflows.deadlines.deadline_rules import DeadlineRule

OPEN, PAUSED = "open", "paused"
Key = tuple[str, str, int]
# Each with the instant at which a sweep came to it.
Marks = Sequence[tuple[str, str]]


def by_letter(rule: DeadlineRule, derivation: str, marks: Marks) -> Iterator[tuple[str, Marks]]:
    """The letter of all reminders with the marks that it tells; that of the last mark, where it has its own."""
    base = rule.letters.get("remind", "")
    yield base, tuple(one for one in marks if rule.letter_at(one[0]) == base)
    own = [one for one in marks if rule.letter_at(one[0]) != base]
    if own:
        places = {one["mark"]: at for at, one in enumerate(readable(derivation).get("marks", ()))}
        last = max(own, key=lambda one: places.get(one[0], -1))
        yield rule.letter_at(last[0]), (last,)


def own_marks(rule: DeadlineRule, marks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The marks told that remind others than those whom the letter goes to anyway."""
    others = {one.mark for one in rule.remind if one.to}
    return (mark for mark, _ in marks if mark.partition("@")[0] in others)


def readable(derivation: str) -> Mapping[str, Any]:
    """A derivation; nothing for one that cannot be read, which the sweep sets aside: its day is known all the same."""
    try:
        return dict(orjson.loads(derivation))
    except (ValueError, TypeError):
        return {}


def chosen(desk: Desk, recipient: str | None) -> ColumnElement[bool]:
    """The open deadlines of a programme, or those in which somebody may be meant at all."""
    running = (dossier.c.programme == desk.programme.name) & deadline.c.status.in_((OPEN, PAUSED))
    if recipient is None:
        return running & (dossier.c.code == deadline.c.dossier)
    kind, _, code = recipient.partition(":")
    own = running & (dossier.c.code == deadline.c.dossier)
    if kind == "producer":
        return own & (dossier.c.producer == code)
    if _meant_everywhere(desk, code):
        return own
    products, within = products_within([code], desk.today), organisations_within([code], desk.today)
    named = select(party.c.dossier).where(party.c.organisation.in_(within))
    return own & or_(dossier.c.product.in_(products), dossier.c.code.in_(named))


def _meant_everywhere(desk: Desk, code: str) -> bool:
    """Whether an organisation counts in every dossier of the programme."""
    bodies = desk.bodies.of_programme(desk.programme.organisation)
    return any(code in codes for codes in bodies.values()) or f"organisation:{code}" in desk.audiences.secretariat


def told_marks(transaction: Transaction, desk: Desk, recipient: str | None) -> Mapping[Key, Sequence[tuple[str, str]]]:
    """The marks of running deadlines of which letters were planned, each with its instant, chosen as shares are."""
    found: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for statement in _mark_statements(transaction, desk, recipient):
        for code, name, opened, mark, done in transaction.connection.execute(statement):
            found[code, name, opened].append((mark, done))
    return found


def _mark_statements(transaction: Transaction, desk: Desk, recipient: str | None) -> Iterator[Select[Any]]:
    """Of one recipient the dossiers are named: the planner of SQLite would go through all effects instead."""
    if recipient is None:
        yield _MARKS.where(chosen(desk, None))
        return
    codes = transaction.connection.execute(select(dossier.c.code).where(chosen(desk, recipient))).scalars().all()
    yield from (_MARKS.where(chosen(desk, None), effect.c.subject.in_(part)) for part in parts(codes))


_OF_CLOCK = ("dossier", "name", "opened_seq")
_OF_EFFECT = ("subject", "part", "number")
_MARKS: Select[Any] = (
    select(*(effect.c[name] for name in _OF_EFFECT), effect.c.mark, effect.c.done)
    .where(effect.c.kind == "deadline", effect.c.told != "")
    .where(*(effect.c[own] == deadline.c[name] for own, name in zip(_OF_EFFECT, _OF_CLOCK, strict=False)))
    .order_by(effect.c.done, effect.c.mark)
)
