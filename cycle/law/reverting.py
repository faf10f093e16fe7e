"""A run taken back: each dossier exactly as it stood, unless something was done with it since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import orjson

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.law.moving import Order, Return, move_back
from cycle.commands.law.runs import APPLIES, note_return
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.history import snapshot_of
from cycle.office import Office
from workflows.verdict import Reason, Refusal

# A sweep notes it, nobody does it.
EXPIRED = "expired"
# How many are locked at once.
BATCH = 20


@dataclass(frozen=True)
class Back:
    """A run to be taken back, whole or for some dossiers `only`, for the reason that the note gives."""

    run: str
    note: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Returned:
    """A dossier of a run, and whether it was moved back."""

    dossier: str
    answer: Done | Refusal


def to_return(office: Office, caller: Caller, back: Back) -> tuple[str, ...] | Refusal:
    """The dossiers asked for, else all of a run that are still where it moved them; or why it may not be taken back.

    A dossier asked for that the run did not move is a reason against the whole.
    """
    with office.database.reading() as transaction:
        permit = permitted(transaction, office, caller, APPLIES)
        if isinstance(permit, Reason):
            return refused_all([permit])
        if reasons := _faults(transaction, back):
            return refused_all(reasons)
        codes = [code for (code,) in transaction.rows(_LEFT, (back.run,))]
    return tuple(sorted({*back.only})) or tuple(codes)


def _faults(transaction: Transaction, back: Back) -> list[Reason]:
    """Every reason against taking back: no such run, no dossier of it, or the whole of it is back already."""
    run = transaction.row(_RUN, (back.run,))
    if run is None:
        known = [code for (code,) in transaction.rows(_RUNS)]
        return [Reason("law_run_unknown", {"run": back.run, "known": known})]
    reasons = spelling_faults({"note": back.note})
    if run[0] is not None and not back.only:
        reasons.append(Reason("law_reverted_before", {"run": back.run, "reverted": run[0]}))
    foreign = (code for code in sorted({*back.only}) if transaction.row(_OF_RUN, (back.run, code)) is None)
    return [*reasons, *(_not_of_run(transaction, back.run, code) for code in foreign)]


def _not_of_run(transaction: Transaction, run: str, code: str) -> Reason:
    if transaction.row(_DOSSIER, (code,)) is None:
        return Reason("dossier_unknown", {"dossier": code})
    return Reason("law_not_of_run", {"dossier": code, "run": run})


def try_revert(office: Office, caller: Caller, back: Back, codes: Sequence[str]) -> Iterator[Returned]:
    """What taking back would answer, by the same code; nothing is written."""
    for start in range(0, len(codes), BATCH):
        with office.database.reading() as transaction:
            permit = permitted(transaction, office, caller, APPLIES)
            if isinstance(permit, Reason):
                yield from (Returned(code, refused_all([permit])) for code in codes[start:])
                return
            found = [(code, _judged(transaction, back, code)) for code in codes[start : start + BATCH]]
        yield from (Returned(c, one if isinstance(one, Refusal) else Done(c, "", 0)) for c, one in found)


def revert_run(office: Office, caller: Caller, back: Back, codes: Sequence[str]) -> Iterator[Returned]:
    """Move dossiers back in small batches, each answer once its batch is kept. Interrupted: ask again.

    A batch is judged before it is locked too, so that whoever waits for the lock gets it between two batches. Where
    none is moved back, nothing is written.
    """
    done = not codes
    for start in range(0, len(codes), BATCH):
        tried = list(try_revert(office, caller, back, codes[start : start + BATCH]))
        yield from (one for one in tried if isinstance(one.answer, Refusal))
        if left := [one.dossier for one in tried if not isinstance(one.answer, Refusal)]:
            answers = _revert_batch(office, caller, back, left)
            done = done or any(isinstance(one.answer, Done) for one in answers)
            yield from answers
    if done:
        note_return(office, caller, back.run, back.note)


def _revert_batch(office: Office, caller: Caller, back: Back, codes: Sequence[str]) -> list[Returned]:
    with office.database.writing() as transaction:
        transaction.lock(statements.LOCK_ROOTS, (list(codes),))
        transaction.lock(statements.SHARE_PRODUCERS, (list(codes),))
        permit = permitted(transaction, office, caller, APPLIES)
        if isinstance(permit, Reason):
            return [Returned(code, refused_all([permit])) for code in codes]
        return [Returned(code, _return(transaction, permit, back, code)) for code in codes]


def _return(transaction: Transaction, permit: Permit, back: Back, code: str) -> Done | Refusal:
    found = _judged(transaction, back, code)
    if isinstance(found, Refusal):
        return found
    order = Order(back.run, "", permit.today, permit.published.hash)
    recorded = move_back(transaction, replace(permit.act, request=back.run), order, found)
    return Done(code, recorded.stream, recorded.seq, {"to": found.payload["left"]["state"]})


def _judged(transaction: Transaction, back: Back, code: str) -> Return | Refusal:
    """The dossier with the record that moved it; refused where it is back already or somebody has acted since."""
    moved = transaction.row(_MOVE, (back.run, code))
    row = transaction.row(_DOSSIER, (code,))
    if moved is None or row is None:
        return refused_all([Reason("law_no_longer", {"dossier": code})])
    seq, own, payload, recorded = moved
    for since in transaction.rows(_SINCE, (f"dossier/{code}", seq, code)):
        number, happened, text = since
        if orjson.loads(text).get("event") != EXPIRED:
            acted = {"dossier": code, "run": back.run, "seq": number, "happened": happened}
            return refused_all([Reason("law_acted_since", acted)])
    for session, day in transaction.rows(_HEARD, (code, recorded)):
        about = {"dossier": code, "run": back.run, "session": session, "happened": day}
        return refused_all([Reason("law_heard_since", about)])
    return Return(snapshot_of(row), seq, own, orjson.loads(payload), back.note)


_RUN = "SELECT reverted FROM law_run WHERE code = ?"
_RUNS = "SELECT code FROM law_run ORDER BY code"
_LEFT = "SELECT dossier FROM law_move WHERE run = ? AND reverted_seq IS NULL ORDER BY dossier"
_DOSSIER = f"SELECT {statements.DOSSIER_COLUMNS} FROM dossier WHERE code = ?"  # noqa: S608 - constant
_OF_RUN = "SELECT 1 FROM law_move WHERE run = ? AND dossier = ?"
_MOVE = (
    "SELECT m.seq, r.hash, r.payload, r.recorded FROM law_move m JOIN record r ON r.stream = 'dossier/' || m.dossier "
    "AND r.seq = m.seq WHERE m.run = ? AND m.dossier = ? AND m.reverted_seq IS NULL"
)
# What another law moved and moved back is as if it had not been.
_SINCE = (
    "SELECT r.seq, r.happened, r.payload FROM record r WHERE r.stream = ? AND r.seq > ? "
    "AND r.kind IN ('opened', 'step', 'moved', 'corrected', 'deadline', 'assessed') "
    "AND NOT EXISTS (SELECT 1 FROM law_move m WHERE m.dossier = ? AND m.reverted_seq IS NOT NULL "
    "AND (m.seq = r.seq OR m.reverted_seq = r.seq)) ORDER BY r.seq"
)
# Sheets of a council on the dossier; those of a session that was cancelled count no more.
_HEARD = (
    "SELECT t.session, r.happened FROM turn t JOIN record r ON r.stream = 'session/' || t.session "
    "AND r.seq = t.opened_seq WHERE t.dossier = ? AND t.status <> 'void' AND r.recorded >= ? ORDER BY t.session"
)
