"""Lengths of time as they are declared: here, by the name of a duration, or printed on the paper itself."""

import re
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from workflows.definition import Period
from workflows.model import forms
from workflows.model.parts import NAME, refused, shown

LONGEST = 9999
OF_PROGRAMME = "programme."
SAID = re.compile(r"(?P<length>[1-9][0-9]{0,3}) ?(?P<unit>day|month)s?\Z")


def _period(value: Any, code: str) -> Period:
    if isinstance(value, dict) and len(value) == 1:
        unit, length = next(iter(value.items()))
        # True is an integer to Python, but no length.
        if unit in ("days", "months") and type(length) is int and 1 <= length <= LONGEST:
            return Period(**{unit: length})
    raise refused(code, _written(value), given=shown(value))


def _written(value: Any) -> str | None:
    """The form in which a length that is said in words is written."""
    said = SAID.match(value) if isinstance(value, str) else None
    return f"{{{said['unit']}s: {said['length']}}}" if said else None


def _within(value: Any) -> Period | str:
    if isinstance(value, str) and (value.startswith(OF_PROGRAMME) or NAME.match(value)):
        return _of_programme(value)
    return _period(value, "period_wrong")


def _of_programme(value: Any) -> str:
    if isinstance(value, str) and value.startswith(OF_PROGRAMME) and NAME.match(value.removeprefix(OF_PROGRAMME)):
        return value.removeprefix(OF_PROGRAMME)
    raise refused("not_of_programme", given=shown(value))


def _expires(value: Any) -> str | Period:
    if value in ("never", "printed"):
        return str(value)
    return _period(value, "expires_wrong")


_LENGTH = {"type": "integer", "minimum": 1, "maximum": LONGEST}
PERIOD_FORM: forms.Form = {
    "title": "period",
    "type": "object",
    "properties": {"days": _LENGTH, "months": _LENGTH},
    "additionalProperties": False,
    **forms.exactly_one(("days", "months")),
}
_NAMED = re.compile(re.escape(OF_PROGRAMME) + NAME.pattern)
OF_PROGRAMME_FORM: forms.Form = {"title": "programme.name", "type": "string", "pattern": forms.pattern_of(_NAMED)}

Within = Annotated[Period | str, PlainValidator(_within), forms.any_of("length", PERIOD_FORM, OF_PROGRAMME_FORM)]
OfProgramme = Annotated[str, PlainValidator(_of_programme), WithJsonSchema(OF_PROGRAMME_FORM)]
Expires = Annotated[
    str | Period, PlainValidator(_expires), forms.any_of("validity", {"enum": ["never", "printed"]}, PERIOD_FORM)
]
