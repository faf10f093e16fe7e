"""`ocop board`: a season at a glance."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from cycle.cli.lists import data, headings
from cycle.cli.output import tell, write_json, write_pairs, write_table
from cycle.cli.seeing import shown, today, view
from cycle.cli.session import Session
from cycle.cli.spoken import command, option
from cycle.cli.types import DAY
from cycle.cli.written import CODE
from cycle.queries import board as queries
from cycle.queries.board import Board
from cycle.queries.positions import Spot
from cycle.queries.targets import TargetRow
from cycle.texts import Texts

Table = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
LOCALITY_COUNTS = ("dossiers", "open", "late", "blocked", "evaluating", "evaluated", "recognised")


@command("board")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--at", "at", type=DAY, metavar="DAY")
@option("--within", type=CODE, metavar="ORGANISATION")
@click.pass_obj
def board(session: Session, programme: str, at: date | None, within: str | None) -> None:
    office, day = session.app().office, at or today(session)
    found = shown(queries.board(office, view(session), programme, day, within))
    if session.json:
        write_json(data(found))
        return
    texts = session.texts.under(session.rules())
    tell(texts.say("board.title", programme=programme, on=found.on))
    write_pairs(_counts(texts, found))
    for name, columns, rows in _tables(texts, found):
        if rows:
            tell()
            tell(texts.say(f"board.{name}"))
            write_table(headings(session, columns), rows)


def _counts(texts: Texts, found: Board) -> list[tuple[str, Any]]:
    counts = {
        "dossiers": found.dossiers,
        "open": found.open,
        "late": found.late,
        "blocked": len(found.blocked),
        "evaluated": found.evaluated,
        "localities_evaluated": f"{found.localities_evaluated}/{len(found.localities)}",
    }
    return [(texts.say(f"column.{name}"), count) for name, count in counts.items()]


def _tables(texts: Texts, found: Board) -> Iterator[Table]:
    positions = [(*_spot(texts, one.spot, one.inner), one.dossiers, one.late, one.blocked) for one in found.positions]
    yield "positions", ("stage", "state", "waits_in", "dossiers", "late", "blocked"), positions
    finals = [(*_spot(texts, one.spot, None)[:2], one.dossiers) for one in found.finals]
    yield "finals", ("stage", "state", "dossiers"), finals
    localities = [(one.name, *(getattr(one, name) for name in LOCALITY_COUNTS)) for one in found.localities]
    yield "localities", ("locality", *LOCALITY_COUNTS), localities
    targets = [(_target(texts, found, one), _wanted(texts, one), _reached(texts, one)) for one in found.targets]
    yield "targets", ("target", "amount", "reached"), targets
    blocked = [(one.dossier, "; ".join(texts.reason(reason) for reason in one.reasons)) for one in found.blocked]
    yield "blocked", ("dossier", "reason"), blocked


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
    return texts.say(f"target.{row.operator}", low=row.low, high=row.high, unit=texts.word(f"unit.{row.unit}"))


def _reached(texts: Texts, row: TargetRow) -> str | int:
    return texts.say("board.unmeasured") if row.reached is None else row.reached
