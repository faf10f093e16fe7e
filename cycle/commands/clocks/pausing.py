"""Stopping a clock and letting it go on, where the workflow cites what allows it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cycle.clock import instant_text
from cycle.commands.clocks.allowed import caller_reasons, day_reasons, text_reasons, times_reasons
from cycle.commands.clocks.asked import PAUSED, RESUMED, Ground, Judged, PastAct, Ruling
from cycle.commands.spelling import clean_text
from cycle.deadlines import pause_ends
from workflows.calendars.calendars import moved
from workflows.deadlines.deadline_rules import Allowance, Period
from workflows.deadlines.deadlines import amended
from workflows.deadlines.reckoning import Events
from workflows.rules import Calendar

PERMISSION = "deadline.pause"


def pause(ground: Ground) -> Judged:
    """Stop a clock on the day of the act."""
    allowance = ground.rule.pause
    if allowance is None:
        return [ground.reason("pause_not_allowed")]
    reasons = [*caller_reasons(ground, allowance.by, PERMISSION), *day_reasons(ground)]
    reasons += [*times_reasons(ground, allowance, PAUSED), *text_reasons(ground)]
    latest = _latest(ground, allowance, ground.happened)
    if ground.clock.status == PAUSED:
        reasons.append(ground.reason("deadline_paused"))
    elif ground.happened > ground.clock.last_day:
        last_day = ground.clock.last_day
        reasons.append(ground.reason("deadline_passed", last_day=last_day, happened=ground.happened))
    elif latest == ground.happened:
        reasons.append(ground.reason("pause_used_up", basis=allowance.basis))
    if reasons:
        return reasons
    basis = clean_text(ground.asked.basis) or allowance.basis
    told = {"basis": basis, "allowed_by": allowance.basis, "latest": latest}
    over = pause_ends(ground.clock.derivation, latest.isoformat())["at"] if latest else None
    return Ruling(told, {"status": PAUSED, "next_at": over})


def resume(ground: Ground) -> Judged:
    """Let a clock go on; what was left on the day of the pause is left after the day of the act."""
    allowance = ground.rule.pause
    if allowance is None:
        return [ground.reason("pause_not_allowed")]
    reasons = [*caller_reasons(ground, allowance.by, PERMISSION), *day_reasons(ground), *text_reasons(ground)]
    paused = last_pause(ground.past)
    if ground.clock.status != PAUSED or paused is None:
        return [*reasons, ground.reason("deadline_not_paused")]
    latest = _latest(ground, allowance, paused.happened)
    if latest is not None and ground.happened > latest:
        day, basis = ground.happened, allowance.basis
        reasons.append(ground.reason("pause_too_long", happened=day, latest=latest, basis=basis))
    if reasons:
        return reasons
    events = [pause_event(paused), {"event": RESUMED, "day": ground.happened.isoformat()}]
    return amending(ground, events)


def amending(ground: Ground, events: Events, **more: Any) -> Judged:
    """The ruling that gives a deadline its new day after further events, with the day it had.

    Where the calendar now in force alone makes that day earlier, it is shortened only with a note that says why.
    """
    derivation = ground.clock.derivation
    changed = amended(ground.rule, derivation, events, ground.calendar)
    if ground.reckoned is not None and not (ground.asked.note or "").strip():
        same = amended(ground.rule, derivation, events, ground.reckoned).last_day
        if changed.last_day < same:
            day, revision = changed.last_day, ground.calendar.revision
            return [ground.reason("calendar_shortens", before=same, after=day, revision=revision)]
    days = {"due": instant_text(changed.instant), "last_day": changed.last_day.isoformat()}
    before = {"due": ground.clock.due, "last_day": ground.clock.last_day.isoformat()}
    payload = {**days, "derivation": changed.derivation, "before": before, **more}
    return Ruling(payload, days, changed.derivation)


def last_pause(past: tuple[PastAct, ...]) -> PastAct | None:
    """The last pause of a clock."""
    return next((act for act in reversed(past) if act.event == PAUSED), None)


def pause_event(paused: PastAct) -> Mapping[str, Any]:
    """A recorded pause as a derivation tells it."""
    told = {"event": PAUSED, "day": paused.happened.isoformat()}
    return {**told, "basis": paused.payload["basis"], "seq": paused.seq}


def _latest(ground: Ground, allowance: Allowance, paused: date) -> date | None:
    """The last day on which a clock stopped on `paused` may go on; None without a limit.

    `most` is for all pauses together: what earlier ones took is taken off.
    """
    if allowance.most is None:
        return None
    spans = _spans(ground)
    if allowance.most.working_days is None:
        used = sum(((last - first) for first, last in spans), timedelta())
        return max(paused, moved(ground.calendar, paused, allowance.most) - used)
    taken = sum(_working_days(ground.calendar, first, last) for first, last in spans)
    left = max(0, allowance.most.working_days - taken)
    return moved(ground.calendar, paused, Period(working_days=left))


def _spans(ground: Ground) -> list[tuple[date, date]]:
    """The earlier pauses that are over, each from its day to the day the clock went on."""
    found, first = [], None
    for event in ground.clock.derivation.get("events", ()):
        day = date.fromisoformat(event["day"])
        if event["event"] == PAUSED:
            first = day
        elif event["event"] == RESUMED and first is not None:
            found.append((first, day))
    return found


def _working_days(calendar: Calendar, after: date, until: date) -> int:
    return calendar.working_days.between(after, until)
