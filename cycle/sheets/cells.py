"""One cell: from what Excel stored to the value of its column, or to the reason why that cannot be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell

from cycle.addresses import NOT_ASCII, PHONE, TOO_LONG, email_fault
from cycle.sheets.badcell import BadCell, shown
from cycle.sheets.columns import Column
from cycle.sheets.days import day_of
from cycle.sheets.lists import Lists, part_named
from cycle.sheets.pairs import Pair, pairs_in, unwritable
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


def read_cell(column: Column, cell: ReadOnlyCell, lists: Lists) -> Reading:
    """Raises BadCell; a blank cell is BLANK, whether or not the column may be blank."""
    if cell.data_type in _NEVER:
        raise BadCell(_NEVER[cell.data_type], value=shown(cell.value))
    if cell.value is None:
        return BLANK
    return _choice(column, cell, lists) if column.kind == "choice" else _READERS[column.kind](column, cell)


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
    return _no_longer(column, text) or None


def _no_longer(column: Column, text: str) -> str:
    if len(text) > column.longest:
        raise BadCell("too_long", length=str(len(text)), most=str(column.longest))
    return text


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
    read = _code(column, cell)
    if read.value is not None and not PHONE.fullmatch(read.value):
        raise BadCell("bad_phone", value=shown(read.value))
    return read


def _email(column: Column, cell: ReadOnlyCell) -> Reading:
    """An address to which letters can be sent."""
    read = _text(column, cell)
    if read.value is not None and (fault := email_fault(read.value)):
        raise BadCell(_BAD_EMAILS.get(fault, "bad_email"), value=shown(read.value))
    return read


def _choice(column: Column, cell: ReadOnlyCell, lists: Lists) -> Reading:
    text = _text(column, cell).value
    if text is None:
        return BLANK
    if name := lists.name_of(column.choices, text):
        return Reading(name)
    offered = "; ".join(lists.labels(column.choices).values())
    near = lists.nearest_label(column.choices, text) or ""
    raise BadCell("unknown_choice", value=shown(text), choices=offered, nearest=near)


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
    return BLANK if value is None else Reading(day_of(value, column.since))


def _whole(column: Column, cell: ReadOnlyCell) -> Reading:
    text = _text(column, cell).value
    if text is None:
        return BLANK
    if not re.fullmatch("[0-9]{1,9}", text) or not column.low <= int(text) <= column.high:
        raise BadCell("out_of_range", value=shown(text), low=str(column.low), high=str(column.high))
    return Reading(int(text))


def _decimal(column: Column, cell: ReadOnlyCell) -> Reading:
    """A number as it was typed, with a comma or a point; Excel's own lose what floating point added to them."""
    value: object = cell.value
    text = f"{value:.10g}" if isinstance(value, int | float) else _text(column, cell).value
    if text is None:
        return BLANK
    if not re.fullmatch(r"-?[0-9]{1,12}([.,][0-9]{1,9})?", text):
        raise BadCell("not_a_number", value=shown(text))
    return Reading(Decimal(text.replace(",", ".")))


def _values(column: Column, cell: ReadOnlyCell) -> Reading:
    """`name=value` pairs, separated by semicolons or lines; `name.part=value` gives one part of a value.

    Whose name it is only the row's dossier tells: the name stays as it was typed.
    """
    if not isinstance(cell.value, str):
        raise BadCell("value_without_name", value=shown(cell.value))
    values: dict[str, Any] = {}
    for pair in pairs_in(cell.value):
        name, text = _line(column, pair.name), _given(column, pair)
        if not name or not text or not text.strip():
            raise BadCell("value_without_name", value=shown(pair.typed))
        _keep_value(values, name, text)
    return Reading(values or None)


def _given(column: Column, pair: Pair) -> str | None:
    """A value; between quotes nothing of it is changed."""
    if not pair.quoted:
        return _line(column, pair.text)
    if character := unwritable(pair.text):
        raise BadCell("control_character", character=character)
    return _no_longer(column, pair.text)


def _keep_value(values: dict[str, Any], name: str, text: str) -> None:
    before, _, after = name.rpartition(".")
    part = part_named(after) if before.strip() else None
    whole = before.strip() if part else name
    into = values.setdefault(whole, {}) if part else values
    if not isinstance(into, dict) or (part or whole) in into:
        raise BadCell("value_given_twice", value=name)
    into[part or whole] = text


_BAD_EMAILS: Mapping[str, str] = {NOT_ASCII: "email_not_ascii", TOO_LONG: "email_too_long"}
_NEVER: Mapping[str, str] = {"f": "formula", "e": "error_value", "b": "true_or_false"}
_READERS: Mapping[str, Callable[[Column, ReadOnlyCell], Reading]] = {
    "text": _text,
    "code": _code,
    "registration": _registration,
    "phone": _phone,
    "email": _email,
    "codes": _codes,
    "whole": _whole,
    "decimal": _decimal,
    "values": _values,
    "date": _date,
}
