"""`--xlsx FILE`: what a list shows, as a workbook with real days and numbers."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import option, session_of
from cycle.cli.asking.types import Place
from cycle.cli.telling.output import tell, write_json
from cycle.sheets import SheetFull, SheetOfRows, Value, write_lists

Command = Callable[..., Any]
XLSX, CSV = ".xlsx", ".csv"


class NewWorkbook(Place):
    """The path of a workbook, or of a file of other suffixes, still to be written, in a folder that takes it."""

    def __init__(self, *suffixes: str) -> None:
        super().__init__(dir_okay=False)
        self._suffixes = suffixes or (XLSX,)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(super().convert(value, param, ctx))
        if wrong := _wrong(path, self._suffixes):
            told = {"file": path.name, "stem": path.stem, "folder": path.parent}
            self.fail(session_of(ctx).texts.say(f"usage.{wrong}", **told) if ctx else wrong, param, ctx)
        return path


@dataclass(frozen=True)
class Table:
    """Rows of cells under the headings of columns. `name` is the code of its title; what is no text keeps its type."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def as_workbook(function: Command) -> Command:
    """The option `--xlsx`, which sets the session."""
    kind, shown = NewWorkbook(), "FILE.xlsx"
    return option("--xlsx", type=kind, metavar=shown, expose_value=False, callback=_set_file)(function)


def headings(session: Session, names: Iterable[str]) -> list[str]:
    """The headings of columns."""
    return [session.texts.say(f"column.{name}") for name in names]


def save_workbook(session: Session, file: Path, tables: Iterable[Table]) -> None:
    """A sheet for each table, then where it was written and how many rows it has.

    Raises Failure where a table is longer than a sheet, or the file has come to be there meanwhile.
    """
    sheets = [
        SheetOfRows(session.texts.say(table.name), headings(session, table.columns), table.rows) for table in tables
    ]
    try:
        counts = write_lists(file, sheets)
    except FileExistsError:
        raise Failure("file_exists", file=file) from None
    except SheetFull as full:
        raise Failure("xlsx_full", title=full.title) from None
    if session.json:
        told = [{"title": sheet.title, "rows": rows} for sheet, rows in zip(sheets, counts, strict=True)]
        write_json({"result": "done", "file": str(file), "rows": sum(counts), "sheets": told})
    else:
        tell(session.texts.say("xlsx.written", file=file, rows=sum(counts), sheets=len(counts)))


def _set_file(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        session_of(ctx).xlsx = value


def _wrong(path: Path, suffixes: tuple[str, ...]) -> str | None:
    if path.suffix.lower() not in suffixes:
        return "xlsx_name" if suffixes == (XLSX,) else "table_name"
    if path.exists():
        return "xlsx_exists"
    if not path.parent.is_dir():
        return "xlsx_no_folder"
    return None if os.access(path.parent, os.W_OK) else "xlsx_closed_folder"
