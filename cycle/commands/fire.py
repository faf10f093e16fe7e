"""Firing a trigger on a dossier, or on many: lock, read, decide, then write all or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson

from cycle import deadlines, series, statements, unique
from cycle.answers import Answer, Conflict, Done, RequestReusedError, refused, refused_all
from cycle.canonical import canonical, digest
from cycle.commands.payloads import opened_payload, plain, step_payload
from cycle.commands.planning import Move, Opening, Plan, Readings
from cycle.currents import current_programme
from cycle.database import Transaction
from cycle.facts import Family, lock_family, read_family
from cycle.history import MOVING_KINDS, Act, Entry, Recorded, move, opened_by
from cycle.identity import acting_queries
from cycle.office import Office
from cycle.parties import registered
from cycle.publication import Published, lasting
from cycle.transactions import Query
from cycle.verdicts import Claim, grounds
from workflows.judging import Request
from workflows.verdict import Reason, Refusal

BATCH = 100


@dataclass(frozen=True)
class Fire:
    """One act asked for. `happened` None means today; `on_behalf` is `kind:code`; `seen_version` None means any."""

    dossier: str
    trigger: str
    actor: str
    on_behalf: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    override: bool = False
    happened: date | None = None
    seen_version: int | None = None
    request_id: str | None = None

    def queries(self, today: date) -> Sequence[Query]:
        """What is asked before the verdict and to record it, besides what guards may look at."""
        day = (self.happened or today).isoformat()
        repeated = [(statements.REQUEST, self.key)] if self.request_id is not None else []
        actor = acting_queries(self.actor, self.on_behalf, today.isoformat())
        last = (statements.LAST_RECORD, (f"dossier/{self.dossier}",))
        return (*repeated, (statements.PUBLICATION_ON, (day,)), *actor, last)

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What says that two acts are one and the same."""
        return self.actor, self.request_id, self.dossier

    @property
    def payload_hash(self) -> str:
        """What tells one payload from another under the same request id."""
        asked = {name: plain(getattr(self, name)) for name in _PAYLOAD}
        return digest(canonical(asked))


_PAYLOAD = ("dossier", "trigger", "on_behalf", "values", "note", "override", "happened", "seen_version")


def fire(office: Office, asked: Fire) -> Answer:
    """Fire one trigger in one transaction. Raises RequestReusedError when a request id comes with another payload."""
    with office.database.writing() as transaction:
        return fire_within(transaction, office, asked)


def fire_many(office: Office, asked: Sequence[Fire]) -> list[Answer]:
    """Fire each of at most BATCH acts in one transaction, all families locked first; judged in the order asked."""
    answers: list[Answer] = []
    with office.database.writing() as transaction:
        _lock_all(transaction, asked)
        for one in asked:
            try:
                answers.append(fire_within(transaction, office, one))
            except RequestReusedError as wrong:
                answers.append(refused("request_reused", request=wrong.request))
    return answers


def _lock_all(transaction: Transaction, asked: Sequence[Fire]) -> None:
    """Lock every root of a batch, then share every producer, each in one order: no two acts wait in a circle."""
    codes = list({one.dossier for one in asked})
    transaction.lock(statements.LOCK_ROOTS, (codes,))
    transaction.lock(statements.SHARE_PRODUCERS, (codes,))


def fire_in_batches(office: Office, asked: Sequence[Fire], size: int = BATCH) -> Iterator[tuple[Fire, Answer]]:
    """Fire many acts, each batch of `size` in one transaction, yielding every answer once its batch is kept.

    With request ids an interrupted run can be repeated whole: what was done answers as it did.
    """
    for start in range(0, len(asked), size):
        batch = asked[start : start + size]
        yield from zip(batch, fire_many(office, batch), strict=True)


def try_fire(office: Office, asked: Fire) -> Answer:
    """The answer that `fire` would give now, from a snapshot and by the same code; nothing is locked or written."""
    with office.database.reading() as transaction:
        return try_within(transaction, office, asked)


def try_within(transaction: Transaction, office: Office, asked: Fire) -> Answer:
    """The answer that `fire_within` would give in the caller's transaction; nothing is locked or written."""
    family = read_family(transaction, asked.dossier, office.clock, happened=asked.happened)
    verdict = judge(transaction, office, asked, family)
    return verdict if not isinstance(verdict, Decided) else Done(asked.dossier, "", 0, _details(verdict.moves))


@dataclass(frozen=True)
class Decided:
    """A plan without a single reason against it."""

    moves: tuple[Move, ...]
    family: Family
    published: Published


def fire_within(transaction: Transaction, office: Office, asked: Fire) -> Answer:
    """Fire one trigger inside the caller's transaction."""
    family = lock_family(transaction, asked.dossier, office.clock, asked.queries, asked.happened)
    earlier = _earlier(transaction, asked, family)
    if earlier is not None:
        return earlier
    verdict = judge(transaction, office, asked, family)
    if not isinstance(verdict, Decided):
        return verdict
    act = Act(asked.actor, verdict.family.now, asked.on_behalf, asked.request_id)
    recorded = _write(transaction, act, verdict)
    if asked.request_id is not None:
        row = (*asked.key, asked.payload_hash, recorded.stream, recorded.seq)
        transaction.write(statements.KEEP_REQUEST, row)
    return Done(asked.dossier, recorded.stream, recorded.seq, _details(verdict.moves))


def judge(transaction: Transaction, office: Office, asked: Fire, family: Family | None) -> Decided | Answer:
    """Everything but the writing: version, publication, actor, and the plan for the whole family."""
    if family is None:
        return refused("dossier_unknown", dossier=asked.dossier)
    snapshot = family.members[asked.dossier]
    if asked.seen_version is not None and asked.seen_version != snapshot.version:
        return _conflict(transaction, asked, snapshot.version)
    ground = grounds(transaction, office, family, Claim(asked.dossier, asked.actor, asked.on_behalf, asked.happened))
    if isinstance(ground, Reason):
        return refused_all([ground])
    published, actor = ground.published, ground.actor
    readings = Readings(
        lambda wanted, given: registered(transaction, wanted, given),
        lambda pinned: office.rulebook.definition(transaction, pinned, published),
        lambda definition, day: lasting(transaction, office.rulebook, definition, day),
        lambda definition, values: unique.taken(transaction, definition, values),
        lambda dossier, rules: deadlines.ran(transaction, dossier, rules),
        lambda parent, family, day: current_programme(transaction, published.rules, parent, family, day),
        lambda keys: series.last_numbers(transaction, keys),
    )
    plan = Plan(published.rules, readings, family)
    request = Request(asked.trigger, actor, family.today, asked.happened, asked.values, asked.note, asked.override)
    plan.take(asked.dossier, request)
    if plan.reasons:
        return Refusal(asked.trigger, snapshot.state, tuple(plan.reasons))
    return Decided(tuple(plan.moves), family, published)


def _write(transaction: Transaction, act: Act, decided: Decided) -> Recorded:
    """Write every move of the plan; the record of the first is the act's own."""
    written: dict[str, Recorded] = {}
    for planned in decided.moves:
        cause = written.get(planned.cause) if planned.cause else None
        entry = Entry(
            stream=f"dossier/{planned.before.code}",
            kind="step",
            happened=planned.step.happened,
            payload=step_payload(planned, cause),
            personal={"note": planned.step.note} if planned.step.note else {},
            publication=decided.published.hash,
        )
        before = decided.family.members[planned.before.code]
        _, recorded = move(transaction, act, entry, before)
        deadlines.write(transaction, planned.before.code, recorded, planned.clocks)
        for one in planned.step.relied:
            transaction.write(statements.RELY, (one.paper, recorded.stream, recorded.seq))
        series.write(transaction, entry.payload)
        written[planned.before.code] = recorded
        for opening in planned.openings:
            payload = opened_payload(planned.before, opening, recorded)
            told = replace(entry, stream=f"dossier/{opening.code}", kind="opened", payload=payload, personal={})
            _open(transaction, act, opening, told)
    return written[decided.moves[0].before.code]


def _open(transaction: Transaction, act: Act, opening: Opening, entry: Entry) -> None:
    _, recorded = move(transaction, act, entry, None)
    deadlines.write(transaction, opening.code, recorded, opening.clocks)
    unique.write(transaction, entry.payload)


def _earlier(transaction: Transaction, asked: Fire, family: Family | None) -> Done | None:
    """The first answer to the same request, rebuilt from the records that it left in the family."""
    if asked.request_id is None or family is None:
        return None
    found = transaction.row(statements.REQUEST, asked.key)
    if found is None:
        return None
    payload_hash, stream, seq = found
    if payload_hash != asked.payload_hash:
        raise RequestReusedError(asked.request_id)
    key = (asked.request_id, asked.actor)
    steps = [
        (code, own, orjson.loads(payload))
        for code in family.members
        for own, payload in transaction.rows(statements.STEPS_OF_REQUEST, (f"dossier/{code}", *key))
    ]
    ordered = sorted(steps, key=lambda step: (step[0], step[1]) != (asked.dossier, seq))
    moves = [{"dossier": code, "from": told["from"], "to": told["to"]} for code, _, told in ordered]
    opened = [code for _, _, told in ordered for code in opened_by(told)]
    return Done(asked.dossier, stream, seq, {"moves": moves, "opened": opened}, repeated=True)


def _details(moves: tuple[Move, ...]) -> Mapping[str, Any]:
    moved = [{"dossier": m.before.code, "from": m.step.source, "to": m.step.target} for m in moves]
    return {"moves": moved, "opened": [one.code for m in moves for one in m.openings]}


def _conflict(transaction: Transaction, asked: Fire, version: int) -> Conflict:
    """What happened to the dossier since the version that was seen."""
    rows = transaction.rows(statements.RECORDS_SINCE, (f"dossier/{asked.dossier}", 0))
    moves = [row for row in rows if row[1] in MOVING_KINDS][asked.seen_version or 0 :]
    changes = tuple(
        {"seq": seq, "kind": kind, "happened": happened, "recorded": recorded, "actor": actor, **_move_of(payload)}
        for seq, kind, happened, recorded, actor, _, payload in moves
    )
    return Conflict(asked.dossier, asked.seen_version or 0, version, changes)


def _move_of(payload: str) -> Mapping[str, Any]:
    told = orjson.loads(payload)
    return {name: told[name] for name in ("trigger", "from", "to") if name in told}
