"""Who keeps out of which dossier: a conflict of interest stands in every session of the council in which it is."""

from collections.abc import Mapping
from typing import Any

from cycle.database import Transaction

NEVER = "9999"


def apart_from(transaction: Transaction, session: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """By dossier the members who have declared a conflict, in this session or in another of its council.

    `session` has `council` and, once it is over, `code` and `closed_seq`: it keeps those that were declared by its end.
    """
    until = NEVER
    if session.get("closed_seq") is not None:
        (until,) = transaction.row(_ENDED, (f"session/{session['code']}", session["closed_seq"])) or (NEVER,)
    found: dict[str, set[str]] = {}
    for dossier, member in transaction.rows(_DECLARED, (session["council"], until)):
        found.setdefault(dossier, set()).add(member)
    return {dossier: frozenset(members) for dossier, members in found.items()}


_ENDED = "SELECT recorded FROM record WHERE stream = ? AND seq = ?"
_DECLARED = (
    "SELECT x.dossier, x.member FROM conflict x JOIN session s ON s.code = x.session "
    "JOIN record r ON r.stream = 'session/' || x.session AND r.seq = x.seq "
    "WHERE s.council = ? AND r.recorded <= ?"
)
