"""Lists: the options that choose a page, and how tables are shown, as text, as JSON or as a workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import option, session_of
from cycle.cli.asking.written import OneOf, Whole
from cycle.cli.telling.output import talk, tell, write_json, write_pairs, write_table
from cycle.cli.telling.workbook import Table, as_workbook, headings, save_workbook
from cycle.commands.payloads import plain
from cycle.queries.paging import Listed, Page

__all__ = [
    "Shown",
    "Table",
    "as_workbook",
    "data",
    "headings",
    "paged",
    "wall",
    "write_list",
    "write_shown",
    "write_under",
]

Row = TypeVar("Row")
Command = Callable[..., Any]
LARGEST_PAGE = 1000
# More rows than any list has: a workbook takes all of them.
EVERY_ROW = 10**9
ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Shown:
    """What a question answers: a title, names with values, tables; `value` is all of it for programs.

    `about` names the sheet of the names and values in a workbook.
    """

    value: Callable[[], Any]
    tables: Iterable[Table]
    title: str = ""
    pairs: Sequence[tuple[str, Any]] = ()
    about: str = "table.about"


def paged(sorts: Sequence[str]) -> Callable[[Command], Command]:
    """Options for sort, page and size, handed to the command as one `page`; and for a workbook, which takes all."""

    def wrap(function: Command) -> Command:
        @as_workbook
        @option("--size", type=Whole(1, LARGEST_PAGE), default=50, metavar="NUMBER")
        @option("--page", "number", type=Whole(), default=1, metavar="NUMBER")
        @option("--sort", type=OneOf(sorts), default=sorts[0])
        @wraps(function)
        def asked(*args: Any, size: int, number: int, sort: str, **rest: Any) -> Any:
            return function(*args, page=_page(size, number, sort), **rest)

        return asked

    return wrap


def write_list(session: Session, listed: Listed[Row], table: Table, *beside: Table) -> None:
    """One page: a table and, for whoever watches, which page it is; or JSON with every field; or a workbook.

    Only the workbook has the tables beside the list. Raises Failure beyond the last page.
    """
    if session.xlsx is not None:
        save_workbook(session, session.xlsx, (table, *beside))
        return
    if listed.page.number > listed.pages:
        raise Failure("page_beyond", number=listed.page.number, pages=listed.pages)
    if session.json:
        about = {"total": listed.total, "page": listed.page.number, "pages": listed.pages}
        write_json({**about, "rows": [data(row) for row in listed.rows]})
        return
    write_table(headings(session, table.columns), table.rows)
    if not listed.total:
        talk(session.texts.say("list.none"))
        return
    told = {"shown": len(listed.rows), "total": listed.total, "page": listed.page.number, "pages": listed.pages}
    talk(session.texts.say("list.page", **told))


def write_shown(session: Session, shown: Shown) -> None:
    """The title, the names with their values, then each table that has rows; or JSON; or a workbook of all tables.

    A table that stands alone needs no title, and shows its headings even without rows.
    """
    if session.xlsx is not None:
        about = [Table(shown.about, ("about", "given"), shown.pairs)] if shown.pairs else []
        save_workbook(session, session.xlsx, (*about, *shown.tables))
    elif session.json:
        write_json(shown.value())
    else:
        _write(session, shown)


def write_under(session: Session, heading: str, table: Table) -> None:
    """A heading, then the table beneath it where it has rows."""
    tell()
    tell(heading)
    if rows := list(table.rows):
        tell()
        write_table(headings(session, table.columns), rows)


def wall(instant: str, zone: str = ZONE) -> datetime:
    """An instant as the clocks of a zone showed it."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))


def data(row: Any) -> Any:
    """A row of a question as JSON can hold it."""
    return plain(_by_name(asdict(row) if is_dataclass(row) and not isinstance(row, type) else row))


def _by_name(value: Any) -> Any:
    """A value in which rows of named fields are told by their names, not by their places."""
    if hasattr(value, "_asdict"):
        return _by_name(value._asdict())
    if isinstance(value, dict):
        return {name: _by_name(one) for name, one in value.items()}
    return [_by_name(one) for one in value] if isinstance(value, list | tuple) else value


def _page(size: int, number: int, sort: str) -> Page:
    ctx = click.get_current_context()
    if session_of(ctx).xlsx is None:
        return Page(size, number, sort)
    given = [ctx.get_parameter_source(name) for name in ("size", "number")]
    if click.core.ParameterSource.COMMANDLINE in given:
        raise Failure("xlsx_takes_all")
    return Page(EVERY_ROW, 1, sort)


def _write(session: Session, shown: Shown) -> None:
    if shown.title:
        tell(shown.title)
    if shown.pairs:
        write_pairs(shown.pairs)
    tables = list(shown.tables)
    alone = len(tables) == 1 and not shown.pairs
    for table in tables:
        rows = list(table.rows)
        if rows and not alone:
            tell()
            tell(session.texts.say(table.name))
        if rows or alone:
            write_table(headings(session, table.columns), rows)
        if alone and not rows:
            talk(session.texts.say("list.none"))
