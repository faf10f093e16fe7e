"""The one way of an act on a deadline: lock, read, judge, then write all or nothing."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from cycle import statements
from cycle.answers import Answer, Done, RequestReusedError, refused, refused_all
from cycle.commands.clocks.asked import (
    DECLINED,
    EXTENDED,
    PAUSED,
    RELEASED,
    RESUMED,
    SETTLED,
    ClockAct,
    Ground,
    Judged,
    Ruling,
)
from cycle.commands.clocks.extending import extend
from cycle.commands.clocks.grounding import ground_of
from cycle.commands.clocks.pausing import pause, resume
from cycle.commands.clocks.settling import answer, decline, release
from cycle.commands.clocks.writing import write_row
from cycle.commands.payloads import plain
from cycle.commands.spelling import clean_text
from cycle.database import Transaction
from cycle.facts import Family, lock_family, read_family
from cycle.history import Act, Entry, Recorded, append
from cycle.office import Office
from workflows.verdict import Reason

JUDGES: Mapping[str, Callable[[Ground], Judged]] = {
    PAUSED: pause,
    RESUMED: resume,
    EXTENDED: extend,
    DECLINED: decline,
    RELEASED: release,
    SETTLED: answer,
}


def act_on(office: Office, asked: ClockAct) -> Answer:
    """Do one act on a deadline. Raises RequestReusedError when a request id comes with another payload."""
    with office.database.writing() as transaction:
        family = lock_family(transaction, asked.dossier, office.clock, asked.queries, asked.happened)
        earlier = _earlier(transaction, asked, family)
        if earlier is not None:
            return earlier
        judged = _judge(transaction, office, asked, family)
        if isinstance(judged, list) or family is None:
            return (
                refused_all(judged) if isinstance(judged, list) else refused("dossier_unknown", dossier=asked.dossier)
            )
        ground, ruling = judged
        recorded = _write(transaction, Act(asked.actor, family.now, asked.on_behalf, asked.request_id), ground, ruling)
        return Done(asked.dossier, recorded.stream, recorded.seq, _details(ground, ruling))


def try_act_on(office: Office, asked: ClockAct) -> Answer:
    """The answer that `act_on` would give now, from a snapshot and by the same code; nothing is locked or written."""
    with office.database.reading() as transaction:
        family = read_family(transaction, asked.dossier, office.clock, happened=asked.happened)
        judged = _judge(transaction, office, asked, family)
        if isinstance(judged, list):
            return refused_all(judged)
        return Done(asked.dossier, "", 0, _details(*judged))


def _judge(
    transaction: Transaction, office: Office, asked: ClockAct, family: Family | None
) -> tuple[Ground, Ruling] | list[Reason]:
    ground = ground_of(transaction, office, asked, family)
    if isinstance(ground, Reason):
        return [ground]
    judged = JUDGES[asked.event](ground)
    return judged if isinstance(judged, list) else (ground, judged)


def _write(transaction: Transaction, act: Act, ground: Ground, ruling: Ruling) -> Recorded:
    asked = ground.asked
    note = clean_text(asked.note)
    payload = {"deadline": {"name": asked.deadline, "opened": ground.clock.opened}, "event": asked.event}
    entry = Entry(
        asked.stream,
        "deadline",
        ground.happened,
        {**payload, **plain(ruling.payload)},
        {"note": note} if note else {},
        ground.publication,
    )
    recorded = append(transaction, act, entry)
    key = (asked.dossier, asked.deadline, ground.clock.opened)
    write_row(transaction, key, ruling)
    if asked.request_id is not None:
        row = (*asked.key, asked.payload_hash, recorded.stream, recorded.seq)
        transaction.write(statements.KEEP_REQUEST, row)
    return recorded


def _earlier(transaction: Transaction, asked: ClockAct, family: Family | None) -> Done | None:
    """The first answer to the same request, rebuilt from its record."""
    if asked.request_id is None or family is None:
        return None
    found = transaction.row(statements.REQUEST, asked.key)
    if found is None:
        return None
    payload_hash, stream, seq = found
    if payload_hash != asked.payload_hash:
        raise RequestReusedError(asked.request_id)
    (payload,) = transaction.row(statements.PAYLOAD_AT, (stream, seq)) or ("{}",)
    return Done(asked.dossier, stream, seq, _told(asked, orjson.loads(payload)), repeated=True)


def _details(ground: Ground, ruling: Ruling) -> Mapping[str, Any]:
    return _told(ground.asked, plain(ruling.payload))


def _told(asked: ClockAct, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the answer says of the act: the deadline, and the old and the new day where it has got another."""
    shown = {name: payload[name] for name in ("due", "last_day", "before", "to", "proposal") if name in payload}
    return {"deadline": asked.deadline, "event": asked.event, "happened": plain(asked.happened), **shown}
