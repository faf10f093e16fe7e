"""The funnel of a season: how many dossiers have come to each stage, stand in it now, or left it for good, and how."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import ColumnElement, exists, func, literal, select

from cycle.database import Transaction
from cycle.history import MOVING_KINDS
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.choices import wrong_organisation, wrong_programme
from cycle.queries.seasons.positions import Outcome, Spot
from cycle.queries.viewing import View, dossiers_seen, dossiers_within
from cycle.tables import dossier, record
from workflows.definition import Definition
from workflows.programme import SEASON
from workflows.verdict import Reason

AT_ONCE = 1000
CERTIFICATE, EVALUATION = "certificate", "evaluation"


@dataclass(frozen=True)
class FunnelStage:
    """`reached` counts dossiers that have ever been in the stage, `ended` the ends that were reached from it."""

    workflow: str
    stage: str
    reached: int
    now: int
    ended: tuple[Outcome, ...]


@dataclass(frozen=True)
class Funnel:
    """The stages in which a dossier may stay, in the order of the workflow.

    `refiled` are evaluations that were opened from certificates: they begin and go another way, and are counted in
    none of the stages nor among the `dossiers`.
    """

    programme: str
    on: date
    dossiers: int
    stages: tuple[FunnelStage, ...]
    refiled: int = 0


@dataclass(frozen=True)
class Path:
    """Where one dossier has been: its states in their order, each with its stage, and the word for its end."""

    workflow: str
    places: tuple[tuple[str, str], ...]
    final: str | None


def funnel(office: Office, view: View, code: str, on: date, within: str | None = None) -> Funnel | Reason:
    """The funnel of a programme by what had happened up to a day, from the records of the dossiers that it begins with.

    A dossier that was entered in the middle of its way counts in the stages before it too: it has passed them.
    """
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, on)
        if published is None:
            return Reason("no_publication", {"day": on})
        wrong = wrong_programme(transaction, published, code) or wrong_organisation(transaction, within)
        if wrong is not None:
            return wrong
        family = _begins(published, code)
        wanted = [dossier.c.programme == code, dossier.c.family == family, *_seen(view, within)]
        paths = tuple(_paths(transaction, wanted, on))
        refiled = _refiled(transaction, [dossier.c.programme == code, *_seen(view, within)], on)
    stages = (stage for one in _workflows(published, family, paths) for stage in stages_of(one, paths))
    return Funnel(code, on, len(paths), tuple(stages), refiled)


def stages_of(definition: Definition, paths: Iterable[Path]) -> tuple[FunnelStage, ...]:
    """The stages of a workflow with the dossiers that follow it; a stage of nothing but ends is none to come to."""
    own = [path for path in paths if path.workflow == definition.name]
    return tuple(_stage(definition, stage, own) for stage in _open_stages(definition))


def _begins(published: Published, code: str) -> str:
    """The family that a programme opens its season with."""
    declared = published.rules.programmes.get(code)
    return declared.opens if declared else SEASON


def _seen(view: View, within: str | None) -> Iterator[ColumnElement[bool]]:
    yield dossiers_seen(view)
    if within is not None:
        yield dossiers_within([within], view.today)


def _paths(transaction: Transaction, wanted: Iterable[ColumnElement[bool]], on: date) -> Iterator[Path]:
    statement = (
        select(dossier.c.code, dossier.c.workflow, record.c.payload)
        .join(record, record.c.stream == literal("dossier/") + dossier.c.code)
        .where(*wanted, record.c.kind.in_(sorted(MOVING_KINDS)), record.c.happened <= on.isoformat())
        .order_by(dossier.c.code, record.c.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    rows = transaction.connection.execute(statement)
    for _, group in groupby(rows, key=lambda row: row.code):
        yield _path(list(group))


def _refiled(transaction: Transaction, wanted: Iterable[ColumnElement[bool]], on: date) -> int:
    """How many evaluations had been opened from certificates by the end of a day."""
    above = dossier.alias()
    begun = exists().where(
        record.c.stream == literal("dossier/") + dossier.c.code,
        record.c.kind.in_(sorted(MOVING_KINDS)),
        record.c.happened <= on.isoformat(),
    )
    statement = (
        select(func.count())
        .select_from(dossier)
        .join(above, above.c.code == dossier.c.parent)
        .where(dossier.c.family == EVALUATION, above.c.family == CERTIFICATE, begun, *wanted)
    )
    return int(transaction.connection.execute(statement).scalar_one())


def _path(rows: Sequence[Any]) -> Path:
    payloads = [orjson.loads(row.payload) for row in rows]
    places = tuple((payload["stage"], payload["to"]) for payload in payloads)
    return Path(rows[0].workflow, places, payloads[-1].get("final"))


def _workflows(published: Published, family: str, paths: Iterable[Path]) -> list[Definition]:
    """The workflows of a family that dossiers follow; where there is none yet, the newest."""
    followed = {path.workflow for path in paths}
    members = published.rules.families.get(family, ())
    return [one for one in members if one.name in followed] or list(members[-1:])


def _open_stages(definition: Definition) -> list[str]:
    still_open = {state.stage for state in definition.states.values() if state.final is None}
    return [stage.name for stage in definition.stages if stage.name in still_open]


def _stage(definition: Definition, stage: str, own: Sequence[Path]) -> FunnelStage:
    order = {one.name: place for place, one in enumerate(definition.stages)}
    reached = sum(1 for path in own if _has_reached(path, stage, order))
    now = sum(1 for path in own if path.final is None and path.places[-1][0] == stage)
    ends = Counter(
        (Spot(path.workflow, *path.places[-1]), path.final) for path in own if path.final and _left_from(path) == stage
    )
    states = list(definition.states)
    ordered = sorted(ends, key=lambda end: (states.index(end[0].state) if end[0].state in states else -1, end[0].state))
    return FunnelStage(
        definition.name,
        stage,
        reached,
        now,
        tuple(Outcome(spot, final or "", ends[spot, final]) for spot, final in ordered),
    )


def _has_reached(path: Path, stage: str, order: Mapping[str, int]) -> bool:
    return any(one == stage for one, _ in path.places) or order[stage] < order.get(path.places[0][0], 0)


def _left_from(path: Path) -> str:
    """The stage in which a dossier stood before its end."""
    return path.places[-2][0] if len(path.places) > 1 else path.places[-1][0]
