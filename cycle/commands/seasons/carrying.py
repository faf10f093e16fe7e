"""Carrying a dossier over: it ends in its own season and a linked one of the next takes its place, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cycle import bearings, statements
from cycle.answers import Answer, Done, refused, refused_all
from cycle.commands.fire import Fire, fire_within, try_within
from cycle.commands.papers.taking import Taking, take, taking_of
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.seasons import opening
from cycle.database import Transaction
from cycle.endings import Root
from cycle.history import Entry, Recorded, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

PERMISSION = "season.close"
LINK = "carried_from"


@dataclass(frozen=True)
class Carrying:
    """A dossier to carry over into a programme by a trigger of its own."""

    root: Root
    programme: str
    trigger: str
    into: str
    note: str | None = None


@dataclass(frozen=True)
class _Carried:
    """All that carrying over will write: the step, the dossier opened or the one there is, and the papers."""

    permit: Permit
    step: Fire
    there: str | None
    ready: opening.Ready | None
    taking: Taking


def carry(office: Office, caller: Caller, asked: Carrying) -> Answer:
    """Fire the trigger, open the linked dossier and take over papers, or refuse with every reason and write nothing.

    A product that has an open dossier of the family there gets no second one: that one is linked instead. A conflict
    where the dossier has moved since it was read.
    """
    while True:
        with office.database.writing() as transaction:
            there = _there(transaction, asked)
            transaction.lock(statements.LOCK_ROOTS, ([asked.root.code, *([there] if there else [])],))
            for programme in sorted({asked.programme, asked.into}):
                transaction.lock(statements.LOCK_PROGRAMME, (programme,))
            # One that was opened while this waited has to be locked as well, in its order.
            if _there(transaction, asked) == there:
                return _carry(transaction, office, caller, asked)


def try_carry(office: Office, caller: Caller, asked: Carrying) -> Answer:
    """The answer that `carry` would give now, from a snapshot and by the same code; nothing is locked or written."""
    with office.database.reading() as transaction:
        found = _judged(transaction, office, caller, asked)
        if not isinstance(found, _Carried):
            return found
        papers = [row["code"] for row in found.taking.taken]
        return Done(asked.root.code, "", 0, _details(found, found.there, papers))


def _carry(transaction: Transaction, office: Office, caller: Caller, asked: Carrying) -> Answer:
    found = _judged(transaction, office, caller, asked)
    if not isinstance(found, _Carried):
        return found
    done = fire_within(transaction, office, found.step)
    if not isinstance(done, Done):
        return done
    cause = _recorded(transaction, done)
    act = found.permit.act
    if found.ready is not None:
        new = opening.write(transaction, found.ready, cause).target
    else:
        new = str(found.there)
        _link(transaction, found.permit, new, asked.root.code, cause)
    papers = take(transaction, act, new, found.taking)
    return Done(asked.root.code, done.stream, done.seq, _details(found, new, papers))


def _judged(transaction: Transaction, office: Office, caller: Caller, asked: Carrying) -> _Carried | Answer:
    """What there is to write, or every reason against the step and against the opening at once."""
    if asked.root.product is None:
        return refused("carry_needs_product", dossier=asked.root.code)
    permit = permitted(transaction, office, caller, PERMISSION)
    if isinstance(permit, Reason):
        return refused_all([permit])
    step = _step(caller, asked)
    stepped = try_within(transaction, office, step)
    there = _there(transaction, asked)
    opened = None if there else opening.prepare(transaction, office, caller, _opening(permit, asked))
    if not isinstance(stepped, Done | Refusal):
        return stepped
    reasons = [reason for one in (stepped, opened) if isinstance(one, Refusal) for reason in one.reasons]
    if reasons or isinstance(opened, Refusal):
        return Refusal(asked.trigger, asked.root.state, tuple(reasons))
    taking = taking_of(transaction, asked.root.code, there, permit.today)
    return _Carried(permit, step, there, opened, taking)


def _step(caller: Caller, asked: Carrying) -> Fire:
    return Fire(
        asked.root.code,
        asked.trigger,
        caller.account,
        caller.on_behalf,
        note=asked.note,
        seen_version=asked.root.version,
        request_id=caller.request,
    )


def _opening(permit: Permit, asked: Carrying) -> opening.Opening:
    root = asked.root
    return opening.Opening(asked.into, str(root.product), root.family, permit.today, {LINK: root.code})


def _there(transaction: Transaction, asked: Carrying) -> str | None:
    """The open dossier that the product has in the next season already."""
    found = transaction.row(
        "SELECT code FROM dossier WHERE product = ? AND programme = ? AND family = ? AND final IS NULL",
        (asked.root.product, asked.into, asked.root.family),
    )
    return found[0] if found else None


def _link(transaction: Transaction, permit: Permit, new: str, old: str, cause: Recorded) -> None:
    """Link a dossier that is there already; one that followed another before keeps its link."""
    if transaction.row("SELECT 1 FROM link WHERE dossier = ? AND name = ?", (new, LINK)):
        return
    told = {"code": new, "links": {LINK: old}, "cause": _cause(cause)}
    entry = Entry(f"dossier/{new}", "linked", permit.today, told, publication=permit.published.hash)
    append(transaction, permit.act, entry)
    bearings.write(transaction, new, told)


def _recorded(transaction: Transaction, done: Done) -> Recorded:
    """The record that an act has left."""
    found = transaction.row("SELECT hash, recorded FROM record WHERE stream = ? AND seq = ?", (done.stream, done.seq))
    assert found is not None  # noqa: S101 - it has just been written
    return Recorded(done.stream, done.seq, *found)


def _cause(cause: Recorded) -> Mapping[str, Any]:
    return {"stream": cause.stream, "seq": cause.seq, "hash": cause.hash}


def _details(found: _Carried, new: str | None, papers: list[str]) -> Mapping[str, Any]:
    return {"carried_to": new, "opened": found.there is None, "papers": papers, "left": dict(found.taking.left)}
