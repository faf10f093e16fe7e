"""`ocop criteria show`: one scoring set, option by option."""

from datetime import date
from pathlib import Path

import click

from cycle.cli.asking.seeing import shown
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.criteria.asked import declared_rules
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, headings, write_shown
from cycle.cli.telling.output import talk
from cycle.queries.evaluation.criteria import OptionRow, SetTold, criteria_meant, find_set
from cycle.sheets import Value
from workflows.model.criteria import MOST_SETS

PAIRS = ("set_number", "title", "decision", "sector", "ministries", "most_points", "wording_missing")
OPTIONS = ("criterion", "criterion_title", "most_points", "option", "option_label", "points", "stars")


@command("show")
@click.argument("number", type=Whole(1, MOST_SETS), metavar="SET")
@option("--criteria", "name", type=CODE, metavar="NAME")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def show(session: Session, number: int, name: str | None, folder: Path | None, at: date | None) -> None:
    told = shown(find_set(shown(criteria_meant(declared_rules(session, folder, at), name)), number))
    if told.row.wording_missing:
        talk(session.texts.say("criteria.labels_only", count=told.row.wording_missing))
    write_shown(session, Shown(lambda: data(told), _tables(session, told), pairs=_pairs(session, told)))


def _pairs(session: Session, told: SetTold) -> list[tuple[str, Value]]:
    parts = " + ".join(f"{part} {most}" for part, most in told.parts.items())
    sector = session.texts.word(f"sector.{told.row.sector}")
    ministries = ", ".join(session.texts.word(f"ministry.{one}", one) for one in told.ministries)
    values: list[Value] = [told.row.number, told.row.title, told.law, sector, ministries, parts]
    return list(zip(headings(session, PAIRS), [*values, told.row.wording_missing], strict=True))


def _tables(session: Session, told: SetTold) -> list[Table]:
    texts = session.texts
    options = [_cells(session, row) for row in told.options]
    findings = [
        (texts.title(one.title), texts.word(f"effect.{one.effect}"), one.at or texts.word("criteria.whole_set"))
        for one in told.findings
    ]
    hints = [(code, texts.title(hint)) for code, hint in told.hints]
    return [
        Table("table.options", OPTIONS, options),
        Table("table.grounds", ("ground", "effect", "criterion"), findings),
        Table("table.hints", ("criterion", "hint"), hints),
    ]


def _cells(session: Session, row: OptionRow) -> list[Value]:
    texts = session.texts
    label = texts.title(row.label) if row.label else texts.word("criteria.yes")
    case = f"{texts.title(row.case)}: " if row.case else ""
    return [row.criterion, row.title, row.most, row.number, case + (row.wording or label), row.points, row.stars]
