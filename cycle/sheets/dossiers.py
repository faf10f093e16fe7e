"""The workbook of dossiers under way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle.sheets.columns import Column, Plan, Workbook
from cycle.sheets.rows import Row


@dataclass(frozen=True, slots=True)
class DossierRow(Row):
    """`workflow` is a name; `state` a name or a title as written. `acts` are accounts by the act that they did."""

    product: str
    workflow: str
    state: str
    began: date
    since: date
    values: Mapping[str, Any]
    acts: Mapping[str, Any]
    basis: str
    note: str | None


DOSSIERS = Plan(
    "dossiers",
    DossierRow,
    ("product", "workflow"),
    (
        Column("product", "code", longest=50, width=18),
        Column("workflow", "choice", choices="workflow", width=40),
        Column("state", choices="state", width=46),
        Column("began", "date", width=14),
        Column("since", "date", width=14),
        Column("values", "values", required=False, longest=500, choices="value", width=46),
        Column("acts", "values", required=False, longest=200, width=34),
        Column("basis", longest=250, width=36),
        Column("note", required=False, longest=500, width=36),
    ),
)
DOSSIERS_BOOK = Workbook("dossiers", (DOSSIERS,))
