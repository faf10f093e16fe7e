"""Opening the dossiers that a programme begins with by itself: each once, in the order in which it names them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson

from cycle import bearings, deadlines, statements, unique
from cycle.answers import Done, refused_all
from cycle.commands.payloads import plain
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.seasons.programmes import programme_faults
from cycle.database import Transaction
from cycle.history import Entry, move
from cycle.office import Office
from cycle.parties import registered
from cycle.publication import Published, lasting
from workflows.deadlines.clocks import Arrival, Changes, changes
from workflows.definition import Definition
from workflows.facts import Facts, LinkFact
from workflows.programme import Item, Programme
from workflows.values import read_values
from workflows.verdict import Reason, Refusal

PERMISSION = "season.open"


def waiting_items(transaction: Transaction, declared: Programme) -> tuple[str, ...]:
    """The items of a programme without a dossier, in the programme's order."""
    known = opened_items(transaction, declared)
    return tuple(item.code for item in declared.items if item.code not in known)


def opened_items(transaction: Transaction, declared: Programme) -> Mapping[str, str]:
    """The dossier of each item that has been opened."""
    rows = transaction.rows(_OPENINGS, (declared.name,)) if declared.items else []
    told = [orjson.loads(payload) for (payload,) in rows]
    return {one["item"]["code"]: one["code"] for one in told if "item" in one}


_OPENINGS = (
    "SELECT r.payload FROM dossier d JOIN record r ON r.stream = 'dossier/' || d.code AND r.seq = 1 "
    "WHERE d.programme = ? AND d.product IS NULL"
)


def open_items(
    office: Office, caller: Caller, programme: str, wanted: Sequence[str]
) -> Iterator[tuple[str, Done | Refusal]]:
    """Open a dossier for each of some items of an open season, one transaction each. Needs `season.open`.

    One that has its dossier already answers with that, and nothing is written.
    """
    for code in wanted:
        with office.database.writing() as transaction:
            transaction.row(statements.LOCK_PROGRAMME, (programme,))
            ready = _ready(transaction, office, caller, _Asked(programme, code))
            answer = _write(transaction, ready) if isinstance(ready, _Ready) else ready
        yield code, answer


def try_open_items(
    office: Office, caller: Caller, programme: str, wanted: Sequence[str]
) -> Iterator[tuple[str, Done | Refusal]]:
    """What `open_items` would answer, each item taken as opened for those after it; nothing is written."""
    with office.database.reading() as transaction:
        before: dict[str, str] = {}
        for code in wanted:
            ready = _ready(transaction, office, caller, _Asked(programme, code, before))
            before[code] = code
            yield code, Done(code, "", 0) if isinstance(ready, _Ready) else ready


@dataclass(frozen=True)
class _Asked:
    """An item of a programme; `supposed` are items that would be opened by then, with their codes for dossiers."""

    programme: str
    item: str
    supposed: Mapping[str, str] | None = None


@dataclass(frozen=True)
class _Ground:
    """What an item is opened on: under which rules, as of which day, and the dossiers of the items before it."""

    permit: Permit
    published: Published
    programme: Programme
    item: Item
    happened: date
    known: Mapping[str, str]


@dataclass(frozen=True)
class _Ready:
    ground: _Ground
    definition: Definition
    values: Mapping[str, Any]
    clocks: Changes


def _ready(transaction: Transaction, office: Office, caller: Caller, asked: _Asked) -> _Ready | Done | Refusal:
    ground = _ground(transaction, office, caller, asked)
    if not isinstance(ground, _Ground):
        return ground
    rules, item, happened = ground.published.rules, ground.item, ground.happened
    definition = rules.member(item.family, happened)
    if definition is None:
        return refused_all([Reason("no_regime", {"family": item.family, "happened": happened})])
    values, reasons = _values(transaction, ground, definition)
    reasons += unique.taken(transaction, definition, values) if not reasons else []
    if not lasting(transaction, office.rulebook, definition, happened):
        reasons.append(Reason("workflow_superseded", {"workflow": definition.name, "happened": happened}))
    if reasons:
        return refused_all(reasons)
    started_by = {"item": item.code, "kind": "opened", "happened": happened.isoformat()}
    arrival = Arrival(definition.initial, happened, values, {}, started_by)
    clocks = changes(definition, arrival, ground.programme, rules.calendars[ground.programme.calendar])
    return refused_all([clocks]) if isinstance(clocks, Reason) else _Ready(ground, definition, values, clocks)


def _ground(transaction: Transaction, office: Office, caller: Caller, asked: _Asked) -> _Ground | Done | Refusal:
    permit = permitted(transaction, office, caller, PERMISSION)
    if isinstance(permit, Reason):
        return refused_all([permit])
    faults = [] if asked.supposed is not None else programme_faults(transaction, permit, asked.programme)
    declared = permit.published.rules.programmes.get(asked.programme)
    item = next((one for one in declared.items if one.code == asked.item), None) if declared else None
    if faults or declared is None or item is None:
        return refused_all(faults or [Reason("item_unknown", {"item": asked.item, "programme": asked.programme})])
    known = opened_items(transaction, declared)
    if item.code in known:
        code = known[item.code]
        return Done(code, f"dossier/{code}", 1, {"item": item.code}, repeated=True)
    published, happened = _begun(transaction, office, permit, item.opened or declared.starts)
    return _Ground(permit, published, declared, item, happened, {**known, **(asked.supposed or {})})


def _begun(transaction: Transaction, office: Office, permit: Permit, day: date) -> tuple[Published, date]:
    """The day that the programme says, where rules were published for it and it has come; else today."""
    found = office.rulebook.on(transaction, day) if day <= permit.today else None
    return (found, day) if found is not None else (permit.published, permit.today)


def _values(
    transaction: Transaction, ground: _Ground, definition: Definition
) -> tuple[Mapping[str, Any], list[Reason]]:
    """The values that the dossier receives, its number among them, and every reason why not."""
    item, rules = ground.item, {rule.name: rule for rule in definition.receives}
    given = {**item.values, **({definition.numbered: item.code} if definition.numbered else {})}
    for name, rule in rules.items():
        if rule.type == "dossier" and name in given:
            given[name] = ground.known.get(str(given[name]), given[name])
    register = registered(transaction, definition.receives, given)
    supposed = {code: LinkFact(code, "", None) for code in ground.known.values()}
    facts = Facts(
        dossier="",
        state=definition.initial,
        programme=ground.programme,
        producer="",
        producer_kind="",
        sector="",
        areas={},
        bodies={},
        holders={},
        register=replace(register, dossiers={**supposed, **register.dossiers}),
    )
    return read_values(definition.receives, given, facts, ground.happened)


def _write(transaction: Transaction, ready: _Ready) -> Done:
    ground, definition = ready.ground, ready.definition
    (count,) = transaction.row(statements.LOCK_PROGRAMME, (ground.programme.name,)) or (0,)
    code = f"{ground.programme.name}-{count + 1:04d}"
    payload = _payload(code, ready)
    entry = Entry(f"dossier/{code}", "opened", ground.happened, payload, publication=ground.published.hash)
    _, recorded = move(transaction, ground.permit.act, entry, None)
    deadlines.write(transaction, code, recorded, ready.clocks)
    unique.write(transaction, payload)
    transaction.run("UPDATE programme SET dossiers = ? WHERE code = ?", (count + 1, ground.programme.name))
    about = {"item": ground.item.code, "state": definition.initial}
    return Done(code, recorded.stream, recorded.seq, about)


def _payload(code: str, ready: _Ready) -> Mapping[str, Any]:
    definition, ground = ready.definition, ready.ground
    return {
        "code": code,
        "root": code,
        "parent": None,
        "family": definition.family,
        "workflow": definition.name,
        "definition": definition.hash,
        "programme": ground.programme.name,
        "product": None,
        "producer": None,
        "to": definition.initial,
        "stage": definition.states[definition.initial].stage,
        "values": plain(ready.values),
        "deadlines": plain(deadlines.payload(ready.clocks)),
        "item": {"code": ground.item.code, "basis": ground.item.basis},
        **bearings.opening_payload(definition, ready.values, ground.programme),
        **unique.payload(definition, ready.values),
    }
