"""Whether an allowance lets somebody stop or extend a clock: who, how often, with the day of the act in order."""

from datetime import date, timedelta

from cycle.commands.clocks.asked import Ground
from cycle.commands.permits import roles_that_may
from cycle.commands.spelling import spelling_faults
from cycle.identity import permits
from workflows.deadlines.deadline_rules import Allowance
from workflows.naming import Who
from workflows.scopes import barred
from workflows.verdict import Reason


def caller_reasons(ground: Ground, by: tuple[Who, ...], permission: str | None = None) -> list[Reason]:
    """Why the caller may not: it is none of those declared, or has no role with the permission."""
    reasons = barred(by, ground.actor, ground.facts, ground.rules)
    return reasons if permission is None else [*reasons, *permission_reasons(ground, permission)]


def permission_reasons(ground: Ground, permission: str) -> list[Reason]:
    """Why the caller has not the permission: by its own roles, or those of the account that it enters for."""
    actor = ground.actor
    judged = actor.grants if (actor.on_behalf or "").startswith("account:") else actor.own_grants
    if permits(ground.rules, judged, permission):
        return []
    roles = roles_that_may(ground.rules, permission)
    return [Reason("not_permitted", {"permission": permission, "roles": list(roles)}, roles)]


def day_reasons(ground: Ground) -> list[Reason]:
    """Why the day of the act cannot be: in the future, too long ago, before the clock started or the dossier's last
    step, or before the last act on the clock.
    """
    day, previous, reasons = ground.happened, ground.facts.last_happened, []
    days = ground.facts.programme.entry_limit_days
    oldest = ground.today - timedelta(days=days)
    if day < oldest:
        reasons.append(Reason("happened_too_long_ago", {"happened": day, "oldest": oldest, "days": days}))
    if day > ground.today:
        reasons.append(Reason("happened_in_future", {"happened": day, "today": ground.today}))
    if day < ground.clock.starts:
        reasons.append(ground.reason("happened_before_clock", happened=day, starts=ground.clock.starts))
    elif previous is not None and day < previous:
        reasons.append(Reason("happened_before_previous", {"happened": day, "previous": previous}))
    last = last_day_of_acts(ground)
    if last is not None and day < last:
        reasons.append(ground.reason("happened_before_act", happened=day, previous=last))
    return reasons


def last_day_of_acts(ground: Ground) -> date | None:
    """The day of the last pause, resumption or extension."""
    days = [date.fromisoformat(event["day"]) for event in ground.clock.derivation.get("events", ())]
    return max([*days, *(act.happened for act in ground.past if act.event == "paused")], default=None)


def times_reasons(ground: Ground, allowance: Allowance, event: str) -> list[Reason]:
    """Why not once more: it has been done as often as the basis allows."""
    done = sum(act.event == event for act in ground.past)
    if allowance.times is None or done < allowance.times:
        return []
    return [ground.reason("allowance_used", times=allowance.times, basis=allowance.basis)]


def text_reasons(ground: Ground, *, basis: bool = False, note: bool = False) -> list[Reason]:
    """Why the texts cannot be kept: not there where they must be, or not readable."""
    asked, wanted = ground.asked, []
    wanted += [ground.reason("basis_missing")] if basis and not (asked.basis or "").strip() else []
    wanted += [ground.reason("remark_missing")] if note and not (asked.note or "").strip() else []
    given = {"basis": asked.basis, "note": asked.note}
    return [*wanted, *spelling_faults({name: text for name, text in given.items() if text and text.strip()})]
