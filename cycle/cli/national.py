"""`ocop export ocop` and `ocop export evaluations`: tables in the shapes of the nation's databases."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.workbook import CSV, XLSX, NewWorkbook
from cycle.queries.certificates.national import Exported, NationalAsked, OcopRow, list_ocop_rows
from cycle.queries.certificates.national_evaluations import EvaluationRow, list_evaluation_rows
from cycle.sheets import SheetFull
from cycle.sheets.national import EVALUATION_HEADINGS, EVALUATIONS, OCOP, OCOP_HEADINGS, write_table
from cycle.texts import Texts
from workflows.verdict import Reason

Command = Callable[..., Any]
SEES_ALL = frozenset({"see.all"})


def asked(function: Command) -> Command:
    """The file, and which programme, year and day."""
    for one in (
        option("--year", type=Whole(2018, 2199), metavar="YEAR"),
        option("--at", type=DAY, metavar="DAY"),
        option("--programme", type=CODE, metavar="PROGRAMME"),
        click.argument("file", type=NewWorkbook(XLSX, CSV), metavar="FILE"),
    ):
        function = one(function)
    return function


def export_ocop(session: Session, file: Path, which: NationalAsked) -> None:
    """Table PTNT_OCOP: every certificate of 3 stars and more."""
    found = shown(list_ocop_rows(session.app().office, view(session, SEES_ALL), which))
    uncoded = sum(not one.code for one in found.rows)
    _write(file, (OCOP, OCOP_HEADINGS), [_ocop(one) for one in found.rows])
    _told(session, file, found, uncoded)


def export_evaluations(session: Session, file: Path, which: NationalAsked) -> None:
    """Table DanhGiaSanPhamOCOP: every evaluation with a result."""
    found = shown(list_evaluation_rows(session.app().office, view(session, SEES_ALL), which))
    rows = [_evaluation(session.texts, one) for one in found.rows]
    _write(file, (EVALUATIONS, EVALUATION_HEADINGS), rows)
    _told(session, file, found, 0)


def asked_of(session: Session, programme: str | None, at: date | None, year: int | None) -> NationalAsked:
    """What is asked, by today's places where no day is named."""
    return NationalAsked(at or today(session), programme, year)


def _ocop(one: OcopRow) -> Sequence[str]:
    # The income of a year is on no record; its cell stays empty.
    about = (one.code, ";".join(one.communes), str(one.year), one.product, one.product_name)
    return *about, f"{one.stars}*", one.producer, "", one.state.vi


def _evaluation(texts: Texts, one: EvaluationRow) -> Sequence[str]:
    title = ", ".join(part for part in (one.title.vi, one.purpose, one.round.vi if one.round else "") if part)
    day = texts.show("day", one.day)
    return one.dossier, one.product, title, one.score, one.body, day, f"{one.stars}*"


def _write(file: Path, table: tuple[str, Sequence[str]], rows: Sequence[Sequence[str]]) -> None:
    try:
        write_table(file, *table, rows)
    except FileExistsError:
        raise Failure("file_exists", file=file) from None
    except SheetFull as full:
        raise Failure("xlsx_full", title=full.title) from None


def _told(session: Session, file: Path, found: Exported[Any], uncoded: int) -> None:
    """Where it was written, and what was left out or left empty."""
    refused: dict[str, Reason] = dict(found.refused)
    if session.json:
        left = [{"dossier": code, "code": one.code, "params": dict(one.params)} for code, one in refused.items()]
        write_json({"result": "done", "file": str(file), "rows": len(found.rows), "uncoded": uncoded, "refused": left})
        return
    tell(session.texts.say("export.written", file=file, rows=len(found.rows)))
    if uncoded:
        talk(session.texts.say("national.uncoded", count=uncoded))
    for code, one in refused.items():
        talk(session.texts.say("national.refused", dossier=code, why=session.texts.reason(one)))
