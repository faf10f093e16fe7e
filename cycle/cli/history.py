"""`ocop history`: what was done, how a dossier stood on any day, and the proof that nothing was changed."""

from datetime import date
from typing import Literal, cast

import click

from cycle.cli.asking.seeing import shown_of, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, OneOf
from cycle.cli.checkpoint import checkpoint
from cycle.cli.telling.answers import DONE, FAILED
from cycle.cli.telling.lists import Shown, as_workbook, data, write_shown
from cycle.cli.telling.output import progress, tell, write_json
from cycle.cli.telling.records import record_table, replay_pairs
from cycle.queries import history as queries
from cycle.queries.history import Fault, Verification
from cycle.texts import Texts

SEES_ALL = frozenset({"see.all"})


@group("history", commands=[checkpoint])
def history() -> None:
    """Questions on history."""


@history.command("show")
@click.argument("which", type=CODE, metavar="DOSSIER|STREAM")
@as_workbook
@click.pass_obj
def show(session: Session, which: str) -> None:
    found = shown_of(session, which, queries.show_history(session.app().office, view(session), which))
    write_shown(session, Shown(lambda: [data(one) for one in found], [record_table(session, found)]))


@history.command("replay")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--at", "at", type=DAY, metavar="DAY")
@option("--by", type=OneOf(("happened", "recorded")), default="happened")
@as_workbook
@click.pass_obj
def replay(session: Session, dossier: str, at: date | None, by: str) -> None:
    told = cast(Literal["happened", "recorded"], by)
    found = shown_of(session, dossier, queries.replay(session.app().office, view(session), dossier, at, told))
    tables = [record_table(session, found.records)]
    write_shown(session, Shown(lambda: data(found), tables, pairs=replay_pairs(session, dossier, found)))


@history.command("verify")
@click.pass_obj
def verify(session: Session) -> int:
    view(session, SEES_ALL)
    texts = session.texts
    with progress(texts.say("history.label"), 0) as bar:
        found = queries.verify(session.app().office, bar.reach)
    if session.json:
        write_json({"result": "different" if found.faults else "same", **data(found)})
    else:
        _tell(texts, found)
    return FAILED if found.faults else DONE


def _tell(texts: Texts, found: Verification) -> None:
    for fault in found.faults:
        tell(_fault(texts, fault))
    if found.more:
        tell(texts.say("history.more", count=found.more))
    end = "history.different" if found.faults else "history.same"
    counts = {"records": found.records, "streams": found.streams, "erased": found.erased}
    tell(texts.say("history.waiting", placed=found.placed, waiting=found.waiting))
    tell(texts.say(end, faults=len(found.faults) + found.more, **counts))


def _fault(texts: Texts, fault: Fault) -> str:
    return f"{fault.place}: {texts.say(f'fault.{fault.code}', **fault.params)}"
