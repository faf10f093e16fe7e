"""`ocop calendar check`: a folder's calendars against their library, what is in force and the open seasons."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.declared import configuration
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FOLDER
from cycle.cli.telling.answers import DONE, FAILED
from cycle.cli.telling.lists import Shown, Table, as_workbook, write_shown
from cycle.cli.telling.output import talk
from cycle.clock import day_in
from cycle.commands.payloads import plain
from cycle.queries.calendars import Remark, check_calendars, open_programmes
from cycle.texts import Texts


@command("check")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@as_workbook
@click.pass_obj
def check(session: Session, folder: Path | None) -> int:
    rules = configuration(session, folder).rules
    office = session.app().office
    with office.database.reading() as transaction:
        published = office.rulebook.readable(transaction, day_in(office.zone, office.clock.now()))
    found = check_calendars(rules, published.rules if published else None, open_programmes(office))
    texts = session.texts
    rows = [(one.calendar, _about(one), _finding(texts, one), _told(texts, one)) for one in found]
    table = Table("table.calendar_check", ("calendar", "about", "finding", "remark"), rows)
    write_shown(session, Shown(lambda: {"remarks": [_data(one) for one in found]}, [table]))
    wrong = sum(one.mend for one in found)
    if not session.json and session.xlsx is None:
        talk(texts.say("calendar.to_mend" if wrong else "calendar.nothing_to_mend", count=wrong))
    return FAILED if wrong else DONE


def _about(one: Remark) -> date | str:
    return one.about if isinstance(one.about, date) else str(one.about)


def _finding(texts: Texts, one: Remark) -> str:
    return texts.word(f"calendar_check.{one.kind}")


def _told(texts: Texts, one: Remark) -> str:
    params = {**one.params, "document": one.params.get("document") or texts.say("calendar.no_document")}
    if "works" in params:
        params["counts"] = texts.word("day_counts.worked" if params["works"] else "day_counts.off")
    return texts.say(f"calendar.{one.kind}", **params)


def _data(one: Remark) -> Any:
    about = one.about.isoformat() if isinstance(one.about, date) else one.about
    return {"calendar": one.calendar, "kind": one.kind, "about": about, "mend": one.mend, **plain(dict(one.params))}
