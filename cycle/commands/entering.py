"""Entering what is under way on paper already: a dossier is opened at the state it has reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cycle import bearings, deadlines, series, statements, unique
from cycle.answers import Done
from cycle.commands.payloads import plain
from cycle.commands.permits import Permit, reaches
from cycle.commands.seasons.programmes import programme_faults
from cycle.database import Transaction
from cycle.history import Entry, Recorded, move
from cycle.office import Office
from cycle.places import areas_of_product
from cycle.shelves import shelf_of
from cycle.vietnamese import normal
from workflows.deadlines.clocks import EMPTY, Arrival, Changes, asks_papers, changes
from workflows.definition import Definition
from workflows.entering import read_known
from workflows.numbering import Place
from workflows.on_paper import NUMBER, numbers_on_paper
from workflows.programme import Programme
from workflows.rules import Rules
from workflows.verdict import Reason

PERMISSION = "dossier.import"

# What is wrong, after the name of the field of `OnPaper` that is to be mended.
Wrong = tuple[str, Reason]


@dataclass(frozen=True)
class OnPaper:
    """A dossier as it stands on paper: the workflow and the state by their names, the values and acts as given.

    `began` is the day it was opened, `since` the day it came to its state; `basis` names the paper that shows it.
    """

    product: str
    workflow: str
    state: str
    began: date
    since: date
    basis: str
    values: Mapping[str, Any] = field(default_factory=dict)
    acts: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True)
class Desk:
    """Where it is entered: the programme, under the permit, seen by one transaction."""

    transaction: Transaction
    office: Office
    permit: Permit
    programme: str


@dataclass(frozen=True)
class Ready:
    """A dossier that may be entered: read by its workflow, its clocks computed.

    `named` is what its record tells of the numbers and rounds among its values.
    """

    asked: OnPaper
    producer: str
    publication: str
    definition: Definition
    values: Mapping[str, Any]
    acts: Mapping[str, Any]
    clocks: Changes
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Law:
    """What a dossier is read by: the publication, its rules, the programme in them, the workflow."""

    publication: str
    rules: Rules
    programme: Programme
    definition: Definition


def desk_faults(desk: Desk) -> list[Reason]:
    """Why nothing at all can be entered into the programme."""
    return programme_faults(desk.transaction, desk.permit, desk.programme)


def product_faults(desk: Desk, product: str) -> list[Wrong]:
    """Why nothing can be entered for a product: it is not there, or out of reach."""
    found = desk.transaction.row("SELECT producer FROM product WHERE code = ?", (product,))
    if found is None:
        return [("product", Reason("product_unknown", {"code": product}))]
    rows = desk.transaction.rows("SELECT organisation FROM product_area WHERE product = ? ORDER BY 1", (product,))
    areas = [code for (code,) in rows]
    if reaches(desk.transaction, desk.permit, PERMISSION, found[0], areas):
        return []
    return [("product", Reason("out_of_reach", {"permission": PERMISSION, "places": areas}))]


def day_faults(desk: Desk, asked: OnPaper) -> Iterator[Wrong]:
    """Days that have not come, or stand in the wrong order."""
    today = desk.permit.today
    for name, day in (("began", asked.began), ("since", asked.since)):
        if day > today:
            yield name, Reason("happened_in_future", {"happened": day, "today": today})
    if asked.since < asked.began:
        yield "since", Reason("dates_out_of_order", {"first": asked.began, "last": asked.since})


def prepared(desk: Desk, law: Law, asked: OnPaper, acts: Mapping[str, Any]) -> Ready | list[Wrong]:
    """The dossier with its values read and its clocks computed from the day it came to its state."""
    place = _place(desk, law, asked)
    values, unread = read_known(law.definition, asked.values, asked.since, place)
    numbers = numbers_on_paper(law.definition, values, place, asked.since)
    taken = unique.taken(desk.transaction, law.definition, values)
    reasons = [*unread, *taken, *series.taken(desk.transaction, values, numbers)]
    started_by = {"product": asked.product, "kind": "opened", "happened": asked.since.isoformat()}
    (producer,) = desk.transaction.row("SELECT producer FROM product WHERE code = ?", (asked.product,)) or ("",)
    shelf = EMPTY
    if asks_papers(law.definition, asked.state):
        shelf = shelf_of(desk.transaction, producer, asked.product)
    arrival = Arrival(asked.state, asked.since, values, {}, started_by, shelf=shelf)
    calendar = law.rules.calendars[law.programme.calendar]
    clocks = changes(law.definition, arrival, law.programme, calendar)
    if isinstance(clocks, Reason):
        return [("values", reason) for reason in (*reasons, clocks)]
    if reasons:
        return [("values", reason) for reason in reasons]
    named = {**bearings.payload(law.definition, values, law.programme), **series.entered_payload(numbers)}
    return Ready(asked, producer, law.publication, law.definition, values, acts, clocks, named)


def _place(desk: Desk, law: Law, asked: OnPaper) -> Place:
    """Where the product lies as a dossier is entered; nothing is asked where none of its values is counted."""
    given = (law.definition.recorded.get(name) for name in asked.values)
    counted = any(rule is not None and rule.type == NUMBER for rule in given)
    areas = areas_of_product(desk.transaction, asked.product, asked.since) if counted else {}
    return Place(law.programme, areas)


def lock_desk(transaction: Transaction, programme: str) -> None:
    """The lock under which dossiers of a programme are numbered."""
    transaction.row(statements.LOCK_PROGRAMME, (programme,))


def enter(desk: Desk, ready: Ready, child: Ready | None = None) -> Done:
    """Write a dossier that has been checked, and the open one that it waits for. The programme's lock is held."""
    (opened,) = desk.transaction.row(statements.LOCK_PROGRAMME, (desk.programme,)) or (0,)
    code = f"{desk.programme}-{opened + 1:04d}"
    desk.transaction.run("UPDATE programme SET dossiers = ? WHERE code = ?", (opened + 1, desk.programme))
    below = f"{code}.1" if child else None
    recorded = _write(desk, ready, _payload(desk, ready, {"code": code, "root": code, "parent": None}, below))
    if child and below:
        payload = _payload(desk, child, {"code": below, "root": code, "parent": code})
        cause = {"stream": recorded.stream, "seq": recorded.seq, "hash": recorded.hash}
        _write(desk, child, {**payload, "cause": cause})
    return Done(code, recorded.stream, recorded.seq, {"product": ready.asked.product, "state": ready.asked.state})


def _payload(desk: Desk, ready: Ready, place: Mapping[str, Any], below: str | None = None) -> dict[str, Any]:
    definition, asked = ready.definition, ready.asked
    state = definition.states[asked.state]
    about = {
        "family": definition.family,
        "workflow": definition.name,
        "definition": definition.hash,
        "programme": desk.programme,
        "product": asked.product,
        "producer": ready.producer,
        "to": asked.state,
        "stage": state.stage,
        "final": state.final,
        "began": asked.began.isoformat(),
        "values": plain(ready.values),
        "acts": plain(ready.acts),
        "deadlines": plain(deadlines.payload(ready.clocks)),
        "entered": {"source": "paper", "basis": normal(asked.basis)},
        **unique.payload(definition, ready.values),
        **ready.named,
    }
    return {**place, **about, **({"opened": below} if below else {})}


def _write(desk: Desk, ready: Ready, payload: Mapping[str, Any]) -> Recorded:
    personal = {"note": ready.asked.note} if ready.asked.note else {}
    stream = f"dossier/{payload['code']}"
    entry = Entry(stream, "opened", ready.asked.since, payload, personal, ready.publication)
    _, recorded = move(desk.transaction, desk.permit.act, entry, None)
    deadlines.write(desk.transaction, str(payload["code"]), recorded, ready.clocks)
    unique.write(desk.transaction, payload)
    series.keep_entered(desk.transaction, payload)
    return recorded
