"""The shape of a calendar file."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workflows.model.parts import Day, Declared, Line, Name


class DayItem(Declared):
    day: Day
    reason: Line


class YearItem(Declared):
    year: Annotated[int, Field(ge=1945, le=2200)]
    status: Literal["confirmed", "provisional"]
    days_off: list[DayItem] = Field(default_factory=list)
    days_worked: list[DayItem] = Field(default_factory=list)


class CalendarFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"calendar": "unread"}

    calendar: Name
    years: Annotated[list[YearItem], Field(min_length=1)]
