"""What a council agrees on after the sheets are open, and the result that it concludes with."""

from collections.abc import Iterable, Mapping
from typing import Any

from cycle.commands.councils.asked import Agree, ConcludeTurns, Ground, Judged, Ruling, Said
from cycle.commands.councils.standing import closed_payload, current_turn, diverge, over, times_scored, too_wide
from cycle.commands.permits import roles_that_may
from cycle.sessions.folding import CLOSED, OPEN, TURN, Row
from cycle.sessions.reckoning import concluding
from workflows.councils import CHAIR_CONCLUDES
from workflows.scoring.ranking import agreed_reasons
from workflows.verdict import Reason


def agree(ground: Ground, asked: Agree) -> Judged:
    """Settle options of criteria, and findings that some sheet has."""
    turn = _closed_turn(ground, asked.dossier)
    if isinstance(turn, Reason):
        return [turn]
    _, given = ground.scoring(turn)
    note = asked.note
    sheets = closed_payload(ground, turn)["sheets"].values()
    raised = _raised(sheets)
    reasons = agreed_reasons(given, asked.options)
    reasons += [] if reasons or note else _outside(sheets, asked.options)
    for one in asked.findings:
        if (one.ground, one.at) not in raised:
            reasons.append(Reason("finding_not_raised", {"ground": one.ground, "at": one.at}))
        elif not one.stands and not note:
            reasons.append(Reason("finding_note_missing", {"ground": one.ground, "at": one.at}))
    if not asked.options and not asked.findings:
        reasons.append(Reason("nothing_agreed", {"dossier": asked.dossier}))
    if reasons:
        return reasons
    findings = [{"ground": one.ground, "at": one.at, "stands": one.stands} for one in asked.findings]
    about = {"dossier": asked.dossier, "turn": turn["number"], "options": dict(asked.options), "findings": findings}
    details = {"dossier": asked.dossier, "options": len(asked.options), "findings": len(findings)}
    return Ruling((Said(TURN, {"event": "agreed", **about}, {"note": note} if note else {}),), details)


def _outside(sheets: Iterable[Any], options: Mapping[str, int]) -> list[Reason]:
    """What is agreed on beyond every member's sheet needs a note: the chair answers for it."""
    places = {code: sorted(one["answers"][code] for one in sheets) for code in options}
    return [
        Reason("agreement_note_missing", {"criterion": code, "lowest": found[0], "highest": found[-1]})
        for code, found in places.items()
        if not found[0] <= options[code] <= found[-1]
    ]


def _raised(sheets: Iterable[Any]) -> set[tuple[str, str | None]]:
    """The grounds that some sheet has found, each with its place."""
    return {(one["ground"], one["at"]) for said in sheets for one in said["findings"]}


def conclude_turns(ground: Ground, asked: ConcludeTurns) -> Judged:
    """Conclude the turn of each dossier, or of none."""
    note = asked.note
    reasons = [] if asked.dossiers else [Reason("nothing_named", {"session": asked.session})]
    said = []
    for dossier in dict.fromkeys(asked.dossiers):
        turn = _closed_turn(ground, dossier)
        if isinstance(turn, Reason):
            reasons.append(turn)
            continue
        wide = too_wide(ground, turn)
        apart = _apart(ground, turn, wide=wide, note=note)
        result = _result(ground, turn)
        if apart or isinstance(result, list):
            reasons += [*apart, *(result if isinstance(result, list) else [])]
            continue
        about = {"dossier": dossier, "turn": turn["number"], "override": wide}
        said.append(Said(TURN, {"event": "concluded", **about, **result}, {"note": note} if note else {}))
    names = ("dossier", "turn", "score", "stars", "outcome", "band", "gate")
    told = [{name: one.payload[name] for name in names} for one in said]
    return reasons or Ruling(tuple(said), {"turns": told})


def _closed_turn(ground: Ground, dossier: str) -> Row | Reason:
    """The closed turn of a dossier that is to be concluded, or why there is none."""
    turn = current_turn(ground, dossier)
    if turn is not None and turn["status"] == OPEN:
        return Reason("turn_not_closed", {"dossier": dossier, "session": ground.session["code"]})
    return turn if turn is not None and turn["status"] == CLOSED else over(ground, dossier, turn)


def _apart(ground: Ground, turn: Row, *, wide: bool, note: str | None) -> list[Reason]:
    """Why sheets that differ so cannot be concluded."""
    spread, rules = ground.council.spread, ground.permit.published.rules
    about = {"dossier": turn["dossier"]}
    if diverge(ground, turn):
        return [Reason("opinions_diverge", about, roles_that_may(rules, "session.manage"))]
    if not wide:
        return []
    told = {**about, "spread": turn["spread"], "most": spread.most, "turn": turn["number"], "basis": spread.basis}
    if times_scored(ground, turn["dossier"]) < spread.turns:
        return [Reason("spread_too_wide", told, roles_that_may(rules, "session.manage"))]
    if spread.then != CHAIR_CONCLUDES:
        return [Reason("spread_for_regulation", told)]
    return [] if note else [Reason("spread_note_missing", told)]


def _result(ground: Ground, turn: Row) -> Any:
    criteria, given = ground.scoring(turn)
    key = (turn["session"], turn["dossier"], turn["number"])
    agreed: dict[str, int] = dict(ground.transaction.rows(_OPTIONS, key))
    findings = [
        {"ground": name, "at": place or None, "stands": bool(stands)}
        for name, place, stands in ground.transaction.rows(_FINDINGS, key)
    ]
    result = concluding(criteria, given, closed_payload(ground, turn), agreed, findings)
    if not isinstance(result, list):
        return result
    return [Reason(one.code, {**one.params, "dossier": turn["dossier"]}, one.mend) for one in result]


_OPTIONS = "SELECT criterion, option FROM agreed_option WHERE session = ? AND dossier = ? AND turn = ?"
_FINDINGS = (
    "SELECT ground, place, stands FROM agreed_finding WHERE session = ? AND dossier = ? AND turn = ? "
    "ORDER BY ground, place"
)
