"""The shape of a fixed day of a programme: a day, or the last one of some months, a quarter, a year or years."""

import datetime
from calendar import monthrange
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from workflows.model import forms
from workflows.model.parts import Day, Declared, Line, Name, refused
from workflows.programme import FixedDate

Origin = Literal["law", "plan", "programme", "assumed"]
Year = Annotated[int, Field(ge=1945, le=2200)]
Month = Annotated[int, Field(ge=1, le=12)]
FORMS = ("day", "months", "quarter", "year", "years")


class MonthsItem(Declared):
    """Some months of one year, the last included."""

    from_: Annotated[Month, Field(alias="from")]
    to: Month
    year: Year

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise refused("span_reversed", first=str(self.from_), last=str(self.to))
        return self


class QuarterItem(Declared):
    quarter: Annotated[int, Field(ge=1, le=4)]
    year: Year


class YearsItem(Declared):
    """Several years, the last included."""

    from_: Annotated[Year, Field(alias="from")]
    to: Year

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to <= self.from_:
            raise refused("span_reversed", first=str(self.from_), last=str(self.to))
        return self


class DateItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={
            **forms.exactly_one(FORMS),
            "if": {"required": ["day"]},
            "then": {"required": ["inclusive"]},
            "else": {"properties": {"inclusive": {"const": True}}},
        }
    )

    date: Name
    day: Day | None = None
    months: MonthsItem | None = None
    quarter: QuarterItem | None = None
    year: Year | None = None
    years: YearsItem | None = None
    inclusive: bool | None = None
    basis: Line
    origin: Origin

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if sum(getattr(self, form) is not None for form in FORMS) != 1:
            raise refused("date_form")
        if self.day is not None and self.inclusive is None:
            raise refused("date_inclusive")
        if self.day is None and self.inclusive is False:
            raise refused("date_exclusive")
        return self

    @property
    def declared(self) -> FixedDate:
        term, last = self._span
        return FixedDate(self.date, last, self.inclusive is not False, self.basis, self.origin, term)

    @property
    def _span(self) -> tuple[str | None, datetime.date]:
        """The span as it is kept, None for a day, and its last day."""
        if self.day is not None:
            return None, self.day
        if self.months is not None:
            one = self.months
            return f"{one.year}-{one.from_:02}/{one.year}-{one.to:02}", _end_of(one.year, one.to)
        if self.quarter is not None:
            return f"{self.quarter.year}-Q{self.quarter.quarter}", _end_of(self.quarter.year, 3 * self.quarter.quarter)
        if self.years is not None:
            return f"{self.years.from_}/{self.years.to}", _end_of(self.years.to, 12)
        year = self.year or 0
        return str(year), _end_of(year, 12)


def _end_of(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, monthrange(year, month)[1])
