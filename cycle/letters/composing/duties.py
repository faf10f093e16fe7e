"""The open deadlines of a programme's dossiers, each with those whom a reminder may tell of it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import RowMapping, Select, func, select

from cycle.letters.composing.marks import Key, Marks, by_letter, chosen, own_marks, readable, told_marks
from cycle.letters.composing.meant import Expected, Meant
from cycle.letters.desks import Desk
from cycle.office import Office
from cycle.queries.deadlines.around import read_around
from cycle.queries.deadlines.owed import Party
from cycle.tables import deadline, dossier, dossier_title, producer, product
from cycle.transactions import Transaction
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition
from workflows.facts import ClockFact

Reading = tuple[Transaction, Office, Desk]


@dataclass(frozen=True)
class Told:
    """Marks of which letters were planned: by deadline, each with the instant at which a sweep came to it;

    `expected` are proposals and escalations that a preview counts as made."""

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
    """What somebody has to do with a duty: it owes the act itself, or has to decide on what is proposed.

    `once`: a letter of a reminder's own tells it, which goes at that mark alone.
    """

    duty: Duty
    owes: bool
    decides: bool
    once: bool = False


Shares = Mapping[tuple[str, str], Sequence[Share]]


def read_shares(reading: Reading, ahead: Told, recipient: str | None = None) -> Shares:
    """By letter and recipient what each has to do with; of one recipient only, or of all.

    `ahead` is what a preview counts as told besides what is.
    """
    transaction, office, desk = reading
    told = _told(told_marks(transaction, desk, recipient), ahead)
    wanted = chosen(desk, recipient)
    statement = _DEADLINES.where(wanted)
    around = read_around(
        transaction,
        desk.bodies,
        select(dossier.c.product).where(wanted),
        select(dossier.c.code).where(wanted),
    )
    found: dict[tuple[str, str], list[Share]] = defaultdict(list)
    definitions = cache(lambda pinned: office.rulebook.definition(transaction, pinned, desk.published))
    meant = Meant(desk, around)
    for row in transaction.connection.execute(statement).mappings():
        definition = definitions(row["definition"])
        rule = definition.deadlines.get(row["name"])
        for name, marks in by_letter(rule, row["derivation"], told.marks.get(_key(row), ())) if rule else ():
            if rule is not None and name in desk.letters.letters:
                for code, share in _shares(meant, definition, rule, row, (name, marks, told)):
                    if recipient in (None, code):
                        found[name, code].append(share)
    return found


def _key(row: RowMapping) -> Key:
    return row["dossier"], row["name"], row["opened_seq"]


def _told(marks: Mapping[Key, Sequence[tuple[str, str]]], ahead: Told) -> Told:
    more = {key: (*marks.get(key, ()), *those) for key, those in ahead.marks.items()}
    return Told({**marks, **more}, ahead.expected)


def _shares(
    meant: Meant, definition: Definition, rule: DeadlineRule, row: RowMapping, about: tuple[str, Marks, Told]
) -> Iterator[tuple[str, Share]]:
    name, marks, told = about
    expected, once = Expected(row["proposal"], row["escalation"]), name != rule.letters.get("remind")
    expected = told.expected.get(_key(row), expected)
    asking = tuple(mark for mark, _ in marks) if once else tuple(own_marks(rule, marks))
    means = meant.of(row, definition, rule, (expected, name, asking))
    duty = _duty(row, rule, (expected, means.owing, means.reached, marks))
    for code, decides in means.told:
        yield code, Share(duty, code in means.reached, decides, once)


def _duty(row: RowMapping, rule: DeadlineRule, about: tuple[Any, ...]) -> Duty:
    expected, owing, reached, marks = about
    text = row["derivation"]
    plain = rule.yearly is None and '"provisional":[]' in text and '"changes":0' in text
    derivation = {} if plain else readable(text)
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


@lru_cache(maxsize=1_000)
def _read(text: str) -> Mapping[str, str]:
    told: Mapping[str, str] = orjson.loads(text)
    return told


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
