"""The index sheet of a folder of files: which paper of whom each file is, or some pages of one."""

from dataclasses import dataclass
from datetime import date

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.rows import Row

LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class IndexRow(Row):
    """One paper. Pages stand in two columns: Excel would make a day of `12-18` in one."""

    file: str
    first_page: int | None = None
    last_page: int | None = None
    holder_kind: str | None = None
    holder: str = ""
    paper: str = ""
    received: date | None = None
    issued: date | None = None
    expires: date | None = None
    supplied_by: str | None = None


INDEX_BOOK = Workbook(
    "papers",
    (
        Plan(
            "papers",
            IndexRow,
            (),
            (
                Column("file", longest=255, width=40),
                Column("first_page", "whole", required=False, low=1, high=LAST_PAGE, width=10),
                Column("last_page", "whole", required=False, low=1, high=LAST_PAGE, width=10),
                Column("paper", "choice", choices="paper", width=44),
                Column("holder_kind", "choice", required=False, choices="held_by", width=18),
                Column("holder", "code", longest=100),
                Column("received", "date", width=14),
                Column("issued", "date", required=False, width=14),
                Column("expires", "date", required=False, width=14),
                Column("supplied_by", "code", required=False, longest=100),
            ),
        ),
    ),
)
