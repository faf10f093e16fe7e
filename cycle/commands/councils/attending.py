"""Who is at a session, and who may not judge which dossier."""

from collections.abc import Sequence
from typing import Any

from cycle.commands.councils.asked import Attend, DeclareConflict, Ground, Judged, Ruling, Said
from cycle.commands.councils.candidates import never_heard
from cycle.commands.councils.grounding import meant_member
from cycle.commands.councils.standing import conflicted, current_turn, over
from cycle.sessions.folding import CLOSED, CONCLUDED, SESSION
from workflows.councils import WRITTEN
from workflows.verdict import Reason


def attend(ground: Ground, asked: Attend) -> Judged:
    """Note who is there. Opinions in writing have no attendance."""
    unknown = [code for code in asked.present if code not in ground.members]
    reasons = [] if asked.present else [Reason("nothing_named", {"session": asked.session})]
    reasons += [Reason("member_unknown", {"member": code, "council": ground.session["council"]}) for code in unknown]
    if ground.session["form"] == WRITTEN:
        reasons.append(Reason("attendance_needless", {"session": ground.session["code"]}))
    gone = [code for code, there in asked.present.items() if not there]
    withdrawn = _sealed(ground, gone)
    if withdrawn and not asked.note:
        reasons.append(Reason("session_note_missing", {"session": ground.session["code"]}))
    if reasons:
        return reasons
    payload = {"event": "attendance", "present": dict(asked.present), "withdrawn": withdrawn}
    details = {"present": sum(asked.present.values()), "absent": len(gone), "withdrawn": len(withdrawn)}
    return Ruling((Said(SESSION, payload, {"note": asked.note} if asked.note else {}),), details)


def declare_conflict(ground: Ground, asked: DeclareConflict) -> Judged:
    """A member keeps out of a dossier, which may come before the council yet; the sheet that it has is withdrawn."""
    member, note = meant_member(asked, ground.members), asked.note
    reasons = [] if note else [Reason("session_note_missing", {"session": ground.session["code"]})]
    if member is None:
        about = {"member": asked.member or asked.caller.account, "council": ground.session["council"]}
        reasons.append(Reason("member_unknown", about))
    reasons += never_heard(ground, asked.dossier)
    turn = current_turn(ground, asked.dossier)
    if turn is not None and turn["status"] in (CLOSED, CONCLUDED):
        reasons.append(over(ground, asked.dossier, turn))
    if reasons or member is None or not note:
        return reasons
    if member.code in conflicted(ground, asked.dossier):
        return [Reason("conflict_declared", {"dossier": asked.dossier, "member": member.code})]
    withdrawn = [one for one in _sealed(ground, [member.code]) if one["dossier"] == asked.dossier]
    payload = {"event": "conflict", "dossier": asked.dossier, "member": member.code, "withdrawn": withdrawn}
    said = Said(SESSION, payload, {"note": note})
    return Ruling((said,), {"dossier": asked.dossier, "member": member.code})


def _sealed(ground: Ground, members: Sequence[str]) -> list[dict[str, Any]]:
    """The sealed sheets of some members on turns that are open."""
    names = ("dossier", "turn", "member", "version")
    rows = [row for code in members for row in ground.transaction.rows(_SEALED, (ground.session["code"], code))]
    return [dict(zip(names, row, strict=True)) for row in rows]


_SEALED = (
    "SELECT s.dossier, s.turn, s.member, s.version FROM sheet s JOIN turn t "
    "ON t.session = s.session AND t.dossier = s.dossier AND t.number = s.turn "
    "WHERE s.session = ? AND s.member = ? AND s.status = 'sealed' AND t.status = 'open' "
    "ORDER BY s.dossier"
)
