"""Lengths of time as they are declared: here, by the name of a duration, or printed on the paper itself."""

import re
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from workflows.deadlines.deadline_rules import Period
from workflows.model import forms
from workflows.model.parts import NAME, refused, shown

LONGEST = 9999
OF_PROGRAMME = "programme."
SAID = re.compile(r"(?P<length>[1-9][0-9]{0,3}) ?(?P<unit>working day|day|month)s?\Z")
ANY_UNIT = ("days", "months", "working_days")
# A month before the 31st is no day that everybody would find.
OFFSET_UNITS = ("days", "working_days")
# Papers are valid by the calendar, whoever works.
VALIDITY_UNITS = ("days", "months")


def _period(value: Any, code: str, units: tuple[str, ...]) -> Period:
    if isinstance(value, dict) and len(value) == 1:
        unit, length = next(iter(value.items()))
        # True is an integer to Python, but no length.
        if unit in units and type(length) is int and 1 <= length <= LONGEST:
            return Period(**{unit: length})
    raise refused(code, _written(value, units), given=shown(value))


def _written(value: Any, units: tuple[str, ...]) -> str | None:
    """The form in which a length that is said in words is written."""
    said = SAID.match(value) if isinstance(value, str) else None
    unit = said["unit"].replace(" ", "_") + "s" if said else ""
    return f"{{{unit}: {said['length']}}}" if said and unit in units else None


def _within(value: Any) -> Period | str:
    if isinstance(value, str) and (value.startswith(OF_PROGRAMME) or NAME.match(value)):
        return of_programme(value)
    return _length(value)


def of_programme(value: Any) -> str:
    """The name after `programme.`; otherwise the problem that there is none."""
    if isinstance(value, str) and value.startswith(OF_PROGRAMME) and NAME.match(value.removeprefix(OF_PROGRAMME)):
        return value.removeprefix(OF_PROGRAMME)
    raise refused("not_of_programme", given=shown(value))


def _length(value: Any) -> Period:
    return _period(value, "period_wrong", ANY_UNIT)


def _offset(value: Any) -> Period:
    return _period(value, "offset_wrong", OFFSET_UNITS)


def _calendar_days(value: Any) -> Period:
    return _period(value, "days_wrong", ("days",))


def _expires(value: Any) -> str | Period:
    if value in ("never", "printed"):
        return str(value)
    return _period(value, "expires_wrong", VALIDITY_UNITS)


def _form(title: str, units: tuple[str, ...]) -> forms.Form:
    length = {"type": "integer", "minimum": 1, "maximum": LONGEST}
    return {
        "title": title,
        "type": "object",
        "properties": dict.fromkeys(units, length),
        "additionalProperties": False,
        **forms.exactly_one(units),
    }


_NAMED = re.compile(re.escape(OF_PROGRAMME) + NAME.pattern)
OF_PROGRAMME_FORM: forms.Form = {"title": "programme.name", "type": "string", "pattern": forms.pattern_of(_NAMED)}

Within = Annotated[
    Period | str,
    PlainValidator(_within),
    forms.any_of("length or programme.name", _form("length", ANY_UNIT), OF_PROGRAMME_FORM),
]
Length = Annotated[Period, PlainValidator(_length), WithJsonSchema(_form("length", ANY_UNIT))]
Offset = Annotated[Period, PlainValidator(_offset), WithJsonSchema(_form("length in days", OFFSET_UNITS))]
CalendarDays = Annotated[Period, PlainValidator(_calendar_days), WithJsonSchema(_form("number of days", ("days",)))]
OfProgramme = Annotated[str, PlainValidator(of_programme), WithJsonSchema(OF_PROGRAMME_FORM)]
Expires = Annotated[
    str | Period,
    PlainValidator(_expires),
    forms.any_of("validity", {"enum": ["never", "printed"]}, _form("period", VALIDITY_UNITS)),
]
