"""`ocop season open`: opening a season, with a dossier for each product that waits."""

from collections.abc import Iterable

import click

from cycle.answers import Done
from cycle.cli.asking.seeing import shown, today
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE
from cycle.cli.season.wording import provisional_line, window_line
from cycle.cli.telling.answers import answer_json, give, status_of, worst
from cycle.cli.telling.lists import data
from cycle.cli.telling.moves import refusal_line
from cycle.cli.telling.output import progress, talk, tell, write_json
from cycle.commands.seasons import seasons
from cycle.commands.seasons.seasons import Waiting
from cycle.queries.seasons.frame import Frame, declared_frame
from workflows.verdict import Refusal

Outcome = tuple[str, Done | Refusal]


@command("open")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--dry-run", is_flag=True)
@option("--no-dossiers", is_flag=True)
@click.pass_obj
def open_season(session: Session, programme: str, dry_run: bool, no_dossiers: bool) -> int:
    office, caller = session.app().office, session.caller()
    waiting = (seasons.try_begin if dry_run else seasons.begin)(office, caller, programme)
    if isinstance(waiting, Refusal):
        return give(session, waiting)
    frame = shown(declared_frame(office, programme, today(session)))
    _begun(session, waiting, frame, dry_run=dry_run)
    act = seasons.try_open_waiting if dry_run else seasons.open_waiting
    outcomes: Iterable[Outcome] = () if no_dossiers else act(office, caller, waiting)
    return _report(session, waiting, frame, outcomes, dry_run=dry_run)


def _begun(session: Session, waiting: Waiting, frame: Frame, *, dry_run: bool) -> None:
    texts = session.texts.under(session.rules())
    told = "season.already" if waiting.open_already else "season.would" if dry_run else "season.opened"
    talk(texts.say(told, programme=waiting.programme, count=waiting.count))
    for one in frame.windows:
        talk(window_line(texts, frame.programme, one))
    if frame.provisional:
        talk(provisional_line(texts, frame))


def _report(session: Session, waiting: Waiting, frame: Frame, outcomes: Iterable[Outcome], *, dry_run: bool) -> int:
    texts = session.texts.under(session.rules())
    told, statuses = [], []
    with progress(texts.say("season.label"), waiting.count) as bar:
        for one, answer in outcomes:
            kind = "item" if one in waiting.items else "product"
            statuses.append(status_of(answer))
            told.append({kind: one, **answer_json(answer, texts)})
            if not session.json:
                tell(_line(session, kind, one, answer, dry_run=dry_run))
            bar.advance()
    if session.json:
        about = {"programme": waiting.programme, "open_already": waiting.open_already, "dry_run": dry_run}
        declared = {"windows": [data(one) for one in frame.windows], "provisional": list(frame.provisional)}
        write_json({**about, **declared, "outcomes": told})
    counts = {kind: sum(1 for one in told if one["result"] == kind) for kind in ("done", "refused")}
    talk(texts.say("season.sum_dry" if dry_run else "season.sum", **counts))
    return worst(statuses)


def _line(session: Session, kind: str, one: str, answer: Done | Refusal, *, dry_run: bool) -> str:
    if isinstance(answer, Done):
        told = "would_open" if dry_run else "opened"
        return session.texts.say(
            f"dossier.{told}" if kind == "product" else f"item.{told}", target=answer.target, **{kind: one}
        )
    return refusal_line(session.texts.under(session.rules()), one, answer)
