"""`ocop season`: opening a season, with a dossier for each product that waits."""

from collections.abc import Iterable

import click

from cycle.answers import Done
from cycle.cli.answers import answer_json, give, status_of, worst
from cycle.cli.dossier.moves import refusal_line
from cycle.cli.output import progress, talk, tell, write_json
from cycle.cli.session import Session
from cycle.cli.spoken import group, option
from cycle.cli.written import CODE
from cycle.commands import seasons
from cycle.commands.seasons import Waiting
from workflows.verdict import Refusal

Outcome = tuple[str, Done | Refusal]


@group("season")
def season() -> None:
    """Acts on seasons."""


@season.command("open")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--dry-run", is_flag=True)
@option("--no-dossiers", is_flag=True)
@click.pass_obj
def open_season(session: Session, programme: str, dry_run: bool, no_dossiers: bool) -> int:
    office, caller = session.app().office, session.caller()
    waiting = (seasons.try_begin if dry_run else seasons.begin)(office, caller, programme)
    if isinstance(waiting, Refusal):
        return give(session, waiting)
    _begun(session, waiting, dry_run=dry_run)
    act = seasons.try_open_waiting if dry_run else seasons.open_waiting
    outcomes: Iterable[Outcome] = () if no_dossiers else act(office, caller, waiting)
    return _report(session, waiting, outcomes, dry_run=dry_run)


def _begun(session: Session, waiting: Waiting, *, dry_run: bool) -> None:
    told = "season.already" if waiting.open_already else "season.would" if dry_run else "season.opened"
    talk(session.texts.say(told, programme=waiting.programme, count=len(waiting.products)))


def _report(session: Session, waiting: Waiting, outcomes: Iterable[Outcome], *, dry_run: bool) -> int:
    texts = session.texts.under(session.rules())
    told, statuses = [], []
    with progress(texts.say("season.label"), len(waiting.products)) as bar:
        for product, answer in outcomes:
            statuses.append(status_of(answer))
            told.append({"product": product, **answer_json(answer, texts)})
            if not session.json:
                tell(_line(session, product, answer, dry_run=dry_run))
            bar.advance()
    if session.json:
        about = {"programme": waiting.programme, "open_already": waiting.open_already, "dry_run": dry_run}
        write_json({**about, "outcomes": told})
    counts = {kind: sum(1 for one in told if one["result"] == kind) for kind in ("done", "refused")}
    talk(texts.say("season.sum_dry" if dry_run else "season.sum", **counts))
    return worst(statuses)


def _line(session: Session, product: str, answer: Done | Refusal, *, dry_run: bool) -> str:
    if isinstance(answer, Done):
        told = "dossier.would_open" if dry_run else "dossier.opened"
        return session.texts.say(told, target=answer.target, product=product)
    return refusal_line(session.texts.under(session.rules()), product, answer)
