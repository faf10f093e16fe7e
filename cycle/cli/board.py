"""`ocop board`: a season at a glance."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE
from cycle.cli.telling.drawn import Season, pictures
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.cli.telling.output import talk
from cycle.cli.telling.pictures import give_pictures
from cycle.queries.seasons import board as queries
from cycle.queries.seasons.board import Blocked, Board
from cycle.queries.seasons.localities import RATED, LocalityRow
from cycle.queries.seasons.positions import Spot
from cycle.queries.seasons.targets import TargetRow
from cycle.texts import Texts

LOCALITY_COUNTS = ("dossiers", "open", "late", "blocked", "evaluating", "evaluated", "recognised")


@command("board")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--at", "at", type=DAY, metavar="DAY")
@option("--within", type=CODE, metavar="ORGANISATION")
@option("--svg", "svg", type=FILE, metavar="FILE")
@option("--funnel", "funnel", type=FILE, metavar="FILE")
@option("--all", "everywhere", is_flag=True)
@as_workbook
@click.pass_obj
def board(
    session: Session,
    programme: str,
    at: date | None,
    within: str | None,
    svg: Path | None,
    funnel: Path | None,
    everywhere: bool,
) -> None:
    if svg or funnel:
        alone("--svg" if svg else "--funnel", "--svg", "--funnel", "--at", "--within")
    office, day = session.app().office, at or today(session)
    if svg or funnel:
        give_pictures(session, pictures(session, Season(programme, day, within), svg, funnel))
        return
    found = shown(queries.board(office, view(session), programme, day, within))
    texts = session.texts.under(session.rules())
    title = texts.say("board.title", programme=programme, on=found.on)
    whole = everywhere or session.xlsx is not None
    localities = [one for one in found.localities if whole or one.dossiers]
    tables = _tables(texts, found, localities)
    write_shown(session, Shown(lambda: data(found), tables, title, _counts(texts, found)))
    if left_out := len(found.localities) - len(localities):
        talk(texts.say("board.left_out", count=left_out, programme=programme))


def _counts(texts: Texts, found: Board) -> list[tuple[str, Any]]:
    counts: dict[str, Any] = {
        "dossiers": found.dossiers,
        "open": found.open,
        "late": found.late,
        "blocked": len(found.blocked),
    }
    if found.rated:
        counts["evaluated"] = found.evaluated
        counts["localities_evaluated"] = f"{found.localities_evaluated}/{len(found.localities)}"
    return [(texts.say(f"column.{name}"), count) for name, count in counts.items()]


def _tables(texts: Texts, found: Board, localities: Sequence[LocalityRow]) -> Iterator[Table]:
    positions = [(*_spot(texts, one.spot, one.inner), one.dossiers, one.late, one.blocked) for one in found.positions]
    yield Table("board.positions", ("stage", "state", "waits_in", "dossiers", "late", "blocked"), positions)
    finals = [(*_spot(texts, one.spot, None)[:2], one.dossiers) for one in found.finals]
    yield Table("board.finals", ("stage", "state", "dossiers"), finals)
    shown = [name for name in LOCALITY_COUNTS if found.rated or name not in RATED]
    places = [(one.name, *(getattr(one, name) for name in shown)) for one in localities]
    yield Table("board.localities", ("locality", *shown), places)
    targets = [(_target(texts, found, one), _wanted(texts, one), _reached(texts, one)) for one in found.targets]
    yield Table("board.targets", ("target", "amount", "reached"), targets)
    blocked = [(one.dossier, _missing(texts, one)) for one in found.blocked]
    yield Table("board.blocked", ("dossier", "reason"), blocked)


def _spot(texts: Texts, spot: Spot, inner: Spot | None) -> tuple[str, str, str]:
    """Stage and state of a dossier, and the state of the one that it waits for."""
    definitions = texts.rules.definitions if texts.rules else {}
    definition = definitions.get(spot.workflow)
    waits = _spot(texts, inner, None)[1] if inner else ""
    if definition is None or spot.state not in definition.states:
        return spot.stage, spot.state, waits
    stages = {stage.name: texts.title(stage.title) for stage in definition.stages}
    return stages[spot.stage], texts.title(definition.states[spot.state].title), waits


def _target(texts: Texts, found: Board, row: TargetRow) -> str:
    programme = texts.rules.programmes.get(found.programme) if texts.rules else None
    titles = {one.name: texts.title(one.title) for one in programme.targets} if programme else {}
    return titles.get(row.name, row.name)


def _wanted(texts: Texts, row: TargetRow) -> str:
    return texts.say(f"target.{row.operator}", low=row.low, high=row.high, unit=row.unit)


def _missing(texts: Texts, one: Blocked) -> str:
    """All that a dossier lacks, as sentences one behind the other."""
    return " ".join(texts.reason(reason) for reason in one.reasons)


def _reached(texts: Texts, row: TargetRow) -> str | int:
    return texts.say("board.unmeasured") if row.reached is None else row.reached
