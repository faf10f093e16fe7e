"""The sheet of a deadline in words: how its last day came about, one line for each thing it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cycle.cli.telling.clocked import actor_name, ends_told
from cycle.cli.telling.lists import Table, wall
from cycle.cli.telling.output import shown
from cycle.cli.telling.titles import Titled
from cycle.queries.deadlines.derivations import ActTold, DeadlineTold, MarkTold
from cycle.sheets import Value
from workflows.calendars.calendars import WEEKEND

EXTENDED = "extended"
ACTS = ("happened", "recorded", "act", "basis", "clock_before", "last_day", "actor", "note")
MARKS = ("clock_mark", "clock_at", "clock_to", "status")


def sheet_pairs(own: Titled, one: DeadlineTold, owed_by: str) -> list[tuple[str, Any]]:
    """Who owes the act, what the deadline rests on, from its start to its last instant, and how it stands."""
    pairs = {
        "dossier": one.dossier,
        "deadline_name": own.texts.show("deadline", one.name),
        "owed_by": owed_by,
        "clock_started": _started(own, one),
        "starts": own.texts.say("clock.day_zero", day=one.starts),
        "clock_length": _length(own, one.derivation),
        "basis": one.derivation.get("basis", ""),
        "clock_calendar": _calendar(own, one.derivation),
        "clock_original": one.original if one.original != one.last_day else None,
        "clock_falls_on": _falls_on(own, one),
        "last_day": one.last_day,
        "clock_instant": own.texts.say("clock.instant", instant=shown(wall(one.due, one.zone)), zone=one.zone),
        "clock_provisional": _provisional(own, one),
        "status": _status(own, one),
        "clock_proposal": own.texts.show("trigger", one.proposal) if one.proposal else None,
        "clock_escalation": own.texts.say(f"clock.escalation.{one.escalation}") if one.escalation else None,
    }
    return [(own.texts.say(f"column.{name}"), value) for name, value in pairs.items() if value not in (None, "")]


def sheet_tables(own: Titled, one: DeadlineTold, names: Mapping[str, str]) -> Iterator[Table]:
    """The days that did not count or were added, the acts on the deadline, its reminders and its end."""
    yield Table("clock.days", ("clock_day", "clock_counts", "clock_why"), _days(own, one.derivation))
    yield Table("clock.acts", ACTS, [_act(own, act, names, one.zone) for act in one.acts])
    yield Table("clock.marks", MARKS, [_mark(own, one, mark) for mark in one.marks])


def parties_of(one: DeadlineTold) -> set[str]:
    """Everybody whose name the sheet shows."""
    acted = {f"account:{act.actor}" for act in one.acts} | {act.on_behalf for act in one.acts if act.on_behalf}
    released = {f"organisation:{code}" for act in one.acts if act.event == "released" for code in act.to}
    return acted | released


def _started(own: Titled, one: DeadlineTold) -> str:
    """What started the clock, and the act that brought it about."""
    start = one.derivation.get("start", {"kind": "entering", "name": ""})
    by = one.derivation["started_by"]
    what = own.texts.say(f"clock.start.{start['kind']}", name=start["name"])
    if "trigger" in by:
        return own.texts.say("clock.started_by", what=what, trigger=by["trigger"], day=by["happened"])
    began = "clock.started_moving" if by.get("kind") == "moved" else "clock.started_opening"
    return own.texts.say(began, what=what, day=by.get("happened", one.starts))


def _length(own: Titled, told: Mapping[str, Any]) -> str:
    source = told.get("length_from", {})
    named = own.texts.say(f"clock.from.{source.get('origin', 'workflow')}")
    if told.get("fixed"):
        fixed = told["fixed"]
        length = _fixed(own, fixed)
        if fixed.get("term") and fixed["term"] != fixed["on"]:
            length += " " + own.texts.say("clock.fixed.term", term=fixed["term"])
    else:
        unit, count = next((unit, count) for unit, count in told["length"].items() if count is not None)
        length = own.texts.say(f"clock.length.{unit}", count=count)
    basis = source.get("basis", "")
    # A basis may say itself where it comes from.
    origin = basis if basis.startswith(named) else f"{named}, {basis}"
    return own.texts.say("clock.length.from", length=length, source=origin)


def _fixed(own: Titled, fixed: Mapping[str, Any]) -> str:
    if "before" in fixed:
        told = {"day": fixed["on"], "count": fixed["before"]["days"]}
        return own.texts.say("clock.fixed.back", **told, deadline=fixed["deadline"], last_day=fixed["last_day"])
    if "round" in fixed:
        return own.texts.say("clock.fixed.held", day=fixed["on"], round=fixed["round"])
    return own.texts.say("clock.fixed.until" if fixed["inclusive"] else "clock.fixed.before", day=fixed["on"])


def _calendar(own: Titled, told: Mapping[str, Any]) -> str | None:
    calendar = told.get("calendar")
    if not calendar:
        return None
    if "revision" not in calendar:
        return own.texts.say("clock.calendar_old", name=calendar["name"], status=_year(own, calendar.get("year", "")))
    years = [f"{year} {_year(own, status)}" for year, status in sorted(calendar["years"].items())]
    told_years = ", ".join(years)
    return own.texts.say("clock.calendar", name=calendar["name"], revision=calendar["revision"], years=told_years)


def _year(own: Titled, status: str) -> str:
    return own.texts.say(f"clock.year.{status}") if status else ""


def _falls_on(own: Titled, one: DeadlineTold) -> str | None:
    """Where counting ended, and whether it rolled on from there."""
    told = one.derivation
    if "falls_on" not in told:
        return None
    falls_on = date.fromisoformat(told["falls_on"])
    if [event["event"] for event in told.get("events", ())][-1:] == [EXTENDED]:
        return own.texts.say("clock.named", day=falls_on)
    if falls_on != one.last_day:
        return own.texts.say("clock.rolled", falls_on=falls_on, last_day=one.last_day)
    return own.texts.say("clock.not_rolled" if told.get("rolls") else "clock.never_rolls", day=falls_on)


def _provisional(own: Titled, one: DeadlineTold) -> str | None:
    return (
        own.texts.say("clock.provisional", years=[str(year) for year in one.provisional]) if one.provisional else None
    )


def _status(own: Titled, one: DeadlineTold) -> str:
    return own.texts.say("clock.status.overdue" if one.overdue else f"clock.status.{one.status}")


def _days(own: Titled, told: Mapping[str, Any]) -> list[Sequence[Value]]:
    """Every holiday and every day worked instead by itself; weekends that say nothing more, together."""
    days = told.get("days") or [
        {"day": one["day"], "why": one["reason"], "counts": False} for one in told.get("skipped", ())
    ]
    weekends = [date.fromisoformat(one["day"]) for one in days if one["why"] == WEEKEND]
    rows: list[tuple[date, Sequence[Value]]] = []
    for one in days:
        if one["why"] != WEEKEND:
            day = date.fromisoformat(one["day"])
            rows.append((day, (day, _counts(own, counts=one["counts"]), one["why"])))
    if weekends:
        span = own.texts.say("clock.span", first=weekends[0], last=weekends[-1])
        why = own.texts.say("clock.weekends", count=len(weekends))
        told_days = span if len(weekends) > 1 else weekends[0]
        rows.append((weekends[0], (told_days, _counts(own, counts=False), why)))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _counts(own: Titled, *, counts: bool) -> str:
    return own.texts.say("clock.counted" if counts else "clock.skipped")


def _act(own: Titled, act: ActTold, names: Mapping[str, str], zone: str) -> Sequence[Value]:
    who = actor_name(own.texts, names, act.actor)
    if act.on_behalf:
        who = own.texts.say("clock.on_behalf", who=who, party=names.get(act.on_behalf, act.on_behalf))
    days = act.happened, wall(act.recorded, zone)
    told = "; ".join([act_line(own, act, names), *ends_told(own.texts, act.event, act.ends)])
    return *days, told, act.basis or "", act.before, act.last_day, who, act.note or ""


def act_line(own: Titled, act: ActTold, names: Mapping[str, str]) -> str:
    """What an act did."""
    if act.event == "released":
        return own.texts.say("clock.act.released", to=[names.get(f"organisation:{code}", code) for code in act.to])
    if act.proposal:
        return own.texts.say(f"clock.act_proposed.{act.event}", trigger=act.proposal)
    return own.texts.say(f"clock.act.{act.event}")


def _mark(own: Titled, one: DeadlineTold, mark: MarkTold) -> Sequence[Value]:
    kind = own.texts.say(f"clock.mark.{mark.kind}")
    to = own.texts.show("who", mark.to) if mark.to else own.texts.say("clock.to_owing")
    status = own.texts.say(
        f"clock.mark_status.{mark.status}", done=shown(wall(mark.done, one.zone)) if mark.done else ""
    )
    return kind, wall(mark.at, one.zone), to if mark.kind == "reminder" else "", status
