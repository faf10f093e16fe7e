"""Opening the sheets of dossiers to be entered, and opening what was sealed as a turn closes."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from cycle import statements
from cycle.commands.councils.asked import CloseTurns, Ground, Judged, OpenTurns, Ruling, Said
from cycle.commands.councils.candidates import candidate
from cycle.commands.councils.interests import interests
from cycle.commands.councils.standing import conflicted, current_turn, over
from cycle.sessions.folding import OPEN, TURN, Row
from cycle.sessions.reckoning import closing
from workflows.councils import MEETING
from workflows.scoring.quorum import Quorum, quorum_reasons
from workflows.verdict import Reason

SEALED = "sealed"


def open_turns(ground: Ground, asked: OpenTurns) -> Judged:
    """Open a turn on each dossier, or on none. Whoever acts on one of them waits, or has acted before."""
    ground.transaction.lock(statements.LOCK_ROOTS, (sorted(asked.dossiers),))
    day, today = ground.session["day"], ground.permit.today
    reasons = [] if asked.dossiers else [Reason("nothing_named", {"session": asked.session})]
    reasons += [Reason("session_ahead", {"session": asked.session, "day": day})] if day > today.isoformat() else []
    said, note = [], asked.note
    for dossier, number in sorted(asked.dossiers.items()):
        found = candidate(ground, dossier, number, note)
        if isinstance(found, list):
            reasons += found
        else:
            said.append(Said(TURN, {"event": "opened", **found}, {"note": note} if note else {}))
    turns = [{name: one.payload[name] for name in ("dossier", "turn", "set")} for one in said]
    ties = interests(ground.transaction, ground.session, sorted(asked.dossiers))
    return reasons or Ruling(tuple(said), {"turns": turns, "interests": ties})


def close_turns(ground: Ground, asked: CloseTurns) -> Judged:
    """Close the turn of each dossier, or of none: every member who is there and may judge has given a sheet."""
    reasons = [] if asked.dossiers else [Reason("nothing_named", {"session": asked.session})]
    said: list[Said] = []
    for dossier in dict.fromkeys(asked.dossiers):
        found = _closed(ground, dossier)
        if isinstance(found, list):
            reasons += found
        else:
            said.append(found)
    names = ("dossier", "turn", "score", "spread", "needs_agreement")
    told = [{name: one.payload[name] for name in names} for one in said]
    sealed = [{**{name: one.payload[name] for name in names[:2]}, "sheets": len(one.payload["sheets"])} for one in said]
    return reasons or Ruling(tuple(said), {"turns": told}, {"turns": sealed})


def _closed(ground: Ground, dossier: str) -> Said | list[Reason]:
    """What the record of the close of a dossier's turn says, or every reason why it stays open."""
    turn = current_turn(ground, dossier)
    if turn is None or turn["status"] != OPEN:
        return [over(ground, dossier, turn)]
    sheets = _sheets(ground, turn)
    if missing := _missing(ground, dossier, sheets):
        return missing
    opened = _opened(ground, sheets)
    if isinstance(opened, Reason):
        return [opened]
    about = {"dossier": dossier, "turn": turn["number"]}
    return Said(TURN, {"event": "closed", **about, **closing(*ground.scoring(turn), opened)})


def _missing(ground: Ground, dossier: str, sheets: Sequence[Row]) -> list[Reason]:
    """Who should have given a sheet and has not, and whether those who have are enough."""
    given = {row["member"] for row in sheets}
    apart = conflicted(ground, dossier)
    there = ground.present if ground.session["form"] == MEETING else given
    missing = sorted(there - apart - given)
    reasons = [Reason("members_missing", {"dossier": dossier, "members": missing})] if missing else []
    quorum = ground.council.quorum
    chairs = tuple(one.name for one in ground.council.seats.values() if one.chair) if quorum.chair else ()
    seats = {one.code: one.seat for one in ground.members.values()}
    found = quorum_reasons(Quorum(quorum.share, chairs), seats, there, apart)
    about = {"dossier": dossier, "basis": quorum.basis}
    return reasons + [Reason(reason.code, {**reason.params, **about}, reason.mend) for reason in found]


def _sheets(ground: Ground, turn: Row) -> list[Row]:
    """The sealed sheets of members who may judge; that of one who has declared a conflict since stays sealed."""
    names, judges = ("member", "version", "seq"), ground.members.keys() - conflicted(ground, turn["dossier"])
    rows = ground.transaction.rows(_SEALED, (turn["session"], turn["dossier"], turn["number"]))
    return [dict(zip(names, row, strict=True)) for row in rows if row[0] in judges]


def _opened(ground: Ground, sheets: Sequence[Row]) -> Mapping[str, Mapping[str, Any]] | Reason:
    """What each sheet said; the reason where its text has been erased."""
    opened = {}
    for row in sheets:
        found = ground.transaction.row(_PLAIN, (f"session/{ground.session['code']}", row["seq"]))
        if found is None:
            return Reason("sheet_erased", {"member": row["member"]})
        opened[row["member"]] = {"version": row["version"], "seq": row["seq"], **orjson.loads(found[0])}
    return opened


_SEALED = (
    "SELECT member, version, seq FROM sheet WHERE session = ? AND dossier = ? AND turn = ? "
    "AND status = 'sealed' ORDER BY member"
)
_PLAIN = "SELECT plain FROM personal WHERE stream = ? AND seq = ? AND field = 'answers'"
