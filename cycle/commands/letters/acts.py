"""The one way of an act on a letter: lock its recipient's stream, read, judge, then write all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from cycle import statements
from cycle.answers import Answer, Done, RequestReusedError, refused, refused_all
from cycle.clock import day_in, instant_text
from cycle.commands.letters.asked import ACKNOWLEDGED, Delivery, Ground, Judged, Letter, LetterAct, Ruling, Ways
from cycle.commands.letters.judging import JUDGES
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.commands.permits import Permit, permitted, reaches
from cycle.commands.spelling import clean_text, spelling_faults, unreadable
from cycle.database import Transaction
from cycle.history import Recorded
from cycle.office import Office
from workflows.verdict import Reason

MANAGE, TELL = "letter.manage", "letter.tell"


def act_on_letter(office: Office, asked: LetterAct, ways: Ways) -> Answer:
    """Do one act on a letter: retry, void, resend, resolve, or note that somebody was told by telephone.

    Needs `letter.manage`, for telling `letter.tell` near the recipient or that. Raises RequestReusedError when a
    request id comes with another payload.
    """
    if wrong := unreadable({"reason": asked.reason, "person": asked.person}):
        return refused_all(wrong)
    asked = replace(asked, reason=clean_text(asked.reason), person=clean_text(asked.person))
    with office.database.writing() as transaction:
        recipient = transaction.row(_RECIPIENT, (asked.letter,))
        if recipient is None:
            return refused("letter_unknown", letter=asked.letter)
        lock_mailboxes(transaction, recipient)
        earlier = _earlier(transaction, asked)
        if earlier is not None:
            return earlier
        judged = _judge(transaction, office, asked, ways)
        if isinstance(judged, list):
            return refused_all(judged)
        recorded = _write(*judged)
        return Done(asked.letter, recorded.stream, recorded.seq, _details(*judged))


def try_act_on_letter(office: Office, asked: LetterAct, ways: Ways) -> Answer:
    """The answer that `act_on_letter` would give now, from a snapshot and by the same code; nothing is written."""
    if wrong := unreadable({"reason": asked.reason, "person": asked.person}):
        return refused_all(wrong)
    asked = replace(asked, reason=clean_text(asked.reason), person=clean_text(asked.person))
    with office.database.reading() as transaction:
        judged = _judge(transaction, office, asked, ways)
        if isinstance(judged, list):
            return refused_all(judged)
        return Done(asked.letter, "", 0, _details(*judged))


def _judge(
    transaction: Transaction, office: Office, asked: LetterAct, ways: Ways
) -> tuple[Ground, Ruling] | list[Reason]:
    found = transaction.row(_LETTER, (asked.letter,))
    if found is None:
        return [Reason("letter_unknown", {"letter": asked.letter})]
    letter = Letter._make(found)
    permit = _permit(transaction, office, asked, letter.recipient)
    if isinstance(permit, Reason):
        return [permit]
    (zone,) = transaction.row(_ZONE, (letter.programme,)) or (office.zone,)
    deliveries = tuple(map(Delivery._make, transaction.rows(_DELIVERIES, (letter.code,))))
    today, now = day_in(zone, permit.act.now), instant_text(permit.act.now)
    ground = Ground(transaction, asked, letter, deliveries, permit, today, zone, now, ways)
    judged: Judged = spelling_faults({"reason": asked.reason}) or JUDGES[asked.event](ground)
    return judged if isinstance(judged, list) else (ground, judged)


def _permit(transaction: Transaction, office: Office, asked: LetterAct, recipient: str) -> Permit | Reason:
    """The permit that counts for a recipient, or why there is none."""
    wanted = (TELL, MANAGE) if asked.event == ACKNOWLEDGED else (MANAGE,)
    refusals = []
    for permission in wanted:
        permit = permitted(transaction, office, asked.caller, permission)
        if not isinstance(permit, Reason):
            producer, places = _places(transaction, recipient)
            if reaches(transaction, permit, permission, producer, places):
                return permit
            permit = Reason("out_of_reach", {"permission": permission, "places": places})
        refusals.append(permit)
    return refusals[0]


def _places(transaction: Transaction, recipient: str) -> tuple[str, list[str]]:
    """Whose letter it is, and where that is: the organisation, or the places of a producer and of its products."""
    kind, _, code = recipient.partition(":")
    if kind != "producer":
        return "", [code]
    return code, sorted({place for (place,) in transaction.rows(_PLACES, (code, code))})


def _write(ground: Ground, ruling: Ruling) -> Recorded:
    asked, letter, transaction = ground.asked, ground.letter, ground.transaction
    note = {"note": asked.reason} if asked.reason else {}
    about = (letter.recipient, ruling.happened or ground.today, {"letter": letter.code, **ruling.payload})
    told = Told(*about, {**ruling.personal, **note}, ground.permit.published.hash)
    recorded = record_letter(transaction, ground.permit.act, told)
    for payload in ruling.further:
        more = Told(letter.recipient, ground.today, {"letter": letter.code, **payload})
        record_letter(transaction, ground.permit.act, more)
    for statement, parameters in ruling.writes:
        transaction.write(statement, parameters)
    if asked.request_id is not None:
        row = (*asked.key, asked.payload_hash, recorded.stream, recorded.seq)
        transaction.write(statements.KEEP_REQUEST, row)
    return recorded


def _earlier(transaction: Transaction, asked: LetterAct) -> Done | None:
    """The first answer to the same request, rebuilt from its record."""
    found = transaction.row(statements.REQUEST, asked.key) if asked.request_id is not None else None
    if found is None:
        return None
    payload_hash, stream, seq = found
    if payload_hash != asked.payload_hash:
        raise RequestReusedError(str(asked.request_id))
    (payload,) = transaction.row(statements.PAYLOAD_AT, (stream, seq)) or ("{}",)
    return Done(asked.letter, stream, seq, _shown(orjson.loads(payload)), repeated=True)


def _details(ground: Ground, ruling: Ruling) -> Mapping[str, Any]:
    happened: date = ruling.happened or ground.today
    return {"recipient": ground.letter.recipient, "happened": happened.isoformat(), **_shown(ruling.payload)}


def _shown(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an answer says of the act: not what is personal."""
    kept: Sequence[str] = ("event", "deliveries", "channels", "outcome", "how")
    return {name: payload[name] for name in kept if name in payload}


_RECIPIENT = "SELECT recipient FROM letter WHERE code = ?"
_LETTER = (
    "SELECT code, programme, name, kind, recipient, created, status, reason, hash FROM letter WHERE code = ? FOR UPDATE"
)
_DELIVERIES = "SELECT channel, address, status FROM delivery WHERE letter = ? ORDER BY channel, address FOR UPDATE"
_ZONE = "SELECT zone FROM programme WHERE code = ?"
_PLACES = (
    "SELECT organisation FROM producer WHERE code = ? UNION "
    "SELECT a.organisation FROM product_area a JOIN product p ON p.code = a.product WHERE p.producer = ?"
)
