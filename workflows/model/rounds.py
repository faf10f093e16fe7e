"""The shape of the rounds of evaluation: the pattern of every year, and rounds that a regulation adds."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.dates import Origin
from workflows.model.parts import Day, Declared, Line, Title, refused, shown
from workflows.programme import Regulation, Round, Rounds, YearlyRound

Level = Literal["province", "centre"]
YEARLY_CODE = re.compile(r"[A-Z]{1,4}-[0-9]{2}\Z")
EXTRA_CODE = re.compile(r"[A-Z]{1,4}-[0-9]{2}-[12][0-9]{3}\Z")
# A day of every year: 29 February is none.
MONTH_DAY = re.compile(
    r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))\Z"
)
YEAR = "{year}"


def _yearly_code(value: Any) -> str:
    if not isinstance(value, str) or not YEARLY_CODE.match(value):
        raise refused("round_code_wrong", given=shown(value), example="T-01")
    return value


def _extra_code(value: Any) -> str:
    if not isinstance(value, str) or not EXTRA_CODE.match(value):
        raise refused("round_code_wrong", given=shown(value), example="T-03-2026")
    return value


def _month_day(value: Any) -> tuple[int, int]:
    if not isinstance(value, str) or not MONTH_DAY.match(value):
        raise refused("month_day_wrong", given=shown(value))
    month, day = value.split("-")
    return int(month), int(day)


YearlyCode = Annotated[str, PlainValidator(_yearly_code), forms.text("code of a yearly round", YEARLY_CODE)]
ExtraCode = Annotated[str, PlainValidator(_extra_code), forms.text("code of a round", EXTRA_CODE)]
MonthDay = Annotated[tuple[int, int], PlainValidator(_month_day), forms.text("month and day", MONTH_DAY)]


class RegulationItem(Declared):
    number: Line
    date: Day


class YearlyRoundItem(Declared):
    round: YearlyCode
    title: Title
    level: Level
    cut_off: MonthDay
    held_by: MonthDay
    next_year: bool = False
    basis: Line
    origin: Origin

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.held_by <= self.cut_off:
            raise refused("round_order", cut_off=_written(self.cut_off), held_by=_written(self.held_by))
        if YEAR not in self.title.vi or YEAR not in self.title.en:
            raise refused("round_title_year")
        return self

    def declared(self, *, inclusive: bool) -> YearlyRound:
        return YearlyRound(
            code=self.round,
            level=self.level,
            number=int(self.round.split("-")[1]),
            cut_off=self.cut_off,
            held_by=self.held_by,
            title=self.title.text,
            basis=self.basis,
            origin=self.origin,
            next_year=self.next_year,
            inclusive=inclusive,
        )


class ExtraRoundItem(Declared):
    round: ExtraCode
    title: Title
    level: Level
    cut_off: Day
    held_by: Day
    regulation: RegulationItem
    basis: Line

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.held_by <= self.cut_off:
            raise refused("round_order", cut_off=self.cut_off.isoformat(), held_by=self.held_by.isoformat())
        return self

    def declared(self, *, inclusive: bool) -> Round:
        before = timedelta(days=not inclusive)
        _, number, year = self.round.split("-")
        return Round(
            code=self.round,
            level=self.level,
            number=int(number),
            year=int(year),
            cut_off=self.cut_off - before,
            held_by=self.held_by - before,
            title=self.title.text,
            basis=self.basis,
            origin="regulation",
            regulation=Regulation(self.regulation.number, self.regulation.date),
        )


class RoundsItem(Declared):
    """`inclusive`: whether the days that are written count themselves; \"before 30 April\" read strictly is not.

    `from`: the first day on which a yearly round may be cut off; without it they have been held since ever.
    """

    inclusive: bool
    from_: Day = Field(default=date.min, alias="from")
    yearly: Annotated[list[YearlyRoundItem], Field(min_length=1)]
    extra: list[ExtraRoundItem] = Field(default_factory=list)

    @property
    def declared(self) -> Rounds:
        return Rounds(
            tuple(one.declared(inclusive=self.inclusive) for one in self.yearly),
            tuple(one.declared(inclusive=self.inclusive) for one in self.extra),
            self.from_,
        )


def _written(month_day: tuple[int, int]) -> str:
    month, day = month_day
    return f"{month:02}-{day:02}"
