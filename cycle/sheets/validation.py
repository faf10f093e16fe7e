"""What Excel itself checks while an office types."""

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.columns import MAX_ROWS, SEVERAL, Column
from cycle.sheets.days import LAST_YEAR
from cycle.sheets.words import titles

MOST = 10**12
PARTS = 20


def check_cells(sheet: Worksheet, letter: str, column: Column, source: str) -> None:
    """Let the cells of a column take only what it may hold; `source` is where its list stands, if it has one.

    A list is given by range: one written out is cut at 255 characters and at commas.
    """
    # What is chosen for a cell of several values is only the beginning of each: its list stands in the guide alone.
    name, validation = _listed(column, source) if source and column.kind != "values" else _bounded(column)
    validation.allow_blank = validation.showErrorMessage = True
    validation.errorTitle = titles()[f"{name}.title"]
    validation.error = titles()[f"{name}.text"].format(low=column.low, high=column.high, longest=column.longest)
    validation.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
    sheet.add_data_validation(validation)


def _listed(column: Column, source: str) -> tuple[str, DataValidation]:
    """The name of what is told when it is broken, and the rule: a choice takes nothing else, an offer warns."""
    if column.kind == "choice":
        return "choice", DataValidation(type="list", formula1=source)
    return "offer", DataValidation(type="list", formula1=source, errorStyle="warning")


def _bounded(column: Column) -> tuple[str, DataValidation]:
    if column.kind == "date":
        first, last = f"DATE({column.since},1,1)", f"DATE({LAST_YEAR},12,31)"
        return "date", DataValidation(type="date", operator="between", formula1=first, formula2=last)
    if column.kind == "whole":
        low, high = str(column.low), str(column.high)
        return "whole", DataValidation(type="whole", operator="between", formula1=low, formula2=high)
    if column.kind == "decimal":
        low, high = f"-{MOST}", str(MOST)
        return "decimal", DataValidation(type="decimal", operator="between", formula1=low, formula2=high)
    # Of a cell of several parts only each is bounded: the cell may be longer.
    longest = str(column.longest * (PARTS if column.kind in SEVERAL else 1))
    return "length", DataValidation(type="textLength", operator="lessThanOrEqual", formula1=longest)
