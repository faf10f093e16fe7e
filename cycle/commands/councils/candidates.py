"""Whether a turn may be opened on a dossier: it is before this council, and is scored by a set that is loaded."""

from collections.abc import Mapping
from typing import Any

import orjson

from cycle.commands.councils.asked import Ground
from cycle.commands.councils.standing import current_turn, diverge, over, times_scored, too_wide
from cycle.commands.permits import roles_that_may
from cycle.sessions.folding import CONCLUDED, OPEN, VOID, Row
from cycle.sessions.scored import scored_by
from workflows.definition import Definition
from workflows.guards.council_values import TURN as TURN_VALUE
from workflows.rounds import ROUND_TYPES
from workflows.scoring.criteria import Criteria
from workflows.verdict import Reason

Found = Mapping[str, Any] | list[Reason]


def candidate(ground: Ground, dossier: str, number: int | None, note: str | None) -> Found:
    """What the record of a turn's opening says of a dossier, or every reason why there is none.

    The caller holds the lock of its root, if it writes. A set that is neither the product's nor its producer's choice
    is taken with a note only.
    """
    row = ground.transaction.row(_DOSSIER, (dossier,))
    if row is None:
        return [Reason("dossier_unknown", {"dossier": dossier})]
    about = dict(zip(_NAMES, row, strict=True))
    turn = current_turn(ground, dossier)
    definition = ground.rulebook.definition(ground.transaction, about["definition"], ground.published)
    if other := _kind_reasons(ground, about, definition):
        return [*_owner_reasons(ground, about), *other]
    reasons = [
        *_waiting(ground, about, definition),
        *_owner_reasons(ground, about),
        *_state_reasons(ground, about),
        *_round_reasons(ground, about, definition),
        *_turn_reasons(ground, dossier, turn),
    ]
    counted = turn if turn and turn["status"] != VOID else None
    scored = _scored(ground, definition, dossier, number if number is not None else _set_number(about, counted))
    if isinstance(scored, list):
        return reasons + scored
    reasons += [] if note else _set_reasons(about, counted, number)
    return reasons or {"dossier": dossier, "turn": turn["number"] + 1 if turn else 1, **scored}


def never_heard(ground: Ground, dossier: str) -> list[Reason]:
    """Why a dossier can never come before this council: it is unknown, another's, over, or of no state it hears."""
    row = ground.transaction.row(_DOSSIER, (dossier,))
    if row is None:
        return [Reason("dossier_unknown", {"dossier": dossier})]
    about = dict(zip(_NAMES, row, strict=True))
    reasons = _owner_reasons(ground, about)
    if about["final"] is not None:
        return [*reasons, Reason("dossier_over", {"dossier": dossier, "state": about["state"]})]
    definition = ground.rulebook.definition(ground.transaction, about["definition"], ground.published)
    return [*reasons, *_kind_reasons(ground, about, definition)]


def _kind_reasons(ground: Ground, about: Mapping[str, Any], definition: Definition) -> list[Reason]:
    """Why a dossier is of a kind that the council never hears, with the open ones below it that it does hear."""
    heard = frozenset[str]().union(*ground.council.hears.values())
    if definition.states.keys() & heard:
        return []
    below = ground.transaction.rows(_BELOW, (about["code"],))
    read = ((code, ground.rulebook.definition(ground.transaction, one, ground.published)) for code, one in below)
    instead = [code for code, one in read if one.states.keys() & heard]
    told = {"dossier": about["code"], "family": definition.family, "council": ground.council.name, "instead": instead}
    return [Reason("dossier_of_other_kind", told)]


def _owner_reasons(ground: Ground, about: Mapping[str, Any]) -> list[Reason]:
    (organisation,) = ground.transaction.row(_RUN_BY, (ground.session["programme"],)) or ("",)
    told = {"dossier": about["code"], "programme": ground.session["programme"]}
    return [Reason("dossier_of_others", told)] if about["organisation"] != organisation else []


def _state_reasons(ground: Ground, about: Mapping[str, Any]) -> list[Reason]:
    form = ground.session["form"]
    if about["state"] in ground.council.hears[form]:
        return []
    told = {"dossier": about["code"], "state": about["state"], "council": ground.council.name, "form": form}
    return [Reason("dossier_not_heard", told)]


def _round_reasons(ground: Ground, about: Mapping[str, Any], definition: Definition) -> list[Reason]:
    """A session of a round hears the dossiers of that round, and those that are in none, as re-evaluations."""
    of_level = [
        rule.name
        for rule in definition.recorded.values()
        if rule.type in ROUND_TYPES and rule.argument == ground.council.level
    ]
    values = orjson.loads(about["data"])["values"]
    joined = [values[name] for name in of_level if values.get(name)]
    session = ground.session
    if session["round"] is None or not joined or session["round"] in joined:
        return []
    told = {"dossier": about["code"], "round": joined[0], "session": session["code"], "held": session["round"]}
    return [Reason("dossier_of_other_round", told)]


def _turn_reasons(ground: Ground, dossier: str, turn: Row | None) -> list[Reason]:
    session, spread = ground.session["code"], ground.council.spread
    elsewhere = ground.transaction.row(_ELSEWHERE, (dossier, session))
    if elsewhere:
        return [Reason("turn_open", {"dossier": dossier, "session": elsewhere[0]})]
    if turn is None:
        return []
    if turn["status"] == VOID and turn["closed_seq"] is None:
        return []
    if turn["status"] in (OPEN, CONCLUDED, VOID):
        return [over(ground, dossier, turn)]
    if diverge(ground, turn):
        return [_diverged(ground, dossier)]
    if not too_wide(ground, turn):
        return [over(ground, dossier, turn)]
    last = Reason("turn_last", {"dossier": dossier, "turns": spread.turns, "basis": spread.basis})
    return [last] if times_scored(ground, dossier) >= spread.turns else []


def _diverged(ground: Ground, dossier: str) -> Reason:
    return Reason(
        "opinions_diverge", {"dossier": dossier}, roles_that_may(ground.permit.published.rules, "session.manage")
    )


def _waiting(ground: Ground, about: Mapping[str, Any], definition: Definition) -> list[Reason]:
    """What another session has concluded is taken by the dossier first: nobody scores until a result pleases.

    What was concluded by the criteria of another law is taken no more, so nobody waits for it.
    """
    dossier, session = about["code"], ground.session["code"]
    last = ground.transaction.row(_CONCLUDED, (dossier, session, ground.council.level, definition.criteria))
    taken = [rule.name for rule in definition.recorded.values() if rule.type == TURN_VALUE]
    if last is None or not taken:
        return []
    values = orjson.loads(about["data"])["values"]
    used = [(one["session"], one["turn"]) for name in taken if (one := values.get(name))]
    return [] if last in used else [Reason("result_waits", {"dossier": dossier, "session": last[0]})]


def _scored(ground: Ground, definition: Definition, dossier: str, number: int | None) -> Found:
    """The criteria and the set that a dossier is scored by, or why it cannot be."""
    found = scored_by(ground.published.rules, definition, dossier, number)
    if isinstance(found, Reason):
        return [found]
    criteria, given = found
    wanting = [] if ground.rehearsal else _wording(ground, criteria, given.number)
    return wanting or {"criteria": criteria.name, "set": given.number}


def _wording(ground: Ground, criteria: Criteria, number: int) -> list[Reason]:
    """No real session stands on our own labels."""
    missing = criteria.wording_missing(number)
    about = {"criteria": criteria.name, "decision": criteria.law.decision, "set": number, "missing": len(missing)}
    mend = roles_that_may(ground.permit.published.rules, "publish")
    return [Reason("wording_missing", about, mend)] if missing else []


def _set_reasons(about: Mapping[str, Any], turn: Row | None, number: int | None) -> list[Reason]:
    before = turn["set_number"] if turn else None
    known = [one for one in (before, about["assessed"], about["product_set"]) if one is not None]
    if number is None or not known or number in known:
        return []
    return [Reason("set_note_missing", {"dossier": about["code"], "set": number, "own": known[0]})]


def _set_number(about: Mapping[str, Any], turn: Row | None) -> int | None:
    """That of the turn before, of the producer's own assessment, of the product."""
    found = turn["set_number"] if turn else about["assessed"] or about["product_set"]
    return int(found) if found is not None else None


_NAMES = ("code", "state", "final", "definition", "data", "organisation", "assessed", "product_set")
_DOSSIER = (
    "SELECT d.code, d.state, d.final, d.definition, d.data, g.organisation, a.set_number, p.set_number FROM dossier d "
    "JOIN programme g ON g.code = d.programme LEFT JOIN self_assessment a ON a.dossier = d.code "
    "LEFT JOIN product p ON p.code = d.product WHERE d.code = ?"
)
_BELOW = (
    "WITH RECURSIVE below(code) AS (SELECT code FROM dossier WHERE parent = ? UNION "
    "SELECT d.code FROM dossier d JOIN below b ON d.parent = b.code) "
    "SELECT d.code, d.definition FROM dossier d JOIN below b ON b.code = d.code WHERE d.final IS NULL ORDER BY d.code"
)
_RUN_BY = "SELECT organisation FROM programme WHERE code = ?"
_ELSEWHERE = (
    "SELECT t.session FROM turn t JOIN session s ON s.code = t.session "
    "WHERE t.dossier = ? AND t.session <> ? AND s.status = 'open' AND t.status IN ('open', 'closed')"
)
_CONCLUDED = (
    "SELECT t.session, t.number FROM turn t JOIN session s ON s.code = t.session JOIN council c ON c.code = s.council "
    "JOIN record r ON r.stream = 'session/' || t.session AND r.seq = t.concluded_seq "
    "WHERE t.dossier = ? AND t.session <> ? AND c.level = ? AND t.criteria = ? "
    "AND t.status = 'concluded' "
    "ORDER BY r.recorded DESC, t.session DESC LIMIT 1"
)
