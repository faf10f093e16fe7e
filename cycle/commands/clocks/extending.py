"""Giving a deadline a later last day, on a basis and within what the workflow allows."""

from datetime import date

from cycle.commands.clocks.allowed import caller_reasons, day_reasons, text_reasons, times_reasons
from cycle.commands.clocks.asked import EXTENDED, PAUSED, Ground, Judged
from cycle.commands.clocks.pausing import amending
from cycle.commands.spelling import clean_text
from workflows.calendars.calendars import moved
from workflows.deadlines.deadline_rules import Allowance
from workflows.deadlines.deadlines import without_extensions, year_after
from workflows.verdict import Reason

PERMISSION = "deadline.extend"


def extend(ground: Ground) -> Judged:
    """Set a later last day, which does not roll. Also when the present one is over."""
    allowance, asked = ground.rule.extend, ground.asked
    if allowance is None:
        return [ground.reason("extend_not_allowed")]
    reasons = [*caller_reasons(ground, allowance.by, PERMISSION), *day_reasons(ground)]
    reasons += [*times_reasons(ground, allowance, EXTENDED), *text_reasons(ground, basis=True)]
    reasons += _until_reasons(ground, allowance, asked.until)
    if ground.clock.status == PAUSED:
        reasons.append(ground.reason("deadline_paused"))
    if reasons or asked.until is None:
        return reasons
    basis = clean_text(asked.basis)
    event = {"event": EXTENDED, "day": ground.happened.isoformat(), "until": asked.until.isoformat(), "basis": basis}
    return amending(ground, [event], basis=basis, allowed_by=allowance.basis)


def _until_reasons(ground: Ground, allowance: Allowance, until: date | None) -> list[Reason]:
    if until is None:
        return [ground.reason("until_missing")]
    last_day = ground.clock.last_day
    if until <= last_day:
        return [ground.reason("until_not_later", until=until, last_day=last_day)]
    next_year = year_after(ground.clock.derivation) if ground.rule.yearly else None
    if next_year is not None and until >= next_year:
        return [ground.reason("until_next_year", until=until, next=next_year)]
    if allowance.most is None:
        return []
    latest = moved(ground.calendar, without_extensions(ground.clock.derivation, ground.calendar), allowance.most)
    if until <= latest:
        return []
    return [ground.reason("until_too_late", until=until, latest=latest, basis=allowance.basis)]
