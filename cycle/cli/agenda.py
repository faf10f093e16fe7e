"""`ocop agenda`: what an organisation owes, week by week, on the screen, as a workbook or for its own calendar."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from cycle.cli.almanac import almanac_of, keep
from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.telling.lists import Table, as_workbook, data, write_under
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.owed import NONE, Columns, deadline_table, titling
from cycle.cli.telling.workbook import save_workbook
from cycle.queries.deadlines.agenda import Agenda, Asked, Duty, Turn, Week, read_agenda
from cycle.sheets import Value
from cycle.texts import Texts
from cycle.texts.lacks import lack_line

TURNS = ("day", "programme", "turn")
MOST_WEEKS = 520


@command("agenda")
@click.argument("organisation", type=CODE, metavar="ORGANISATION")
@option("--from", "starts", type=DAY, metavar="DAY")
@option("--weeks", type=Whole(1, MOST_WEEKS), default=4, metavar="NUMBER")
@option("--coordinating", is_flag=True)
@option("--season", "programme", type=CODE, metavar="PROGRAMME")
@option("--ics", "ics", type=FILE, metavar="FILE.ics")
@as_workbook
@click.pass_obj
def agenda(session: Session, /, organisation: str, starts: date | None, ics: Path | None, **more: Any) -> None:
    if ics is not None:
        alone("--ics", "--from", "--weeks", "--coordinating", "--season")
    asked, on = Asked(organisation, starts or today(session), **more), today(session)
    if ics is not None:
        keep(session, ics, almanac_of(session, asked, on))
        return
    found = shown(read_agenda(session.app().office, view(session), asked, on))
    if not found.whole and (session.json or session.xlsx is not None):
        talk(session.texts.say("owed.as_seen"))
    _show(session, found)


def _show(session: Session, found: Agenda) -> None:
    if session.xlsx is not None:
        save_workbook(session, session.xlsx, _sheets(session, found))
    elif session.json:
        write_json(data(found))
    else:
        _tell(session, found)


def _sheets(session: Session, found: Agenda) -> Iterable[Table]:
    """One sheet of all duties, with the week that each belongs to, and one of the windows."""
    texts = session.texts
    parts = [(texts.say("owed.overdue"), found.overdue), *((_days(texts, one), one.duties) for one in found.weeks)]
    parts.append((texts.say("owed.paused"), found.paused))
    weeks = [told for told, duties in parts for _ in duties]
    yield _table(session, [one for _, duties in parts for one in duties], {"week": weeks})
    yield _turns(texts.under(session.rules()), [one for week in found.weeks for one in week.turns])


def _tell(session: Session, found: Agenda) -> None:
    texts = session.texts.under(session.rules())
    tell(texts.say("agenda.title", organisation=found.organisation.name, on=found.on))
    if not found.whole:
        tell(texts.say("owed.as_seen"))
    write_under(session, texts.say("agenda.overdue", count=len(found.overdue)), _table(session, found.overdue))
    for empty, weeks in groupby(found.weeks, key=lambda one: not one.duties and not one.turns):
        _tell_weeks(session, texts, list(weeks), empty=empty)
    if found.paused:
        write_under(session, texts.say("agenda.paused", count=len(found.paused)), _table(session, found.paused))
    tell()
    tell(texts.say("agenda.later", count=found.later))


def _tell_weeks(session: Session, texts: Texts, weeks: Sequence[Week], *, empty: bool) -> None:
    """Each week by itself; empty ones, which follow each other, on one line."""
    if empty:
        days = texts.say("agenda.days", starts=weeks[0].starts, ends=weeks[-1].ends)
        tell()
        tell(texts.say("agenda.empty" if len(weeks) == 1 else "agenda.empty_weeks", days=days, count=len(weeks)))
        return
    for week in weeks:
        write_under(session, texts.say("agenda.week", days=_days(texts, week)), _table(session, week.duties))
        if week.turns:
            write_under(session, texts.say("table.turns"), _turns(texts, week.turns))


def _turns(texts: Texts, turns: Iterable[Turn]) -> Table:
    return Table("table.turns", TURNS, [_turn(texts, one) for one in turns])


def _table(session: Session, duties: Sequence[Duty], beside: Columns = NONE) -> Table:
    known = titling(session)
    lacking = [_lacking(known(one.deadline.definition).texts, one) for one in duties]
    return deadline_table(session, "table.agenda", [one.deadline for one in duties], {"lacking": lacking, **beside})


def _lacking(texts: Texts, duty: Duty) -> str:
    """The papers that keep the dossier from moving on, each with what is wrong with it."""
    return "; ".join(lack_line(texts, reason) for reason in duty.missing)


def _days(texts: Texts, week: Week) -> str:
    return texts.say("agenda.days", starts=week.starts, ends=week.ends)


def _turn(texts: Texts, one: Turn) -> Sequence[Value]:
    told = texts.say(f"agenda.{one.event}", window=_window(texts, one))
    return one.day, one.programme, told


def _window(texts: Texts, one: Turn) -> str:
    known = texts.rules.programmes if texts.rules else {}
    windows = known[one.programme].windows if one.programme in known else {}
    return texts.title(windows[one.window].title) if one.window in windows else one.window
