"""The open deadlines of a programme's dossiers, each with those whom a reminder may tell of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select

from cycle.letters.composing.meant import Expected, Meant
from cycle.letters.desks import Desk
from cycle.office import Office
from cycle.queries.owed import Party, read_around
from cycle.queries.paging import parts
from cycle.queries.viewing import organisations_within, products_within
from cycle.tables import deadline, dossier, dossier_title, effect, party, producer, product
from cycle.transactions import Transaction
from workflows.definition import DeadlineRule, Definition
from workflows.facts import ClockFact

OPEN, PAUSED = "open", "paused"
Key = tuple[str, str, int]
Reading = tuple[Transaction, Office, Desk]


@dataclass(frozen=True)
class Told:
    """Marks of which letters were planned: by deadline, each with the instant at which a sweep came to it.

    `expected` are proposals and escalations that a preview counts as made.
    """

    marks: Mapping[Key, Sequence[tuple[str, str]]] = field(default_factory=dict)
    expected: Mapping[Key, Expected] = field(default_factory=dict)


class Duty(NamedTuple):
    """A deadline that runs or stands still. `pinned` is the workflow's hash, `marks` are those told by letters.

    `owing` are the parties that owe the act, `provisional` the years whose calendar may still change the day.
    """

    dossier: str
    about: str
    producer: str
    pinned: str
    state: str
    name: str
    opened: int
    last_day: date
    due: str
    status: str
    proposal: str | None
    escalation: str | None
    year: int | None
    changes: int
    provisional: tuple[int, ...]
    owing: tuple[Party, ...]
    reached: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    length_from: Mapping[str, str]

    @property
    def key(self) -> Key:
        """What no two deadlines share."""
        return self.dossier, self.name, self.opened

    @property
    def stands(self) -> tuple[str, str, int, str, str]:
        """What a letter rests on that tells it: its status with the proposal and the escalation."""
        standing = " ".join(filter(None, (self.status, self.proposal, self.escalation)))
        return (*self.key, self.due, standing)


class Share(NamedTuple):
    """What somebody has to do with a duty: it owes the act itself, or has to decide on what is proposed."""

    duty: Duty
    owes: bool
    decides: bool


Shares = Mapping[tuple[str, str], Sequence[Share]]


def read_shares(reading: Reading, ahead: Told, recipient: str | None = None) -> Shares:
    """By letter and recipient what each has to do with; of one recipient only, or of all.

    `ahead` is what a preview counts as told besides what is.
    """
    transaction, office, desk = reading
    told = _told(told_marks(transaction, desk, recipient), ahead)
    chosen = _chosen(desk, recipient)
    statement = _DEADLINES.where(chosen)
    around = read_around(
        transaction,
        desk.bodies,
        select(dossier.c.product).where(chosen),
        select(dossier.c.code).where(chosen),
    )
    found: dict[tuple[str, str], list[Share]] = defaultdict(list)
    definitions = cache(lambda pinned: office.rulebook.definition(transaction, pinned, desk.published))
    meant = Meant(desk, around)
    for row in transaction.connection.execute(statement).mappings():
        definition = definitions(row["definition"])
        rule = definition.deadlines.get(row["name"])
        name = rule.letters.get("remind", "") if rule else ""
        if rule is not None and name in desk.letters.letters:
            for code, share in _shares(meant, definition, rule, row, told):
                if recipient in (None, code):
                    found[name, code].append(share)
    return found


def _told(marks: Mapping[Key, Sequence[tuple[str, str]]], ahead: Told) -> Told:
    more = {key: (*marks.get(key, ()), *those) for key, those in ahead.marks.items()}
    return Told({**marks, **more}, ahead.expected)


def _shares(
    meant: Meant, definition: Definition, rule: DeadlineRule, row: RowMapping, told: Told
) -> Iterator[tuple[str, Share]]:
    key: Key = (row["dossier"], row["name"], row["opened_seq"])
    marks = tuple(told.marks.get(key, ()))
    expected = told.expected.get(key, Expected(row["proposal"], row["escalation"]))
    means = meant.of(row, definition, rule, (expected, tuple(_own_marks(rule, marks))))
    duty = _duty(row, rule, (expected, means.owing, means.reached, marks))
    for code, decides in means.told:
        yield code, Share(duty, code in means.reached, decides)


def _own_marks(rule: DeadlineRule, marks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The marks told that remind others than those whom the letter goes to anyway."""
    others = {one.mark for one in rule.remind if one.to}
    return (mark for mark, _ in marks if mark.partition("@")[0] in others)


def _duty(row: RowMapping, rule: DeadlineRule, about: tuple[Any, ...]) -> Duty:
    expected, owing, reached, marks = about
    text = row["derivation"]
    plain = rule.yearly is None and '"provisional":[]' in text and '"changes":0' in text
    derivation = {} if plain else _readable(text)
    return Duty(
        dossier=row["dossier"],
        about=row["about"],
        producer=row["producer_name"] or "",
        pinned=row["definition"],
        state=row["state"],
        name=row["name"],
        opened=row["opened_seq"],
        last_day=date.fromisoformat(row["last_day"]),
        due=row["due"],
        status=row["status"],
        proposal=expected.proposal,
        escalation=expected.escalation,
        year=on.year if rule.yearly and (on := ClockFact(derivation).fixed) else None,
        changes=derivation.get("changes", 0),
        provisional=tuple(derivation.get("provisional", ())),
        owing=owing,
        reached=reached,
        marks=marks,
        length_from=length_from(text),
    )


def length_from(derivation: str) -> Mapping[str, str]:
    """Where a derivation, as it is kept, says that the length of a deadline comes from; nothing in those of old."""
    found = _LENGTH_FROM.search(derivation)
    return _read(found[1]) if found else {}


def _readable(derivation: str) -> Mapping[str, Any]:
    """A derivation; nothing for one that cannot be read, which the sweep sets aside: its day is known all the same."""
    try:
        return dict(orjson.loads(derivation))
    except (ValueError, TypeError):
        return {}


@lru_cache(maxsize=1_000)
def _read(text: str) -> Mapping[str, str]:
    told: Mapping[str, str] = orjson.loads(text)
    return told


def _chosen(desk: Desk, recipient: str | None) -> ColumnElement[bool]:
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
        yield _MARKS.where(_chosen(desk, None))
        return
    codes = transaction.connection.execute(select(dossier.c.code).where(_chosen(desk, recipient))).scalars().all()
    yield from (_MARKS.where(_chosen(desk, None), effect.c.subject.in_(part)) for part in parts(codes))


# It holds names and texts alone, no object.
_LENGTH_FROM = re.compile(r'"length_from":(\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\})')
_ABOUT = func.coalesce(product.c.name, dossier_title.c.title, dossier.c.code).label("about")
_OF_DEADLINE = ("dossier", "name", "opened_seq", "last_day", "due", "status", "proposal", "escalation", "derivation")
_OF_DOSSIER = ("definition", "state", "product", "producer")
_DEADLINES: Select[Any] = (
    select(*(deadline.c[name] for name in _OF_DEADLINE), *(dossier.c[name] for name in _OF_DOSSIER), _ABOUT)
    .add_columns(producer.c.name.label("producer_name"))
    .join(dossier, dossier.c.code == deadline.c.dossier)
    .join(product, product.c.code == dossier.c.product, isouter=True)
    .join(producer, producer.c.code == dossier.c.producer, isouter=True)
    .join(dossier_title, dossier_title.c.dossier == dossier.c.code, isouter=True)
    .order_by(deadline.c.last_day, deadline.c.dossier, deadline.c.name, deadline.c.opened_seq)
)
_OF_EFFECT = ("subject", "part", "number")
_MARKS: Select[Any] = (
    select(*(effect.c[name] for name in _OF_EFFECT), effect.c.mark, effect.c.done)
    .where(effect.c.kind == "deadline", effect.c.told != "")
    .where(*(effect.c[own] == deadline.c[name] for own, name in zip(_OF_EFFECT, _OF_DEADLINE, strict=False)))
    .order_by(effect.c.done, effect.c.mark)
)
