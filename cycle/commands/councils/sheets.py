"""Whether a member's sheet can be taken, and taking it back while it is sealed."""

from collections.abc import Mapping
from typing import Any

from cycle.canonical import canonical
from cycle.commands.councils.asked import EnterSheet, Ground, Judged, Member, Ruling, Said, WithdrawSheet
from cycle.commands.councils.grounding import meant_member, own_member
from cycle.commands.councils.standing import conflicted, current_turn, over
from cycle.sessions.folding import OPEN, SHEET, VOID, WITHDRAWN, Row, sealed_text
from cycle.shelves import unknown_papers
from cycle.store import Stored
from workflows.councils import MEETING
from workflows.scoring.criteria import CriteriaSet
from workflows.scoring.sheets import finding_reasons, sheet_reasons
from workflows.verdict import Reason

OWN, PAPER = "own", "paper"


def judge_sheet(ground: Ground, asked: EnterSheet) -> Judged:
    """A sheet that is complete, of a member who is there and may judge, on a dossier whose turn is open."""
    member, turn = meant_member(asked, ground.members), _open_turn(ground, asked.dossier)
    reasons = [turn] if isinstance(turn, Reason) else []
    reasons += _member_reasons(ground, asked, member)
    own = member is not None and member == own_member(asked.caller, ground.members)
    reasons += [] if member is None else _scan_reasons(asked, own=own)
    if isinstance(turn, Reason) or member is None:
        return reasons
    _, given = ground.scoring(turn)
    versions = _versions(ground, turn, member)
    if any(status != WITHDRAWN for _, status, _ in versions):
        reasons.append(Reason("sheet_given_before", {"dossier": asked.dossier, "member": member.code}))
    reasons += _content_reasons(ground, given, asked)
    if reasons:
        return reasons
    file = asked.scanned.sha256 if isinstance(asked.scanned, Stored) else None
    about = {"dossier": asked.dossier, "turn": turn["number"], "member": member.code, "version": len(versions) + 1}
    payload = {"event": "entered", **about, "source": OWN if own else PAPER, "file": file}
    return Ruling((Said(SHEET, payload, _personal(asked)),), about)


def withdraw_sheet(ground: Ground, asked: WithdrawSheet) -> Judged:
    """A member's own sheet, or one that was entered from paper."""
    member, turn, note = meant_member(asked, ground.members), _open_turn(ground, asked.dossier), asked.note
    reasons = [] if note else [Reason("session_note_missing", {"session": asked.session})]
    reasons += [turn] if isinstance(turn, Reason) else []
    if member is None:
        reasons.append(_unknown(ground, asked))
    if reasons or isinstance(turn, Reason) or member is None or not note:
        return reasons
    sealed = [(version, source) for version, status, source in _versions(ground, turn, member) if status != WITHDRAWN]
    about = {"dossier": asked.dossier, "member": member.code}
    if not sealed:
        return [Reason("sheet_unknown", about)]
    [(version, source)] = sealed
    if source == OWN and member != own_member(asked.caller, ground.members):
        return [Reason("sheet_of_member", about)]
    told = {**about, "turn": turn["number"], "version": version}
    return Ruling((Said(SHEET, {"event": WITHDRAWN, "withdrawn": [told]}, {"note": note}),), told)


def _open_turn(ground: Ground, dossier: str) -> Row | Reason:
    turn = current_turn(ground, dossier)
    if turn is None or turn["status"] == VOID:
        return over(ground, dossier, turn)
    about = {"dossier": dossier, "session": ground.session["code"]}
    return turn if turn["status"] == OPEN else Reason("sheet_after_closing", about)


def _member_reasons(ground: Ground, asked: EnterSheet, member: Member | None) -> list[Reason]:
    if member is None:
        return [_unknown(ground, asked)]
    about = {"dossier": asked.dossier, "member": member.code}
    absent = ground.session["form"] == MEETING and member.code not in ground.present
    reasons = [Reason("member_absent", about)] if absent else []
    apart = member.code in conflicted(ground, asked.dossier)
    return [*reasons, *([Reason("member_conflicted", about)] if apart else [])]


def _unknown(ground: Ground, asked: Any) -> Reason:
    meant = asked.member or (asked.caller.on_behalf or asked.caller.account).rpartition(":")[2]
    return Reason("member_unknown", {"member": meant, "council": ground.session["council"]})


def _scan_reasons(asked: EnterSheet, *, own: bool) -> list[Reason]:
    """Whoever enters another's sheet does so from paper, and the paper is kept."""
    if isinstance(asked.scanned, Reason):
        return [asked.scanned]
    return [] if own or asked.scanned is not None else [Reason("sheet_needs_scan", {"dossier": asked.dossier})]


def _content_reasons(ground: Ground, given: CriteriaSet, asked: EnterSheet) -> list[Reason]:
    reasons = [*sheet_reasons(given, asked.answers), *finding_reasons(given, asked.findings)]
    strangers = [code for code in asked.papers if code not in given.criteria]
    reasons += [Reason("criterion_unknown", {"criterion": code, "set": given.number}) for code in strangers]
    return reasons + unknown_papers(ground.transaction, asked.dossier, asked.papers)


def _versions(ground: Ground, turn: Row, member: Member) -> list[tuple[int, str, str]]:
    key = (turn["session"], turn["dossier"], turn["number"], member.code)
    return [(version, status, source) for version, status, source in ground.transaction.rows(_VERSIONS, key)]


def _personal(asked: EnterSheet) -> Mapping[str, str]:
    """What is sealed: in history there stand commitments to it."""
    findings = sorted(({"ground": ground, "at": at} for ground, at in set(asked.findings)), key=canonical)
    papers = {criterion: list(codes) for criterion, codes in asked.papers.items()}
    said = sealed_text({"answers": dict(asked.answers), "findings": findings, "papers": papers})
    return {"answers": said} | ({"comment": asked.comment} if asked.comment else {})


_VERSIONS = (
    "SELECT version, status, source FROM sheet WHERE session = ? AND dossier = ? AND turn = ? AND member = ? "
    "ORDER BY version"
)
