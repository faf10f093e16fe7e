"""The shape of a series of numbers that acts are given one after another."""

from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from workflows.definition import Series
from workflows.model.parts import LONGEST_LINE, Declared, Line, Name, refused, shown

PLACES = ("number", "commune", "province", "year")


def _form(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_LINE or not _fits(value):
        raise refused("number_form_wrong", given=shown(value), choices=", ".join(f"{{{one}}}" for one in PLACES))
    return value


def _fits(text: str) -> bool:
    """Whether it has `{number}` and `{year}` and no other places than those that are filled."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    named = [name for _, name, _, _ in parts if name is not None]
    plain = all(not spec and conversion is None for _, name, spec, conversion in parts if name is not None)
    return plain and {"number", "year"} <= set(named) <= set(PLACES)


_PATTERN = r"^(?=.*\{number\})(?=.*\{year\})([^{}]|\{(number|commune|province|year)\})*$"
Form = Annotated[
    str,
    PlainValidator(_form),
    WithJsonSchema({"title": "form of a number", "type": "string", "pattern": _PATTERN, "maxLength": LONGEST_LINE}),
]


class SeriesItem(Declared):
    number: Name
    counted_by: Literal["commune", "province"]
    form: Form
    basis: Line

    @property
    def declared(self) -> Series:
        return Series(self.number, self.counted_by, self.form, self.basis)
