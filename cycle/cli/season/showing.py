"""`ocop season show`: the frame of a season."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE
from cycle.cli.season.wording import (
    date_title,
    deadline_title,
    provisional_line,
    standing,
    state_title,
    window_title,
)
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.endings import OUTCOMES
from cycle.queries.seasons import frame as queries
from cycle.queries.seasons.frame import Frame, Outcome
from cycle.texts import Texts


@command("show")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def show(session: Session, programme: str, at: date | None) -> None:
    found = shown(queries.frame(session.app().office, view(session), programme, at or today(session)))
    texts = session.texts.under(session.rules())
    value = {**data(found), "counts": {name: found.counts.get(name, 0) for name in OUTCOMES}}
    write_shown(session, Shown(lambda: value, _tables(texts, found), pairs=_pairs(texts, found)))


def _pairs(texts: Texts, found: Frame) -> list[tuple[str, Any]]:
    pairs = [
        (texts.say("column.programme"), found.programme),
        (texts.say("column.period"), texts.say("season.period", starts=found.starts, ends=found.ends)),
        (texts.say("column.standing"), _standing(texts, found)),
        (texts.say("column.as_of"), found.on),
    ]
    pairs += [(texts.say(f"season.outcome.{name}"), found.counts.get(name, 0)) for name in OUTCOMES]
    note = [(texts.say("column.calendar"), provisional_line(texts, found))] if found.provisional else []
    return pairs + note


def _standing(texts: Texts, found: Frame) -> str:
    if found.closed is not None:
        return texts.say("season.frame.closed", day=found.closed)
    if found.opened is not None:
        return texts.say("season.frame.open", day=found.opened)
    return texts.say("season.frame.unopened")


def _tables(texts: Texts, found: Frame) -> Iterator[Table]:
    windows = [
        (window_title(texts, found.programme, one.name), one.opens, one.closes, standing(texts, one))
        for one in found.windows
    ]
    yield Table("season.windows", ("window", "opens", "closes", "standing"), windows)
    dates = [(date_title(texts, one), one.on, texts.say(f"season.day.{_past(one.past)}")) for one in found.dates]
    yield Table("season.dates", ("date", "ends_on", "standing"), dates)
    due = [
        (deadline_title(texts, one.workflow, one.name), one.last_day, one.dossiers, texts.say(_late(one.late)))
        for one in found.due
    ]
    yield Table("season.due", ("deadline", "ends_on", "dossiers", "standing"), due)
    yield Table("season.endings", ("state", "at_close", "by", "dossiers"), map(_row(texts), found.endings))


def _past(past: bool) -> str:
    return "past" if past else "ahead"


def _late(late: bool) -> str:
    return "season.due.late" if late else "season.due.running"


def _row(texts: Texts) -> Any:
    def row(one: Outcome) -> tuple[Any, ...]:
        own = texts.under(texts.rules, texts.rules.definitions.get(one.workflow) if texts.rules else None)
        after = own.show("trigger", one.trigger) if one.trigger else ""
        told = texts.say(f"season.outcome.{one.outcome}")
        return state_title(texts, one.workflow, one.state), told, after, one.dossiers

    return row
