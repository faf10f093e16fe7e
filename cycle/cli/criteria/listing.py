"""`ocop criteria list`: the scoring sets that are declared."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.asking.seeing import shown
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.asking.written import CODE
from cycle.cli.criteria.asked import declared_rules
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.queries.evaluation.criteria import SetRow, list_sets
from cycle.sheets import Value

COLUMNS = ("criteria", "set_number", "title", "sector", "criteria_count", "options", "stars_3", "stars_4", "stars_5")


@command("list")
@option("--criteria", "name", type=CODE, metavar="NAME")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def list_criteria(session: Session, name: str | None, folder: Path | None, at: date | None) -> None:
    rows = shown(list_sets(declared_rules(session, folder, at), name))
    table = Table("table.scoring_sets", (*COLUMNS, "wording_missing"), [_cells(session, row) for row in rows])
    write_shown(session, Shown(lambda: [data(row) for row in rows], [table]))


def _cells(session: Session, row: SetRow) -> list[Value]:
    sector = session.texts.word(f"sector.{row.sector}")
    return [
        row.criteria,
        row.number,
        row.title,
        sector,
        row.count,
        row.options,
        *row.starred.values(),
        row.wording_missing,
    ]
