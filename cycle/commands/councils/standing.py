"""How the turns of a session stand: the last of a dossier, who keeps out of it, whether its sheets come close."""

from decimal import Decimal
from typing import Any

import orjson

from cycle import tables
from cycle.commands.councils.asked import Ground
from cycle.sessions.apart import apart_from
from cycle.sessions.folding import CLOSED, CONCLUDED, OPEN, VOID, Row
from workflows.councils import WRITTEN
from workflows.verdict import Reason


def current_turn(ground: Ground, dossier: str) -> Row | None:
    """The last turn of a dossier in the session; None where it has none."""
    session = ground.session["code"]
    found = ground.transaction.row("SELECT MAX(number) FROM turn WHERE session = ? AND dossier = ?", (session, dossier))
    if not found or found[0] is None:
        return None
    return ground.rows.find(tables.turn, session, dossier, found[0])


def over(ground: Ground, dossier: str, turn: Row | None) -> Reason:
    """Why an act on the turn of a dossier cannot be done: there is none, or it stands otherwise than the act needs."""
    about = {"dossier": dossier, "session": ground.session["code"]}
    if turn is None:
        return Reason("turn_unknown", about)
    stands = {
        OPEN: Reason("turn_open", about),
        CLOSED: Reason("turn_closed", about),
        CONCLUDED: Reason("turn_concluded", about),
        VOID: Reason("turn_void", about),
    }
    return stands[turn["status"]]


def times_scored(ground: Ground, dossier: str) -> int:
    """How often the sheets on a dossier have been opened in the session."""
    key = (ground.session["code"], dossier)
    (count,) = ground.transaction.row(_OPENED, key) or (0,)
    return int(count)


def conflicted(ground: Ground, dossier: str) -> frozenset[str]:
    """The members who may not judge a dossier: a conflict that was declared in any session of the council stands."""
    return apart_from(ground.transaction, ground.session).get(dossier, frozenset())


def closed_payload(ground: Ground, turn: Row) -> Any:
    """What the record of a turn's close says."""
    key = (f"session/{turn['session']}", turn["closed_seq"])
    (payload,) = ground.transaction.row("SELECT payload FROM record WHERE stream = ? AND seq = ?", key) or ("{}",)
    return orjson.loads(payload)


def too_wide(ground: Ground, turn: Row) -> bool:
    """Whether the sheets of a closed turn differ by more points than the council allows."""
    return Decimal(turn["spread"]) > ground.council.spread.most


def diverge(ground: Ground, turn: Row) -> bool:
    """Whether opinions given in writing differ so that the council has to meet (26/2026/QĐ-TTg, Điều 7.6d)."""
    if ground.session["form"] != WRITTEN:
        return False
    return too_wide(ground, turn) or bool(closed_payload(ground, turn)["needs_agreement"])


_OPENED = "SELECT COUNT(*) FROM turn WHERE session = ? AND dossier = ? AND closed_seq IS NOT NULL"
