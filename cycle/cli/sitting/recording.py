"""`ocop session record`: the results of a session become steps of its dossiers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import click

from cycle.answers import Answer
from cycle.cli.asking.acting import acting, caller_of
from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE
from cycle.cli.telling.batches import report, tried
from cycle.cli.telling.output import talk
from cycle.commands.documents.kinds import KINDS
from cycle.commands.documents.kinds import SESSION as OF_SESSION
from cycle.commands.fire import Fire, fire_in_batches
from cycle.queries.evaluation.results import Results, find_results
from workflows.verdict import Reason, Refusal


@command("record")
@click.argument("code", type=CODE, metavar="SESSION")
@option("--happened", type=DAY, metavar="DAY")
@acting
@click.pass_obj
def record(session: Session, /, code: str, happened: date | None, dry_run: bool, **acts: Any) -> int:
    caller, office = caller_of(session, **acts), session.app().office
    found = shown(find_results(office, view(session), code, happened))
    for line in _left_out(session, code, found):
        talk(line)
    asked = [
        Fire(
            one.dossier,
            one.trigger,
            caller.account,
            caller.on_behalf,
            one.values,
            happened=happened,
            request_id=caller.request,
        )
        for one in found.awaited
    ]
    answers = tried(office, asked) if dry_run else fire_in_batches(office, asked)
    lacking = {one.dossier: one.lacking for one in found.awaited}
    outcomes = ((fire, _explained(answer, code, fire.dossier, lacking[fire.dossier])) for fire, answer in answers)
    return report(session, outcomes, [one.dossier for one in asked], dry_run=dry_run)


def _left_out(session: Session, code: str, found: Results) -> Iterator[str]:
    """Of which dossiers nothing is recorded, and why."""
    texts = session.texts.under(session.rules())
    for dossier, why in found.left.items():
        yield texts.say("session.left_out", dossier=dossier, why=texts.reason(why))
    if found.scored:
        yield texts.say("session.still_scored", session=code, count=len(found.scored), dossiers=found.scored)
    if found.closed:
        yield texts.say("session.still_closed", session=code, count=len(found.closed), dossiers=found.closed)
    if not (found.awaited or found.left or found.scored or found.closed):
        yield texts.say("session.nothing_scored", session=code)


def _explained(answer: Answer, session: str, dossier: str, lacking: Mapping[str, str]) -> Answer:
    """A refusal that tells how to file the document of the session that it lacks; any other answer as it is."""
    if not isinstance(answer, Refusal):
        return answer
    kinds = {one.paper: one.name for one in KINDS.values() if OF_SESSION in one.abouts}
    told = []
    for reason in answer.reasons:
        paper = lacking.get(reason.params.get("value", "")) if reason.code == "value_missing" else None
        about = {"dossier": dossier, "session": session, "paper": paper}
        filed = kinds.get(paper) if paper else None
        told.append(Reason("result_paper_missing", {**about, "kind": filed}, reason.mend) if filed else reason)
    return replace(answer, reasons=tuple(told))
