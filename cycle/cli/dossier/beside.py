"""What `ocop dossier path` tells beside the way: the clocks that run, and what is filed outside the rounds."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from cycle.cli.asking.seeing import today
from cycle.cli.asking.session import Session
from cycle.queries.dossiers.path_clocks import Running
from cycle.queries.dossiers.path_lines import PathShown
from cycle.texts import Texts
from workflows.paths import Outside


def beside(session: Session, texts: Texts, found: PathShown) -> list[tuple[str, str]]:
    """The clocks that run, with by how much one is over and what that allows, and the acts outside the rounds."""
    clocks = [(texts.say("path.running"), _clock(session, texts, one)) for one in found.running]
    return [*clocks, *((texts.say("path.outside"), _outside(texts, one, today(session))) for one in found.outside)]


def running_json(one: Running) -> Mapping[str, Any]:
    """A clock for programs."""
    told = {field.name: getattr(one, field.name) for field in fields(one)}
    title = {"vi": one.title.vi, "en": one.title.en} if one.title else None
    return {**told, "title": title, "definition": one.definition.name}


def _clock(session: Session, texts: Texts, one: Running) -> str:
    under = texts.under(session.rules(), one.definition)
    title = under.title(one.title) if one.title else one.deadline
    if one.instead:
        told = {"title": title, "dossier": one.dossier, "day": one.last_day, "instead": one.instead}
        return under.say("path.clock_above", **told)
    if not one.days:
        return under.say("path.clock", title=title, day=one.last_day)
    over = under.say("path.clock_over", title=title, day=one.last_day, days=one.days)
    then = [under.say("path.clock_then", trigger=trigger) for trigger in one.then]
    return "; ".join([over, *then])


def _outside(texts: Texts, one: Outside, on: date) -> str:
    """When an act outside the rounds can be done, or that its time is over."""
    if one.closes is not None and one.closes < on:
        days = (on - one.closes).days
        return texts.say("path.outside_over", trigger=one.trigger, day=one.closes, days=days)
    told = [texts.say("path.from", day=one.opens)] if one.opens else []
    told += [texts.say("path.until", day=one.closes)] if one.closes else []
    return " ".join([texts.say("path.outside_act", trigger=one.trigger), *told])
