"""Writing the rows of a register into the sheet of their plan, as a person would have typed them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from cycle.sheets.columns import Column, Plan
from cycle.sheets.lists import Lists, part_label
from cycle.sheets.pairs import quoted
from cycle.sheets.plaintext import TEXT, put_text
from cycle.sheets.rows import Row

Written = str | int | Decimal | date

# Codes and telephone numbers are text, or Excel would drop their leading zeros.
NUMBER_FORMATS = {
    "code": TEXT,
    "registration": TEXT,
    "codes": TEXT,
    "values": TEXT,
    "phone": TEXT,
    "date": "dd/mm/yyyy",
    "whole": "0",
}


def fill(sheet: Worksheet, plan: Plan, rows: Iterable[Row], lists: Lists) -> None:
    """The rows below the header; reading them gives the same rows. Text stays text, whatever it begins with."""
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(plan.columns, 1):
            value = _written(column, getattr(row, column.name), lists)
            if value is None:
                continue
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
            if column.kind in NUMBER_FORMATS:
                cell.number_format = NUMBER_FORMATS[column.kind]


def _written(column: Column, value: Any, lists: Lists) -> Written | None:
    if value is None or value in ((), {}):
        return None
    if column.kind in _PARTS:
        return _PARTS[column.kind](value)
    if column.choices and isinstance(value, str):
        return lists.label_of(column.choices, value)
    return value  # type: ignore[no-any-return]  # a date, a number or a text, as the row class says


def _pairs(values: Mapping[str, Any]) -> str:
    told = []
    for name, value in values.items():
        parts = (
            {f"{name}.{part_label(part)}": text for part, text in value.items()}
            if isinstance(value, Mapping)
            else {name: value}
        )
        told += [f"{part}={quoted(str(text))}" for part, text in parts.items()]
    return "; ".join(told)


_PARTS: Mapping[str, Callable[[Any], str]] = {"codes": "; ".join, "values": _pairs}
