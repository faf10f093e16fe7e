"""The clocks of a dossier as records tell them, and the rows that hold them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from cycle import statements
from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.history import Recorded
from workflows.deadlines.clocks import Changes
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.deadlines.marks import EXPIRY, PAUSE_OVER, pause_mark
from workflows.facts import ClockFact

__all__ = [
    "EXPIRY",
    "PAUSE_OVER",
    "BadDerivationError",
    "expiry_mark",
    "marks",
    "marks_of",
    "next_mark",
    "pause_ends",
    "payload",
    "reopen",
    "write",
]


class BadDerivationError(Exception):
    """The stored derivation of a deadline cannot be read."""


def payload(changed: Changes) -> Mapping[str, Any]:
    """What the record of a move says of the clocks that it starts and ends."""
    opened = [
        {"name": name, "due": instant_text(one.instant), "derivation": one.derivation}
        for name, one in changed.opened.items()
    ]
    return {"opened": opened, "closed": list(changed.closed)}


def write(transaction: Transaction, dossier: str, recorded: Recorded, changed: Changes) -> None:
    """Keep what a move did to the clocks; `recorded` is the record of the move."""
    for name in changed.closed:
        transaction.write(statements.CLOSE_DEADLINE, (recorded.seq, recorded.recorded, dossier, name))
    for name, one in changed.opened.items():
        starts, last_day, due = one.derivation["starts"], one.last_day.isoformat(), instant_text(one.instant)
        text, first = canonical(one.derivation), next_mark(one.derivation, due)
        transaction.write(statements.OPEN_DEADLINE, (dossier, name, recorded.seq, starts, last_day, due, text, first))


def reopen(transaction: Transaction, dossier: str, clocks: Sequence[Mapping[str, Any]]) -> None:
    """Let clocks run on that a move by law ended, each as it says that it stood: `status` and `next_at`."""
    for one in clocks:
        told = (one["status"], one["next_at"], dossier, one["name"], one["opened"])
        transaction.write(statements.REOPEN_DEADLINE, told)


def ran(transaction: Transaction, dossier: str, rules: Sequence[DeadlineRule]) -> Mapping[str, ClockFact]:
    """How the clocks of some rules run in a dossier or last ran; those that never began there are left out."""
    found = {}
    for rule in rules:
        row = transaction.row(statements.LAST_CLOCK, (dossier, rule.name))
        if row is not None:
            derivation, ended = row
            trigger = orjson.loads(ended).get("trigger") if ended else None
            found[rule.name] = ClockFact(orjson.loads(derivation), reported=rule.yearly == trigger is not None)
    return found


def marks_of(derivation: Mapping[str, Any], due: str) -> Sequence[Mapping[str, Any]]:
    """The marks of a deadline: its reminders, and its expiry at `due`. Those of earlier releases have the expiry alone.

    Each names itself in `mark`, is a `reminder` or the `expiry` by its `kind`, and comes `at` an instant.
    """
    alone = {"mark": f"{EXPIRY}@{derivation['last_day']}", "kind": EXPIRY, "at": due}
    return derivation.get("marks") or (alone,)


def marks(derivation: Mapping[str, Any], due: str) -> Mapping[str, str]:
    """The instant of each mark of a deadline by its name."""
    return {one["mark"]: one["at"] for one in marks_of(derivation, due)}


def expiry_mark(derivation: Mapping[str, Any], due: str) -> str:
    """The name of the expiry of a deadline."""
    return str(next(one["mark"] for one in marks_of(derivation, due) if one["kind"] == EXPIRY))


def pause_ends(derivation: Mapping[str, Any], latest: str) -> Mapping[str, Any]:
    """The mark of the pause that a deadline stands in: the end of the `latest` day on which it may go on."""
    return pause_mark(date.fromisoformat(latest), derivation["zone"], derivation.get("changes", 0) + 1)


def next_mark(derivation: Mapping[str, Any], due: str, done: Collection[str] = ()) -> str | None:
    """The earliest instant of a mark that is not among those `done`; None where nothing is left to do."""
    return min((at for mark, at in marks(derivation, due).items() if mark not in done), default=None)
