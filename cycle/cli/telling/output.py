"""Writing: data to stdout, talk to stderr, tables for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import StringIO
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cycle.cli.telling.widths import column_widths

# Wide enough that a table that is piped into a file loses nothing.
PIPED_WIDTH = 240
# Between two columns.
GAP = 3


def tell(line: str = "") -> None:
    """A line of data."""
    click.echo(line)


def talk(line: str) -> None:
    """A line for whoever watches."""
    click.echo(line, err=True)


def write_json(value: Any) -> None:
    """One JSON document, readable by people too."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table of data; what it shows is taken as it is, never as markup.

    On a screen too narrow for it each row becomes lines of names and values.
    """
    cells = [[shown(cell) for cell in row] for row in rows]
    columns = [[heading, *(row[place] for row in cells)] for place, heading in enumerate(headings)]
    widths = column_widths(columns, _room() - GAP * (len(headings) - 1))
    if widths is None and cells:
        _write_rows(headings, cells)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(Text(heading), overflow="fold", width=widths[place] if widths else None)
    for row in cells:
        table.add_row(*map(Text, row))
    _print(table)


def _write_rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for row in rows:
        tell()
        write_pairs((name, cell) for name, cell in zip(headings, row, strict=True) if cell)


def write_pairs(pairs: Iterable[tuple[str, Any]]) -> None:
    """Names and values, one pair a line."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(Text(name), Text(shown(value)))
    _print(grid)


def shown(cell: Any) -> str:
    """A cell as people read it; an instant as its own wall time."""
    if isinstance(cell, date):
        day = f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
        return f"{day} {cell:%H:%M:%S}" if isinstance(cell, datetime) else day
    return "" if cell is None else str(cell)


@contextmanager
def progress(label: str, total: int) -> Iterator["Bar"]:
    """A progress bar on stderr for long work; silent where stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        yield Bar(shown, shown.add_task(label, total=total))


class Bar:
    """Moves a progress bar on."""

    def __init__(self, shown: Progress, task: Any) -> None:
        self._shown, self._task = shown, task

    def advance(self, by: int = 1) -> None:
        self._shown.advance(self._task, by)

    def reach(self, done: int, total: int) -> None:
        """Set it to what is done of a total that was not known before."""
        self._shown.update(self._task, completed=done, total=total)


def _print(table: Table) -> None:
    """What rich draws, without the blanks that it leaves at the ends of lines."""
    console = Console(file=StringIO(), width=_room(), color_system=None)
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        click.echo(line.rstrip())


def _room() -> int:
    """How wide the lines of a table may be."""
    return Console().width if sys.stdout.isatty() else PIPED_WIDTH
