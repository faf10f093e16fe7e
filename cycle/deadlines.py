"""The clocks of a dossier as records tell them, and the rows that hold them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cycle import statements
from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.history import Recorded
from workflows.clocks import Changes

EXPIRY = "expiry"


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


def marks_of(derivation: Mapping[str, Any], due: str) -> Sequence[Mapping[str, Any]]:
    """The marks of a deadline: its reminders, and its expiry at `due`. Those of earlier releases have the expiry alone.

    Each names itself in `mark`, is a `reminder` or the `expiry` by its `kind`, and comes `at` an instant.
    """
    alone = {"mark": f"{EXPIRY}@{derivation['last_day']}", "kind": EXPIRY, "at": due}
    return derivation.get("marks") or (alone,)


def marks(derivation: Mapping[str, Any], due: str) -> Mapping[str, str]:
    """The instant of each mark of a deadline by its name."""
    return {one["mark"]: one["at"] for one in marks_of(derivation, due)}


def next_mark(derivation: Mapping[str, Any], due: str, done: Collection[str] = ()) -> str | None:
    """The earliest instant of a mark that is not among those `done`; None where nothing is left to do."""
    return min((at for mark, at in marks(derivation, due).items() if mark not in done), default=None)
