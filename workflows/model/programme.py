"""The shape of a programme file."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from workflows.deadlines.deadline_rules import Period
from workflows.model import forms
from workflows.model.councils import CouncilItem
from workflows.model.dates import DateItem, Origin
from workflows.model.guards import Sector
from workflows.model.items import GroupItem, ItemItem
from workflows.model.letters import LettersItem
from workflows.model.parts import Code, Day, Declared, Line, Name, Title, named, refused
from workflows.model.rounds import RoundsItem
from workflows.programme import SEASON, Duration, LegalBasis, Programme, Target, Window

ProducerKind = Literal[
    "cooperative", "cooperative_group", "company", "farm", "household", "association", "operating_centre"
]
Length = Annotated[int, Field(ge=1, le=9999)]
UNITS = ("days", "months", "working_days")


def _unit(value: Any, titled: ValidatorFunctionWrapHandler) -> Any:
    return titled(value) if isinstance(value, dict) else named(value)


# No union: what is wrong in a title is told at its own key.
_TITLED = Annotated[Title, WrapValidator(_unit, json_schema_input_type=Name | Title)]
Unit = Annotated[Title | str, GetPydanticSchema(lambda _, handler: handler.generate_schema(_TITLED))]


class PeriodItem(Declared):
    from_: Annotated[Day, Field(alias="from")]
    to: Day

    @property
    def days(self) -> Mapping[str, Any]:
        return {"starts": self.from_, "ends": self.to}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise refused("days_reversed", first=self.from_.isoformat(), last=self.to.isoformat())
        return self


class BasisItem(Declared):
    number: Line
    issued: Day
    issuer: Line
    title: Line


class WindowItem(Declared):
    window: Name
    title: Title
    opens: Day
    closes: Day
    gap: Line | None = None
    outlives: bool = False
    basis: Line
    origin: Origin

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes < self.opens:
            raise refused("days_reversed", first=self.opens.isoformat(), last=self.closes.isoformat())
        return self

    @property
    def declared(self) -> Window:
        return Window(self.window, self.opens, self.closes, self.title.text, self.basis, self.origin, self.gap)


class DurationItem(Declared):
    model_config = ConfigDict(json_schema_extra=forms.exactly_one(UNITS))

    duration: Name
    days: Length | None = None
    months: Length | None = None
    working_days: Length | None = None
    basis: Line
    origin: Origin

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if sum(getattr(self, unit) is not None for unit in UNITS) != 1:
            raise refused("duration_unit")
        return self

    @property
    def period(self) -> Period:
        return Period(self.days, self.months, self.working_days)


class TargetItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"operator": {"const": "between"}}},
            "then": {"required": ["high"]},
            "else": {"not": {"required": ["high"]}},
        }
    )

    target: Name
    title: Title
    operator: Literal["at_least", "about", "between"]
    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(ge=0)] | None = None
    unit: Unit
    part_of: Name | None = None
    basis: Line

    @property
    def declared(self) -> Target:
        unit = self.unit.text if isinstance(self.unit, Title) else self.unit
        return Target(self.target, self.title.text, self.operator, self.low, self.high, unit, self.part_of, self.basis)

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if (self.operator == "between") != (self.high is not None):
            raise refused("target_high")
        if self.high is not None and self.high < self.low:
            raise refused("target_reversed", low=str(self.low), high=str(self.high))
        return self


class KindItem(Declared):
    """A kind of producer, admitted in every sector or in some."""

    kind: ProducerKind
    sectors: Annotated[list[Sector], Field(min_length=1)] | None = None


def _as_kind(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


DeclaredKind = Annotated[KindItem, BeforeValidator(_as_kind, json_schema_input_type=ProducerKind | KindItem)]


class ProgrammeFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {
        "programme": "unread",
        "title": {"vi": "unread", "en": "unread"},
        "organisation": "unread",
        "calendar": "unread",
        "zone": "Asia/Ho_Chi_Minh",
        "entry_limit_days": 0,
        "producer_kinds": ["household"],
        "year": 1945,
        "period": {"from": "1945-09-02", "to": "1945-09-02"},
        "families": [],
    }

    programme: Code
    title: Title
    organisation: Code
    year: Annotated[int, Field(ge=1945, le=2200)]
    # The only zone of the country; a list of the world's would have to be read from files.
    zone: Literal["Asia/Ho_Chi_Minh"]
    period: PeriodItem
    calendar: Name
    families: list[Name]
    opens: Name = SEASON
    entry_limit_days: Annotated[int, Field(ge=0, le=3660)]
    producer_kinds: Annotated[list[DeclaredKind], Field(min_length=1)]
    bases: list[BasisItem] = Field(default_factory=list)
    windows: list[WindowItem] = Field(default_factory=list)
    timetable: Annotated[list[Name], Field(min_length=1)] = Field(default_factory=list)
    durations: list[DurationItem] = Field(default_factory=list)
    dates: list[DateItem] = Field(default_factory=list)
    targets: list[TargetItem] = Field(default_factory=list)
    groups: list[GroupItem] = Field(default_factory=list)
    items: list[ItemItem] = Field(default_factory=list)
    paper_warning_days: Annotated[int, Field(ge=1, le=3660)] = 30
    letters: LettersItem | None = None
    rounds: RoundsItem | None = None
    province_code: Code | None = None
    councils: list[CouncilItem] = Field(default_factory=list)

    @property
    def as_programme(self) -> Programme:
        """Without its letters: whom they go to is for `reading.letters` to say, which knows the roles."""
        return Programme(
            name=self.programme,
            title=self.title.text,
            organisation=self.organisation,
            year=self.year,
            zone=self.zone,
            **self.period.days,
            calendar=self.calendar,
            families=tuple(self.families),
            bases=tuple(LegalBasis(b.number, b.issued, b.issuer, b.title) for b in self.bases),
            windows={item.window: item.declared for item in self.windows},
            durations={d.duration: Duration(d.duration, d.period, d.basis, d.origin) for d in self.durations},
            dates={item.date: item.declared for item in self.dates},
            targets=tuple(item.declared for item in self.targets),
            entry_limit_days=self.entry_limit_days,
            producer_kinds=frozenset(item.kind for item in self.producer_kinds),
            kind_sectors={item.kind: frozenset(item.sectors) for item in self.producer_kinds if item.sectors},
            opens=self.opens,
            timetable=tuple(self.timetable),
            groups={group.group: group.declared for group in self.groups},
            items=tuple(item.declared for item in self.items),
            paper_warning_days=self.paper_warning_days,
            rounds=self.rounds.declared if self.rounds else None,
            province_code=self.province_code,
            councils={item.council: item.declared for item in self.councils},
        )
