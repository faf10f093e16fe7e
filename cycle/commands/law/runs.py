"""A run of a change of law: begun in the register, shared by whoever applies it, ended, and taken back."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cycle import statements
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.register.registered import STREAM
from cycle.database import Transaction
from cycle.history import Entry, Recorded, append
from cycle.office import Office
from workflows.verdict import Reason

APPLIES = "law.apply"
KIND = "law"
BEGUN, ENDED, REVERTED = "begun", "ended", "reverted"
# When it ended and when it was taken back.
GOING_ON = (None, None)


@dataclass(frozen=True)
class PlanAtWork:
    """A plan as it is applied: the hash of its text and the text, what it calls itself, the document by which it is
    applied, the day on which dossiers move and the publication in force on it.
    """

    hash: str
    canonical: str
    raw: str
    name: str
    basis: str
    day: date
    publication: str


def begin_run(office: Office, caller: Caller, plan: PlanAtWork) -> str | Reason:
    """The run of a plan that has neither ended nor been taken back, begun now where there is none; its code.

    Needs `law.apply`.
    """
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_REGISTER)
        permit = permitted(transaction, office, caller, APPLIES)
        if isinstance(permit, Reason):
            return permit
        found = transaction.row(_UNENDED, (plan.hash,))
        if found is not None:
            return str(found[0])
        (count,) = transaction.row(_COUNT) or (0,)
        run = f"LAW-{count + 1}"
        transaction.run(_KEEP_TEXT, (plan.hash, plan.canonical, plan.raw))
        told = {"event": BEGUN, "run": run, "plan": plan.hash, "name": plan.name, "basis": plan.basis}
        recorded = _say(transaction, permit, told, (plan.day, plan.publication))
        transaction.write(_BEGIN, (run, plan.hash, plan.day.isoformat(), plan.basis, recorded.recorded))
        return run


def shared_run(transaction: Transaction, run: str) -> bool:
    """Whether a run has neither ended nor been taken back; it does neither before the transaction ends."""
    return transaction.row(_SHARE, (run,)) == GOING_ON


def end_run(office: Office, caller: Caller, plan: PlanAtWork, run: str) -> None:
    """Say that a run has come to its end, unless that was said. Needs `law.apply`.

    Without it the run stays as it is: whoever applies the plan next goes on with it.
    """
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_REGISTER)
        permit = permitted(transaction, office, caller, APPLIES)
        if isinstance(permit, Reason) or transaction.row(_LOCK, (run,)) != GOING_ON:
            return
        (count,) = transaction.row(_MOVED, (run,)) or (0,)
        told = {"event": ENDED, "run": run, "plan": plan.hash, "moved": count}
        recorded = _say(transaction, permit, told, (plan.day, plan.publication))
        transaction.write(_END, (recorded.recorded, run))


def note_return(office: Office, caller: Caller, run: str, note: str) -> None:
    """Say how much of a run was taken back, unless all of it was before. Needs `law.apply`, else nothing is said."""
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_REGISTER)
        permit = permitted(transaction, office, caller, APPLIES)
        if isinstance(permit, Reason):
            return
        (plan, reverted) = transaction.row(_RUN, (run,)) or ("", None)
        (left, returned) = transaction.row(_LEFT, (run,)) or (0, 0)
        if reverted is not None:
            return
        told = {"event": REVERTED, "run": run, "plan": plan, "returned": returned, "left": left, "whole": not left}
        recorded = _say(transaction, permit, told, (permit.today, permit.published.hash), {"note": note})
        if not left:
            transaction.write(_REVERT, (recorded.recorded, run))


def _say(
    transaction: Transaction,
    permit: Permit,
    told: dict[str, Any],
    on: tuple[date, str],
    personal: dict[str, str] | None = None,
) -> Recorded:
    """Record what is told of a run in the register, on a day and under a publication."""
    entry = Entry(STREAM, KIND, on[0], told, personal or {}, on[1])
    return append(transaction, replace(permit.act, request=told["run"]), entry)


_UNENDED = "SELECT code FROM law_run WHERE plan = ? AND ended IS NULL AND reverted IS NULL"
_COUNT = "SELECT COUNT(*) FROM law_run"
_KEEP_TEXT = "INSERT INTO config_file (hash, canonical, raw) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING"
_BEGIN = "INSERT INTO law_run (code, plan, happened, basis, begun) VALUES (?, ?, ?, ?, ?)"
_SHARE = "SELECT ended, reverted FROM law_run WHERE code = ? FOR SHARE"
_LOCK = "SELECT ended, reverted FROM law_run WHERE code = ? FOR UPDATE"
_MOVED = "SELECT COUNT(*) FROM law_move WHERE run = ?"
_END = "UPDATE law_run SET ended = ? WHERE code = ? AND ended IS NULL"
_RUN = "SELECT plan, reverted FROM law_run WHERE code = ? FOR UPDATE"
_LEFT = "SELECT COUNT(*) - COUNT(reverted_seq), COUNT(reverted_seq) FROM law_move WHERE run = ?"
_REVERT = "UPDATE law_run SET reverted = ? WHERE code = ? AND reverted IS NULL"
