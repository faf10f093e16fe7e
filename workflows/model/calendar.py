"""The shape of a calendar file, as an office writes it and as it is published with the days of its library."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workflows.model.parts import Day, Declared, Line, Name

LIBRARIES = ("VN",)


class LibraryDayItem(Declared):
    """A day as the library names it."""

    day: Day
    reason: Line


class FromLibraryItem(Declared):
    """The days of a year as the library had them when the folder was read."""

    days_off: list[LibraryDayItem] = Field(default_factory=list)
    days_worked: list[LibraryDayItem] = Field(default_factory=list)


class DayItem(Declared):
    day: Day
    reason: Line
    document: Line | None = None


class YearItem(Declared):
    year: Annotated[int, Field(ge=1945, le=2200)]
    status: Literal["confirmed", "provisional"]
    days_off: list[DayItem] = Field(default_factory=list)
    days_worked: list[DayItem] = Field(default_factory=list)
    from_library: FromLibraryItem | None = None


class CalendarFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"calendar": "unread"}

    calendar: Name
    revision: Annotated[int, Field(ge=1, le=9999)] = 1
    library: Literal["VN"] | None = None
    library_version: Line | None = None
    years: Annotated[list[YearItem], Field(min_length=1)]
