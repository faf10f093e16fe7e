"""A notice: an act as it happened, in the words of the rules under which it was done, never from today's truth.

Only the days that are left are counted from the day of the letter, as in every other one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import orjson

from cycle.letters.acts import DEADLINE, PAPER, STEP, ToldAct
from cycle.letters.audiences import Occasion
from cycle.letters.composed import Composed, Queued
from cycle.letters.composing.almanac import calendar_of, entry
from cycle.letters.composing.lines import Lines
from cycle.letters.composing.named import names_in, who_did
from cycle.letters.composing.results import found_before
from cycle.letters.composing.wording import Own
from cycle.queries.deadlines.owed import Case
from cycle.queries.evaluation.grounds import grounds_of
from cycle.transactions import Transaction
from notifications.facts import Line, Notice
from workflows.definition import Transition
from workflows.guards.council_values import TURN
from workflows.naming import Who
from workflows.verdict import Reason

OVERRIDDEN = "overridden"
PAUSED = "paused"
NOTES = ("note", "reason")
# A deadline's name, the record that opened it, and how it is reckoned.
Clock = tuple[str, int, Mapping[str, Any]]


class Subject(NamedTuple):
    """The dossier that an act is about, as people call it."""

    case: Case
    pinned: str
    about: str


def compose_notice(transaction: Transaction, lines: Lines, about: tuple[Queued, Subject], act: ToldAct) -> Composed:
    """What a notice says to its recipient."""
    queued, subject = about
    own = lines.words.of(subject.pinned)
    owed = list(_owed(lines, about, (act, _clocks(transaction, act)), own))
    body = Notice(
        act=_title(own, act),
        dossier=subject.case.dossier,
        about=subject.about,
        producer=subject.case.producer.name if subject.case.producer else "",
        happened=act.happened,
        by=who_did(transaction, lines, subject.case, act),
        state=own.state(state) if (state := _state(transaction, act)) else "",
        note="\n".join(act.personal[name] for name in NOTES if act.personal.get(name)),
        values=tuple(_values(transaction, own, act)),
        reasons=tuple(_reasons(own, act)),
        owed=tuple(line for line, _ in owed),
        basis=_basis(own, act),
    )
    tells = ({"stream": act.stream, "seq": act.seq, "dossier": subject.case.dossier},)
    days = [entry(lines, queued, line, named) for line, named in owed]
    return Composed(body, tells, (), calendar_of(lines, queued, days))


def as_things_stand(transaction: Transaction, notice: Notice) -> Notice:
    """A notice without what it tells as owed and is settled, or has another last day by now."""
    rows = transaction.rows(_RUNNING, (notice.dossier,)) if notice.owed else []
    running = {date.fromisoformat(last_day) for (last_day,) in rows}
    return replace(notice, owed=tuple(line for line in notice.owed if line.last_day in running))


def _title(own: Own, act: ToldAct) -> str:
    if act.kind == STEP:
        return own.trigger(act.payload["trigger"])
    if act.kind == PAPER:
        return own.texts.say("telling.paper_rejected")
    return own.texts.say(f"telling.act.{act.payload['event']}")


def _basis(own: Own, act: ToldAct) -> str:
    if act.kind == STEP:
        move = _move(own, act)
        return (move.basis or "") if move else ""
    return str(act.payload.get("basis", "")) if act.kind == DEADLINE else ""


def _values(transaction: Transaction, own: Own, act: ToldAct) -> Iterator[tuple[str, str]]:
    payload, texts = act.payload, own.texts
    if act.kind == STEP:
        given = {name: payload["values"][name] for name in payload["values"] if not _is_paper(own, name)}
        yield from own.values(given, names_in(transaction, given))
        yield from found_before(transaction, own, act)
        yield from _grounds(transaction, own, act)
        return
    if act.kind == PAPER:
        yield texts.say("telling.paper"), texts.show("paper", payload["type"])
        return
    yield texts.say("telling.deadline"), own.deadline(payload["deadline"]["name"])
    before = payload.get("before") or {}
    for name, day in (("last_day_before", before.get("last_day")), ("last_day_now", payload.get("last_day"))):
        if day is not None:
            yield texts.say(f"telling.{name}"), texts.show("day", day)
    if payload.get("proposal"):
        yield texts.say("telling.proposed"), own.trigger(payload["proposal"])
    if payload.get("to"):
        yield texts.say("telling.released_to"), names_in(transaction, {"to": [payload["to"]]})[payload["to"]]


def _grounds(transaction: Transaction, own: Own, act: ToldAct) -> Iterator[tuple[str, str]]:
    """Why the council has given no rank, where the step records a turn without one."""
    turns = (act.payload["values"].get(name) for name, rule in own.definition.recorded.items() if rule.type == TURN)
    for turn in filter(None, turns):
        found = (turn["session"], act.stream.partition("/")[2], turn["turn"])
        told = [own.ground(one) for one in grounds_of(transaction, own.rulebook, found)]
        if told:
            yield own.texts.say("telling.grounds"), "; ".join(told)


def _is_paper(own: Own, name: str) -> bool:
    rule = own.definition.recorded.get(name)
    return rule is not None and rule.type == "paper"


def _reasons(own: Own, act: ToldAct) -> Iterator[str]:
    """The conditions that somebody has set aside."""
    for outcome in act.payload.get("guards", ()):
        if outcome["result"] == OVERRIDDEN:
            for one in outcome.get("reasons", ()):
                yield own.texts.reason(Reason(one["code"], one["params"], tuple(one["mend"])))


def _owed(
    lines: Lines, about: tuple[Queued, Subject], told: tuple[ToldAct, Sequence[Clock]], own: Own
) -> Iterator[tuple[Line, tuple[str, int]]]:
    """What the act starts, or the deadline that it is about, each with what names it in a calendar."""
    (queued, subject), (act, clocks) = about, told
    for name, opened, derivation in clocks:
        last_day = date.fromisoformat(derivation["last_day"])
        occasion = Occasion(subject.case.named(_owes(subject.case, own, act, name)))
        owing = lines.desk.audiences.recipients(occasion.owing)
        line = Line(
            dossier=subject.case.dossier,
            about=subject.about,
            what=own.deadline(name),
            last_day=last_day,
            days_left=None if act.payload.get("event") == PAUSED else lines.days_to(last_day),
            basis=own.basis(name, derivation.get("length_from")),
            producer=subject.case.producer.name if subject.case.producer else "",
            owed_by="" if owing == (queued.recipient,) else lines.words.parties(occasion.owing),
            provisional=tuple(derivation.get("provisional", ())),
            others=queued.recipient not in owing,
        )
        yield line, (f"{subject.case.dossier}/{name}/{opened}", derivation.get("changes", 0))


def _clocks(transaction: Transaction, act: ToldAct) -> list[Clock]:
    """The deadlines that an act starts or is about, each with its derivation as of the act."""
    if act.kind == STEP:
        return [(one["name"], act.seq, one["derivation"]) for one in act.payload["deadlines"]["opened"]]
    if act.kind != DEADLINE:
        return []
    told = act.payload["deadline"]
    derivation = act.payload.get("derivation") or _derivation(transaction, act)
    return [(told["name"], told["opened"], derivation)] if derivation else []


def _derivation(transaction: Transaction, act: ToldAct) -> Mapping[str, Any] | None:
    """How a deadline was reckoned when an act was done that did not change it."""
    which = act.payload["deadline"]
    for kind, text in transaction.rows(_UNTIL, (act.stream, which["opened"], act.seq)):
        payload = orjson.loads(text)
        if kind == DEADLINE and payload["deadline"] == which and "derivation" in payload:
            return dict(payload["derivation"])
        for one in payload["deadlines"]["opened"] if kind != DEADLINE else ():
            if one["name"] == which["name"]:
                return dict(one["derivation"])
    return None


def _state(transaction: Transaction, act: ToldAct) -> str:
    """The state in which an act found or left its dossier; empty where it is about none."""
    if act.kind == STEP:
        return str(act.payload["to"])
    (text,) = transaction.row(_MOVED, (act.stream, act.seq)) or ("",)
    return str(orjson.loads(text)["to"]) if text else ""


def _owes(case: Case, own: Own, act: ToldAct, name: str) -> tuple[Who, ...]:
    """Who owes an act by the rule of its deadline, else by the state that a step has led to."""
    rule = own.definition.deadlines.get(name)
    state = own.definition.states.get(act.payload["to"] if act.kind == STEP else case.state)
    return rule.owes if rule and rule.owes else state.owes if state else ()


def _move(own: Own, act: ToldAct) -> Transition | None:
    return own.definition.moves.get((act.payload["from"], act.payload["trigger"]))


_RUNNING = "SELECT last_day FROM deadline WHERE dossier = ? AND status IN ('open', 'paused')"
_UNTIL = (
    "SELECT kind, payload FROM record WHERE stream = ? AND seq >= ? AND seq < ? "
    "AND kind IN ('opened', 'step', 'moved', 'corrected', 'deadline') ORDER BY seq DESC"
)
_MOVED = (
    "SELECT payload FROM record WHERE stream = ? AND seq <= ? "
    "AND kind IN ('opened', 'step', 'moved', 'corrected') ORDER BY seq DESC LIMIT 1"
)
