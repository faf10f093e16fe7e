"""One cell: from what Excel stored to the value of its column, or to the reason why that cannot be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell

from cycle.addresses import EMAIL, PHONE
from cycle.sheets.badcell import BadCell, shown
from cycle.sheets.columns import SETS, Column
from cycle.sheets.days import day_of
from cycle.sheets.words import labels, name_of, nearest_label
from cycle.vietnamese import ControlCharacter, normal

EXCEL_DIGITS = 15

# Excel writes a control character, which XML cannot hold, as _x000B_; openpyxl leaves that as it is.
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f])_")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell holds. `warning` is the code of something that a person should look at."""

    value: Any
    warning: str = ""


BLANK = Reading(None)


def read_cell(column: Column, cell: ReadOnlyCell) -> Reading:
    """Raises BadCell; a blank cell is BLANK, whether or not the column may be blank."""
    if cell.data_type in _NEVER:
        raise BadCell(_NEVER[cell.data_type], value=shown(cell.value))
    return BLANK if cell.value is None else _READERS[column.kind](column, cell)


def _text(column: Column, cell: ReadOnlyCell) -> Reading:
    """Text, or the digits of a whole number."""
    value: object = cell.value
    if isinstance(value, str):
        return Reading(_line(column, value))
    if isinstance(value, int | float):
        return Reading(_digits(value))
    raise BadCell("date_for_text", value=shown(value))


def _line(column: Column, value: str) -> str | None:
    try:
        text = normal(_ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), value))
    except ControlCharacter as refusal:
        raise BadCell("control_character", character=refusal.character) from None
    if text.startswith("="):
        raise BadCell("begins_with_equals", value=shown(text))
    if len(text) > column.longest:
        raise BadCell("too_long", length=str(len(text)), most=str(column.longest))
    return text or None


def _digits(value: float) -> str:
    if value < 0 or (type(value) is float and not value.is_integer()):
        raise BadCell("not_whole", value=shown(value))
    if value >= 10**EXCEL_DIGITS:
        raise BadCell("digits_lost", value=shown(value))
    return str(int(value))


def _code(column: Column, cell: ReadOnlyCell) -> Reading:
    """A code keeps its digits when Excel made a number of it, and the zeros that its format shows."""
    read = _text(column, cell)
    if isinstance(cell.value, str) or read.value is None:
        return read
    padded = read.value.zfill(_zeros_shown(cell))
    one_short = len(padded) not in column.lengths and len(padded) + 1 in column.lengths
    return Reading(padded, "leading_zeros" if one_short or padded != read.value else "")


def _zeros_shown(cell: ReadOnlyCell) -> int:
    try:
        shape = cell.number_format or ""
    except (IndexError, TypeError):  # a style that the file does not have
        return 0
    return len(shape) if shape.strip("0") == "" else 0


def _registration(column: Column, cell: ReadOnlyCell) -> Reading:
    """Blanks and capitals do not tell registration numbers apart."""
    read = _code(column, cell)
    return Reading(read.value.replace(" ", "").upper(), read.warning) if read.value else read


def _phone(column: Column, cell: ReadOnlyCell) -> Reading:
    return _shaped(PHONE, "bad_phone", _code(column, cell))


def _email(column: Column, cell: ReadOnlyCell) -> Reading:
    return _shaped(EMAIL, "bad_email", _text(column, cell))


def _shaped(shape: re.Pattern[str], code: str, read: Reading) -> Reading:
    if read.value is not None and not shape.fullmatch(read.value):
        raise BadCell(code, value=shown(read.value))
    return read


def _choice(column: Column, cell: ReadOnlyCell) -> Reading:
    text = _text(column, cell).value
    if text is None:
        return BLANK
    if name := name_of(column.choices, text):
        return Reading(name)
    offered = "; ".join(labels(column.choices).values())
    raise BadCell(
        "unknown_choice", value=shown(text), choices=offered, nearest=nearest_label(column.choices, text) or ""
    )


def _codes(column: Column, cell: ReadOnlyCell) -> Reading:
    """Several codes or names, separated by semicolons or lines; the same one twice counts once."""
    if not isinstance(cell.value, str):
        read = _code(column, cell)
        return Reading((read.value,), read.warning)
    kept: dict[str, str] = {}
    for part in re.split("[;\n]", cell.value):
        if line := _line(column, part):
            kept.setdefault(line.casefold(), line)
    return Reading(tuple(kept.values()) or None)


def _date(column: Column, cell: ReadOnlyCell) -> Reading:
    value: object = cell.value
    if isinstance(value, str):
        value = _line(column, value)
    return BLANK if value is None else Reading(day_of(value))


def _set(column: Column, cell: ReadOnlyCell) -> Reading:
    text = _text(column, cell).value
    if text is None:
        return BLANK
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= SETS:
        raise BadCell("out_of_range", value=shown(text), low="1", high=str(SETS))
    return Reading(int(text))


_NEVER: Mapping[str, str] = {"f": "formula", "e": "error_value", "b": "true_or_false"}
_READERS: Mapping[str, Callable[[Column, ReadOnlyCell], Reading]] = {
    "text": _text,
    "code": _code,
    "registration": _registration,
    "phone": _phone,
    "email": _email,
    "choice": _choice,
    "codes": _codes,
    "set": _set,
    "date": _date,
}
