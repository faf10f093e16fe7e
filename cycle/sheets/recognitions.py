"""The sheet of certificate numbers of a round: one product recognised in each row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.reading import read_workbook
from cycle.sheets.rows import Listed, Row
from cycle.sheets.template import write_workbook
from cycle.sheets.writer import kept_whole


@dataclass(frozen=True, slots=True)
class RecognitionRow(Row):
    """The certificate of one dossier. `product` and `stars` are for the reader and not looked at."""

    dossier: str
    product: str | None
    stars: str | None
    certificate: str | None
    issued: date | None


RECOGNITIONS_PLAN = Plan(
    "recognitions",
    RecognitionRow,
    ("dossier",),
    (
        Column("dossier", "code", longest=100, width=22),
        Column("product", required=False, longest=500, width=40),
        Column("stars", required=False, longest=20, width=10),
        Column("certificate", "code", longest=100, width=26),
        Column("issued", "date", width=16),
    ),
)
RECOGNITIONS_BOOK = Workbook("recognitions", (RECOGNITIONS_PLAN,))


def write_recognitions(path: Path, rows: Iterable[RecognitionRow]) -> None:
    """A sheet to be filled in. Raises FileExistsError, which leaves the file as it was."""
    with kept_whole(path) as unfinished:
        write_workbook(unfinished, RECOGNITIONS_BOOK, tuple(rows))


def read_recognitions(path: Path) -> Listed:
    """What was filled in, and every bad cell."""
    return read_workbook(path, RECOGNITIONS_BOOK)
