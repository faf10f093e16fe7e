"""The one way of an act in a session: lock it, answer a repeated request, judge, then write all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cycle.answers import Answer, Done, refused_all
from cycle.commands.councils import asked as acts
from cycle.commands.councils.agreeing import agree, conclude_turns
from cycle.commands.councils.asked import Ground, Judged, Ruling, SessionAct
from cycle.commands.councils.attending import attend, declare_conflict
from cycle.commands.councils.ending import cancel_session, close_session, set_aside
from cycle.commands.councils.grounding import ground_of
from cycle.commands.councils.sheets import judge_sheet, withdraw_sheet
from cycle.commands.councils.turns import close_turns, open_turns
from cycle.commands.requests import earlier, keep_request
from cycle.commands.spelling import clean_text, unreadable
from cycle.database import Transaction
from cycle.history import Entry, append_all
from cycle.office import Office
from cycle.sessions import Rows, Telling, fold_session, keep
from workflows.verdict import Reason

# What an act may say in words. A judge gets them as they are stored.
TEXTS = ("note", "comment")
JUDGES: Mapping[type[SessionAct], Callable[[Ground, Any], Judged]] = {
    acts.Attend: attend,
    acts.DeclareConflict: declare_conflict,
    acts.CancelSession: cancel_session,
    acts.CloseSession: close_session,
    acts.OpenTurns: open_turns,
    acts.CloseTurns: close_turns,
    acts.SetTurnAside: set_aside,
    acts.Agree: agree,
    acts.ConcludeTurns: conclude_turns,
    acts.EnterSheet: judge_sheet,
    acts.WithdrawSheet: withdraw_sheet,
}


def act_in(office: Office, asked: SessionAct) -> Answer:
    """Do one act in a session. Raises RequestReusedError when a request id comes with another payload."""
    with office.database.writing() as transaction:
        transaction.row(_LOCK, (asked.session,))
        before = earlier(transaction, asked.caller, asked.session, asked.payload_hash)
        if before is not None:
            return Done(asked.session, *before, repeated=True)
        judged = _judge(transaction, office, asked)
        return refused_all(judged) if isinstance(judged, list) else _write(asked, *judged)


def try_act_in(office: Office, asked: SessionAct) -> Answer:
    """The answer that `act_in` would give now, from a snapshot and by the same code; nothing is locked or written.

    Of sealed sheets it tells only how many there are. Raises RequestReusedError as `act_in` does.
    """
    with office.database.reading() as transaction:
        before = earlier(transaction, asked.caller, asked.session, asked.payload_hash)
        if before is not None:
            return Done(asked.session, *before, repeated=True)
        judged = _judge(transaction, office, asked)
        return refused_all(judged) if isinstance(judged, list) else Done(asked.session, "", 0, judged[1].tried)


def _judge(transaction: Transaction, office: Office, asked: SessionAct) -> tuple[Ground, Ruling] | list[Reason]:
    ground = ground_of(transaction, office, asked)
    if isinstance(ground, list):
        return ground
    texts = {name: text for name in TEXTS if (text := getattr(asked, name, None)) is not None}
    wrong = unreadable(texts)
    cleaned: dict[str, Any] = {} if wrong else {name: clean_text(text) for name, text in texts.items()}
    judged = JUDGES[type(asked)](ground, replace(asked, **cleaned))
    if wrong or isinstance(judged, list):
        return [*wrong, *(judged if isinstance(judged, list) else ())]
    return ground, judged


def _write(asked: SessionAct, ground: Ground, ruling: Ruling) -> Done:
    transaction, permit, code = ground.transaction, ground.permit, asked.session
    publication = ground.published.hash
    entries = [
        Entry(f"session/{code}", one.kind, permit.today, one.payload, one.personal, publication) for one in ruling.said
    ]
    records = append_all(transaction, permit.act, entries)
    for one, recorded in zip(ruling.said, records, strict=True):
        keep(transaction, fold_session(Rows(transaction), one.kind, Telling(code, recorded.seq, one.payload)))
    first = records[0]
    keep_request(transaction, asked.caller, (code, asked.payload_hash), first)
    return Done(code, first.stream, first.seq, ruling.details)


_LOCK = "SELECT code FROM session WHERE code = ? FOR UPDATE"
