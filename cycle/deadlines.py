"""The clocks of a dossier as records tell them, and the rows that hold them."""

from collections.abc import Mapping
from typing import Any

from cycle import statements
from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.database import Transaction
from workflows.clocks import Changes


def payload(changed: Changes) -> Mapping[str, Any]:
    """What the record of a move says of the clocks that it starts and ends."""
    opened = [
        {"name": name, "due": instant_text(one.instant), "derivation": one.derivation}
        for name, one in changed.opened.items()
    ]
    return {"opened": opened, "closed": list(changed.closed)}


def write(transaction: Transaction, dossier: str, seq: int, changed: Changes) -> None:
    """Keep what a move did to the clocks; `seq` is the record of the move."""
    for name in changed.closed:
        transaction.write(statements.CLOSE_DEADLINE, (seq, dossier, name))
    for name, one in changed.opened.items():
        starts, last_day = one.derivation["starts"], one.last_day.isoformat()
        row = (dossier, name, seq, starts, last_day, instant_text(one.instant), canonical(one.derivation))
        transaction.write(statements.OPEN_DEADLINE, row)
