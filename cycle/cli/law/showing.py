"""`ocop law list` and `ocop law show`: the plans that were applied, and what each moved."""

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command
from cycle.cli.asking.written import CODE
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, wall, write_shown
from cycle.cli.telling.titles import Titled
from cycle.queries import law as queries
from cycle.queries.law import LawMove, LawRun
from cycle.sheets import Value
from workflows.definition import Definition

RUNS = ("run", "plan", "happened", "basis", "begun", "ended", "law_moved", "law_moved_back")
MOVES = ("dossier", "record", "happened", "law_before", "law_after", "law_returned")


@command("list")
@as_workbook
@click.pass_obj
def list_runs(session: Session) -> None:
    found = shown(queries.list_runs(session.app().office, view(session)))
    rows = (_run(session, one) for one in found)
    write_shown(session, Shown(lambda: [data(one) for one in found], [Table("table.law_runs", RUNS, rows)]))


@command("show")
@click.argument("run", type=CODE, metavar="[RUN]", required=False)
@as_workbook
@click.pass_obj
def show_run(session: Session, run: str | None) -> None:
    office, seen = session.app().office, view(session)
    found = next((one for one in shown(queries.list_runs(office, seen)) if run in (None, one.code)), None)
    if found is None and run is not None:
        raise Failure("law_run_unknown", NOT_FOUND, run=run)
    moves = shown(queries.list_moves(office, seen, found.code)) if found is not None else ()
    rows = ([one.dossier, one.seq, one.happened, *_states(session, one), one.returned] for one in moves)
    pairs = _pairs(session, found) if found is not None else []
    value = {**(data(found) if found is not None else {}), "moves": [data(one) for one in moves]}
    write_shown(session, Shown(lambda: value, [Table("table.law_moves", MOVES, rows)], pairs=pairs))


def _pairs(session: Session, one: LawRun) -> list[tuple[str, Value]]:
    names = [session.texts.say(f"column.{name}") for name in RUNS]
    return [pair for pair in zip(names, _run(session, one), strict=True) if pair[1] not in (None, "")]


def _run(session: Session, one: LawRun) -> list[Value]:
    ended = wall(one.ended) if one.ended else None
    title = f"{one.title[session.texts.language]} ({one.name})"
    return [one.code, title, one.happened, one.basis, wall(one.begun), ended, one.moved, one.moved_back]


def _states(session: Session, one: LawMove) -> tuple[str, str]:
    """Where a dossier stood and where it went, each with its workflow."""
    rules = session.rules()
    known = rules.definitions if rules else {}
    pairs = ((known.get(one.source), one.before), (known.get(one.target), one.after))
    before, after = (_stood(session, definition, state) for definition, state in pairs)
    return before, after


def _stood(session: Session, definition: Definition | None, state: str) -> str:
    if definition is None or state not in definition.states:
        return state
    own = Titled(session.texts.under(session.rules(), definition), definition)
    return f"{own.workflow()}: {own.state(state)}"
