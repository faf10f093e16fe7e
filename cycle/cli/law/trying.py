"""`ocop law try`: what a plan would do to every open dossier, and the sheet in which somebody chooses."""

from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import OneOf
from cycle.cli.law.asking import asking, desk_asked
from cycle.cli.law.told import Telling
from cycle.cli.telling.answers import DONE, FAILED, give
from cycle.cli.telling.lists import as_workbook
from cycle.cli.telling.output import progress, talk, write_json
from cycle.law import Tried, total_of, try_plan
from cycle.law.desk import Desk
from cycle.law.trying import SEES
from workflows.transfer.cases import MOVES, VERDICTS


@command("try")
@asking
@option("--result", type=OneOf(VERDICTS), metavar="RESULT")
@as_workbook
@click.pass_obj
def try_law(session: Session, /, plan: str, choices: Path | None, result: str | None, **more: Any) -> int:
    desk = desk_asked(session, plan, SEES, choices, **more)
    if not isinstance(desk, Desk):
        return give(session, desk)
    found = _tried(session, desk)
    wanted = [one for one in found if result in (None, one.result.verdict)]
    _show(session, desk, wanted)
    if session.xlsx is None and not session.json:
        talk(session.texts.say("law.tried", count=len(found), moves=_moving(found)))
    return DONE if _moving(found) == len(found) else FAILED


def _tried(session: Session, desk: Desk) -> list[Tried]:
    found = []
    with progress(session.texts.say("law.trying"), total_of(desk)) as bar:
        for one in try_plan(desk):
            found.append(one)
            bar.advance()
    return found


def _moving(found: list[Tried]) -> int:
    return sum(one.result.verdict == MOVES for one in found)


def _show(session: Session, desk: Desk, wanted: list[Tried]) -> None:
    telling = Telling(session, desk)
    if session.xlsx is not None:
        telling.sheet(session.xlsx, wanted)
    elif session.json:
        rows = [telling.json(one) for one in wanted]
        write_json({"plan": desk.plan.name, "hash": desk.asked.plan.hash, "rows": rows})
    else:
        telling.write(wanted)
