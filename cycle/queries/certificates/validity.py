"""In which state a dossier stands by the days: a last day may be over before an officer has confirmed what ends."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from cycle.database import Transaction
from cycle.tables import deadline, dossier
from workflows.definition import Definition, Transition

AFTER, RUNNING = "after", "open"


def standing_on(definition: Definition, state: str, last_days: Mapping[str, date], today: date) -> str:
    """The state, or where the last day of a clock is over, the one into which it is then to be moved."""
    seen = set[str]()
    while state not in seen:
        seen.add(state)
        moves = (one for one in definition.transitions if state in one.sources and _is_over(one, last_days, today))
        state = next((one.target for one in moves), state)
    return state


def running_last_days(transaction: Transaction, family: str) -> Mapping[str, Mapping[str, date]]:
    """By dossier of a family that has not ended the last days of its clocks that run and do not pause, by name."""
    statement = (
        select(deadline.c.dossier, deadline.c.name, deadline.c.last_day)
        .join(dossier, dossier.c.code == deadline.c.dossier)
        .where(dossier.c.family == family, dossier.c.final.is_(None), deadline.c.status == RUNNING)
    )
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for code, name, last_day in transaction.connection.execute(statement):
        found[code][name] = date.fromisoformat(last_day)
    return found


def _is_over(move: Transition, last_days: Mapping[str, date], today: date) -> bool:
    """Whether a move waits for the end of a clock which is over."""
    clocks = [use.params["deadline"] for use in move.guards if use.guard == AFTER]
    return any(name in last_days and last_days[name] < today for name in clocks)
