"""The sheet of a change of law: what would become of each dossier, and what whoever decides chooses for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.headings import header
from cycle.sheets.rows import Row
from cycle.sheets.words import titles
from cycle.sheets.writer import SheetOfRows, write_lists

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class ChoiceRow(Row):
    """A dossier with the verdict on it. Only `dossier`, `choice` and `note` are read; the rest is for the reader."""

    dossier: str
    product: str | None
    place: str | None
    state: str | None
    verdict: str | None
    reasons: str | None
    offered: str | None
    choice: str | None
    note: str | None


CHOICES_PLAN = Plan(
    "law_choices",
    ChoiceRow,
    ("dossier",),
    (
        Column("dossier", "code", longest=100, width=20),
        Column("product", required=False, longest=500, width=24),
        Column("place", required=False, longest=500, width=30),
        Column("state", required=False, longest=500, width=36),
        Column("verdict", required=False, longest=500, width=22),
        Column("reasons", required=False, longest=LONGEST, width=60),
        Column("offered", required=False, longest=LONGEST, width=60),
        Column("choice", required=False, kept=True, longest=500, width=40),
        Column("note", required=False, kept=True, longest=500, width=40),
    ),
)
CHOICES_BOOK = Workbook("law_choices", (CHOICES_PLAN,))


def write_choices(path: Path, rows: Iterable[ChoiceRow]) -> int:
    """The sheet with every dossier, to be filled in; how many rows it has.

    Raises FileExistsError, which leaves the file as it was, and SheetFull.
    """
    names = [column.name for column in CHOICES_PLAN.columns]
    heads = [header(CHOICES_PLAN, column) for column in CHOICES_PLAN.columns]
    filled = ([getattr(row, name) for name in names] for row in rows)
    (count,) = write_lists(path, [SheetOfRows(titles()["sheet.law_choices"], heads, filled)])
    return count
