"""Lists: the options that choose a page, and how a page is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Any, TypeVar

from cycle.cli.output import talk, write_json, write_table
from cycle.cli.session import Failure, Session
from cycle.cli.spoken import option
from cycle.cli.written import OneOf, Whole
from cycle.commands.payloads import plain
from cycle.queries.paging import Listed, Page

Row = TypeVar("Row")
Command = Callable[..., Any]
LARGEST_PAGE = 1000


def paged(sorts: Sequence[str]) -> Callable[[Command], Command]:
    """Options for sort, page and size, handed to the command as one `page`."""

    def wrap(function: Command) -> Command:
        @option("--size", type=Whole(1, LARGEST_PAGE), default=50, metavar="NUMBER")
        @option("--page", "number", type=Whole(), default=1, metavar="NUMBER")
        @option("--sort", type=OneOf(sorts), default=sorts[0])
        @wraps(function)
        def asked(*args: Any, size: int, number: int, sort: str, **rest: Any) -> Any:
            return function(*args, page=Page(size, number, sort), **rest)

        return asked

    return wrap


def headings(session: Session, names: Iterable[str]) -> list[str]:
    """The headings of columns."""
    return [session.texts.say(f"column.{name}") for name in names]


def write_list(
    session: Session, listed: Listed[Row], columns: Sequence[str], cells: Callable[[Row], Sequence[Any]]
) -> None:
    """One page: a table and, for whoever watches, which page it is; or JSON with every field.

    Raises Failure beyond the last page.
    """
    if listed.page.number > listed.pages:
        raise Failure("page_beyond", number=listed.page.number, pages=listed.pages)
    if session.json:
        about = {"total": listed.total, "page": listed.page.number, "pages": listed.pages}
        write_json({**about, "rows": [data(row) for row in listed.rows]})
        return
    write_table(headings(session, columns), map(cells, listed.rows))
    told = {"shown": len(listed.rows), "total": listed.total, "page": listed.page.number, "pages": listed.pages}
    talk(session.texts.say("list.page", **told))


def data(row: Any) -> Any:
    """A row of a question as JSON can hold it."""
    return plain(asdict(row))
