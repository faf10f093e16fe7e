"""The verdicts of trials as lines and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cycle.cli.telling.answers import reason_json
from cycle.commands.payloads import plain
from cycle.texts import Texts
from cycle.trying import Run, left
from workflows.definition import Definition, Transition
from workflows.trying import Expected, Party, Tried
from workflows.trying.script import ELSEWHERE
from workflows.verdict import Reason, Refusal, Step

FILE = "trials"
INDENT = "     "


def run_lines(texts: Texts, run: Run) -> Iterator[str]:
    """Every act of a script with its verdict."""
    script = run.script
    texts = texts.under(texts.rules, script.definition)
    about = {"title": texts.title(script.definition.title), "workflow": script.definition.name}
    yield _say(texts, "script", file=script.path, **about, programme=script.programme.name)
    for walked in run.walks:
        title = walked.trial.title
        yield ""
        if title:
            yield _say(texts, "trial_titled", name=walked.trial.name, title=texts.title(title))
        else:
            yield _say(texts, "trial", name=walked.trial.name)
        for number, tried in enumerate(walked.tried, 1):
            yield from _act_lines(texts, number, tried)
    yield ""


def sum_lines(texts: Texts, runs: Sequence[Run]) -> Iterator[str]:
    """How many acts went as expected, and what nobody has tried."""
    yield _say(texts, "sum", **_counts(runs))
    for definition, found in left(runs):
        own = texts.under(texts.rules, definition)
        lists = {"untried": found.untried, "never_allowed": found.never_allowed, "never_refused": found.never_refused}
        seen: frozenset[int] = frozenset()
        for code, moves in lists.items():
            told = [_move(own, definition, one) for one in moves if id(one) not in seen]
            seen |= {id(one) for one in found.untried}
            if told:
                yield _say(own, code, workflow=definition.name, moves="; ".join(told))
        if not any(lists.values()):
            yield _say(own, "covered", workflow=definition.name)


def runs_json(texts: Texts, runs: Sequence[Run]) -> Mapping[str, Any]:
    """The same for programs."""
    counts = _counts(runs)
    return {
        "result": "unmet" if counts["unmet"] else "met",
        **counts,
        "scripts": [_script_json(texts, one) for one in runs],
        "coverage": [
            {
                "workflow": definition.name,
                "untried": [_move_json(one) for one in found.untried],
                "never_allowed": [_move_json(one) for one in found.never_allowed],
                "never_refused": [_move_json(one) for one in found.never_refused],
            }
            for definition, found in left(runs)
        ],
    }


def _act_lines(texts: Texts, number: int, tried: Tried) -> Iterator[str]:
    act = tried.act
    known = {"number": number, "day": act.day, "entered": act.entered, "party": _party(texts, act.party)}
    code = "act" if act.entered == act.day else "act_entered"
    told = _say(texts, code, **known, title=texts.show("trigger", act.trigger), name=act.trigger)
    if act.on_behalf:
        told = _say(texts, "act_for", told=told, other=_party(texts, act.on_behalf))
    yield "  " + told
    verdict = tried.verdict
    lines = _refusal(texts, verdict) if isinstance(verdict, Refusal) else _step(texts, tried, verdict)
    yield from (INDENT + line for line in lines)
    yield INDENT + _judged(texts, tried)


def _refusal(texts: Texts, refusal: Refusal) -> Iterator[str]:
    yield _say(texts, "refused")
    for reason in refusal.reasons:
        yield "- " + _say(texts, "reason", text=texts.reason(_of_trial(texts, reason)), code=reason.code)


def _of_trial(texts: Texts, reason: Reason) -> Reason:
    """A trial has one holder of each kind, which bears the name of the kind: that is told in words."""
    if "holder" not in reason.params or reason.params["holder"] != reason.params.get("held_by"):
        return reason
    return replace(reason, params={**reason.params, "holder": _say(texts, "holder")})


def _step(texts: Texts, tried: Tried, step: Step) -> Iterator[str]:
    """Where it leads, what was set aside, and what begins and ends with it."""
    yield _say(texts, "step", state=step.target, name=step.target)
    skipped = [one.guard for one in step.outcomes if one.result == "overridden"]
    if skipped:
        yield _say(texts, "overridden", guards="; ".join(texts.text("explain", f"skipped.{one}") for one in skipped))
    if tried.clocks:
        for name, due in tried.clocks.opened.items():
            yield _say(texts, "started", name=name, day=due.last_day)
        for name in tried.clocks.closed:
            yield _say(texts, "ended", name=name)
    if tried.opened:
        yield _say(texts, "opened", title=texts.title(tried.opened.title), name=tried.opened.name)


def _judged(texts: Texts, tried: Tried) -> str:
    expected = tried.act.expected
    if expected is None:
        return _say(texts, "unasked")
    if tried.met:
        return _say(texts, "met")
    return _say(texts, "unmet", wanted=_wanted(texts, expected), line=tried.act.line)


def _wanted(texts: Texts, expected: Expected) -> str:
    if expected.state is not None:
        return _say(texts, "wanted_state", state=expected.state, name=expected.state)
    codes = [one if count == 1 else _say(texts, "counted", code=one, count=count) for one, count in _refused(expected)]
    return _say(texts, "wanted_refusal", codes=", ".join(codes))


def _refused(expected: Expected) -> list[tuple[str, int]]:
    return sorted(expected.refused.items())


def _party(texts: Texts, party: Party) -> str:
    if party.scope == ELSEWHERE:
        return _say(texts, "elsewhere", role=party.role)
    return texts.role(str(party))


def _move(texts: Texts, definition: Definition, move: Transition) -> str:
    sources = texts.show("state", list(move.sources))
    return _say(texts, "move", title=texts.title(definition.triggers[move.trigger]), name=move.trigger, sources=sources)


def _say(texts: Texts, code: str, /, **params: Any) -> str:
    return texts.text(FILE, code, **params)


def _counts(runs: Sequence[Run]) -> Mapping[str, int]:
    met = [one.met for run in runs for one in run.tried]
    return {"total": len(met), "met": met.count(True), "unmet": met.count(False), "unasked": met.count(None)}


def _move_json(move: Transition) -> Mapping[str, Any]:
    return {"trigger": move.trigger, "from": list(move.sources), "to": move.target}


def _script_json(texts: Texts, run: Run) -> Mapping[str, Any]:
    texts = texts.under(texts.rules, run.script.definition)
    trials = [
        {"trial": walked.trial.name, "acts": [_act_json(texts, one) for one in walked.tried]} for walked in run.walks
    ]
    return {"file": run.script.path, "workflow": run.script.definition.name, "trials": trials}


def _act_json(texts: Texts, tried: Tried) -> Mapping[str, Any]:
    act, verdict = tried.act, tried.verdict
    told: dict[str, Any] = {
        "line": act.line,
        "do": act.trigger,
        "as": str(act.party),
        "for": str(act.on_behalf) if act.on_behalf else None,
        "day": plain(act.day),
        "entered": plain(act.entered),
        "from": tried.state,
        "met": tried.met,
    }
    if isinstance(verdict, Refusal):
        return {**told, "result": "refused", "reasons": [reason_json(one, texts) for one in verdict.reasons]}
    clocks = {name: plain(due.last_day) for name, due in tried.clocks.opened.items()} if tried.clocks else {}
    ended = list(tried.clocks.closed) if tried.clocks else []
    opened = tried.opened.name if tried.opened else None
    return {**told, "result": "step", "to": verdict.target, "started": clocks, "ended": ended, "opened": opened}
