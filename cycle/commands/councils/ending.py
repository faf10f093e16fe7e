"""How a session ends, closed with a result for every dossier or cancelled, and a turn that ends without one."""

from collections.abc import Sequence
from typing import Any

from cycle import tables
from cycle.commands.councils.asked import CancelSession, CloseSession, Ground, Judged, Ruling, Said, SetTurnAside
from cycle.commands.councils.standing import current_turn, diverge, over
from cycle.sessions.folding import CANCELLED, CLOSED, CONCLUDED, OPEN, SESSION, TURN, VOID, Row
from workflows.verdict import Reason


def close_session(ground: Ground, asked: CloseSession) -> Judged:
    """Every turn is concluded; written opinions that diverge are void, for the council to meet on them.

    So is the turn of a dossier that is not before the council any more, as when its producer has withdrawn it.
    """
    turns = _turns(ground)
    gone = [one for one in turns if one["status"] in (OPEN, CLOSED) and _gone(ground, one)]
    diverged = [one for one in turns if one["status"] == CLOSED and one not in gone and diverge(ground, one)]
    left = [one["dossier"] for one in turns if one["status"] in (OPEN, CLOSED) and one not in [*gone, *diverged]]
    if left:
        return [Reason("turns_left", {"session": asked.session, "dossiers": left})]
    concluded = [one["dossier"] for one in turns if one["status"] == CONCLUDED]
    if not concluded and not diverged and not gone:
        return [Reason("session_empty", {"session": asked.session})]
    payload = {"event": CLOSED, "concluded": concluded, "void": _void([*diverged, *gone])}
    details = {"concluded": len(concluded), "diverged": [one["dossier"] for one in diverged]}
    return Ruling((Said(SESSION, payload),), details)


def cancel_session(ground: Ground, asked: CancelSession) -> Judged:
    """A session without any result so far."""
    note, turns = asked.note, _turns(ground)
    concluded = [one["dossier"] for one in turns if one["status"] == CONCLUDED]
    reasons = [] if note else [Reason("session_note_missing", {"session": asked.session})]
    if concluded:
        reasons.append(Reason("session_concluded", {"session": asked.session, "dossiers": concluded}))
    if reasons or not note:
        return reasons
    void = _void([one for one in turns if one["status"] in (OPEN, CLOSED)])
    return Ruling((Said(SESSION, {"event": CANCELLED, "void": void}, {"note": note}),), {"void": len(void)})


def set_aside(ground: Ground, asked: SetTurnAside) -> Judged:
    """The turn of a dossier that is not concluded is void; the session goes on with the others."""
    note, turn = asked.note, current_turn(ground, asked.dossier)
    reasons = [] if note else [Reason("session_note_missing", {"session": asked.session})]
    if turn is None or turn["status"] not in (OPEN, CLOSED):
        reasons.append(over(ground, asked.dossier, turn))
    if reasons or turn is None or not note:
        return reasons
    told = {"dossier": asked.dossier, "turn": turn["number"]}
    return Ruling((Said(TURN, {"event": VOID, **told}, {"note": note}),), told)


def _gone(ground: Ground, turn: Row) -> bool:
    (state,) = ground.transaction.row(_STATE, (turn["dossier"],)) or ("",)
    return state not in ground.council.hears[ground.session["form"]]


def _turns(ground: Ground) -> list[Row]:
    session = ground.session["code"]
    keys = ground.transaction.rows(_KEYS, (session,))
    return [ground.rows.find(tables.turn, session, *key) for key in keys]


def _void(turns: Sequence[Row]) -> list[dict[str, Any]]:
    return [{"dossier": one["dossier"], "turn": one["number"]} for one in turns]


_STATE = "SELECT state FROM dossier WHERE code = ?"
_KEYS = "SELECT dossier, number FROM turn WHERE session = ? ORDER BY dossier, number"
