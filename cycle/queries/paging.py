"""Pages of a list: how many rows, which ones, in which order, and the text they were searched for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select

from cycle.database import Transaction
from cycle.vietnamese import fold

Row = TypeVar("Row")
# SQLite takes 32,766 parameters, PostgreSQL 65,535.
AT_ONCE = 1000
Order = Mapping[str, Sequence[ColumnElement[Any]]]


@dataclass(frozen=True)
class Page:
    """The part of a list that is asked for; `number` counts from 1, `sort` is one of the list's own orders."""

    size: int = 50
    number: int = 1
    sort: str = "name"

    def __post_init__(self) -> None:
        if self.size < 1 or self.number < 1:
            raise ValueError("a page has at least one row, and the first page is number 1")

    @property
    def skipped(self) -> int:
        """How many rows stand on the pages before."""
        return self.size * (self.number - 1)


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """One page of a list; `total` counts the rows of all pages."""

    rows: tuple[Row, ...]
    total: int
    page: Page

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.page.size))


class UnknownSortError(ValueError):
    """A list has no such order; `known` are the ones that it has."""

    def __init__(self, sort: str, known: Sequence[str]) -> None:
        super().__init__(sort)
        self.sort, self.known = sort, tuple(known)


def read_page(
    transaction: Transaction, statement: Select[Any], page: Page, orders: Order
) -> tuple[Sequence[RowMapping], int]:
    """The rows of one page, and how many rows there are. Every order ends with a key. Raises UnknownSortError."""
    if page.sort not in orders:
        raise UnknownSortError(page.sort, list(orders))
    total = transaction.connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    ordered = statement.order_by(*orders[page.sort]).limit(page.size).offset(page.skipped)
    return transaction.connection.execute(ordered).mappings().all(), total


def cut(rows: Sequence[Row], page: Page) -> Listed[Row]:
    """One page of a list that is held in memory."""
    return Listed(tuple(rows[page.skipped : page.skipped + page.size]), len(rows), page)


def parts(codes: Iterable[str]) -> Iterator[list[str]]:
    """The codes, each once and in order, so many at a time as a statement may name."""
    ordered = sorted(set(codes))
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def bytewise(transaction: Transaction, column: ColumnElement[str]) -> ColumnElement[str]:
    """The column in the order of its bytes, which the stored keys are made for, whatever the database's own order."""
    return column.collate("C") if transaction.postgresql else column


def matching(
    text: str, folded: Sequence[ColumnElement[str]], codes: Sequence[ColumnElement[str]]
) -> ColumnElement[bool]:
    """Whether a text stands in one of the columns: "dang" is found in "Đặng", capitals do not count."""
    wanted = fold(text)
    columns = [*folded, *(func.lower(code) for code in codes)]
    return or_(*(column.contains(wanted, autoescape=True) for column in columns))
