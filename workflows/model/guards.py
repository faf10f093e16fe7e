"""How guards are written: the keys of `needs` and `papers`, and the parameters they become."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.parts import DecimalText, Declared, Name, refused, shown
from workflows.model.periods import CalendarDays
from workflows.naming import GuardUse
from workflows.rules import SECTORS

COMPARISONS = ("at_least", "at_most", "below", "equals", "one_of")
# The guard and its parameter for each need that is written `guard: parameter`.
SINGLE: Mapping[str, str] = {
    "minimum_score": "minimum",
    "below_score": "below",
    "decision_by": "role",
    "children_answered": "family",
    "children_closed": "family",
    "not_same_person_as": "trigger",
    "running": "deadline",
    "given": "value",
}
NEEDS = frozenset({"value", "producer_eligible", "covered", "ended_well", "ahead", "council", *SINGLE})
GUARD_NAMES = NEEDS | {"window", "before", "after", "paper"}
# A time, a paper or an answer may be dispensed with. A score, a decision and the second person may not.
OVERRIDABLE = frozenset({"window", "before", "after", "ahead", "paper", "producer_eligible"})
OVERRIDABLE |= {"children_answered", "children_closed"}

Sector = Literal["food", "beverages", "herbal", "handicrafts", "ornamental", "tourism"]
Stars = Annotated[int, Field(ge=1, le=5)]


def _scalar(value: Any) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise refused("comparison_wrong", given=shown(value))
    return value


def _as_paper(value: Any) -> Any:
    return {"paper": value} if isinstance(value, str) else value


def _as_outcomes(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_need(value: Any) -> Any:
    return {value: True} if isinstance(value, str) else value


CouncilOutcome = Literal["ranked", "excluded", "stopped"]
ListedOutcomes = Annotated[list[CouncilOutcome], Field(min_length=1)]
CouncilOutcomes = Annotated[
    ListedOutcomes, BeforeValidator(_as_outcomes, json_schema_input_type=CouncilOutcome | ListedOutcomes)
]
Scalar = Annotated[
    str | int,
    PlainValidator(_scalar),
    forms.any_of("text or integer", {"type": "string", "minLength": 1}, {"type": "integer"}),
]


class PaperItem(Declared):
    """One entry of `papers`: a paper, a choice of papers, or the papers of a set that a number of stars asks for."""

    model_config = ConfigDict(
        json_schema_extra={**forms.exactly_one(("paper", "one_of", "set")), **forms.together("set", "stars")}
    )

    paper: Name | None = None
    one_of: Annotated[list[Name], Field(min_length=2)] | None = None
    set: Name | None = None
    stars: Stars | None = None
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    valid_on: Name = "happened"
    sectors: Annotated[list[Sector], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(given is not None for given in (self.paper, self.one_of, self.set)) != 1:
            raise refused("paper_item_kind")
        if (self.set is None) != (self.stars is None):
            raise refused("paper_set_stars")
        return self


class CoveredItem(Declared):
    """The organisations of a value have acted: each of them or any one, as the value declares."""

    value: Name
    by: Name


class EndedItem(Declared):
    """The dossier that a value names has ended in one of some ways; there may be none."""

    value: Name
    finals: Annotated[list[Name], Field(min_length=1)]


class AheadItem(Declared):
    """The act comes so long before the last day of a deadline: `most` days ahead of it and `least`, both included."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["most"]}, {"required": ["least"]}]})

    deadline: Name
    most: CalendarDays | None = None
    least: CalendarDays | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.most is None and self.least is None:
            raise refused("ahead_unbounded")
        if self.most is not None and self.least is not None and (self.most.days or 0) < (self.least.days or 0):
            raise refused("ahead_reversed", most=str(self.most.days), least=str(self.least.days))
        return self


class NeedItem(Declared):
    """One entry of `needs`: exactly one guard with its parameter."""

    unknown_key: ClassVar[str] = "guard_unknown"
    model_config = ConfigDict(
        json_schema_extra={
            **forms.exactly_one(sorted(NEEDS)),
            "dependencies": {
                **{name: ["value"] for name in COMPARISONS},
                "value": {"anyOf": [{"required": [name]} for name in COMPARISONS]},
            },
        }
    )

    value: Name | None = None
    at_least: DecimalText | None = None
    at_most: DecimalText | None = None
    below: DecimalText | None = None
    equals: Scalar | None = None
    one_of: Annotated[list[Scalar], Field(min_length=1)] | None = None
    minimum_score: DecimalText | None = None
    below_score: DecimalText | None = None
    decision_by: Name | None = None
    producer_eligible: Literal[True] | None = None
    children_answered: Name | None = None
    children_closed: Name | None = None
    not_same_person_as: Name | None = None
    running: Name | None = None
    given: Name | None = None
    ahead: AheadItem | None = None
    covered: CoveredItem | None = None
    ended_well: EndedItem | None = None
    council: CouncilOutcomes | None = None

    @model_validator(mode="after")
    def _one_guard(self) -> Self:
        given = self.model_fields_set
        if len(given & NEEDS) != 1:
            raise refused("need_one_guard")
        if ("value" in given) != bool(given & set(COMPARISONS)):
            raise refused("value_comparison")
        return self

    @property
    def guard(self) -> str:
        return next(iter(self.model_fields_set & NEEDS))

    @property
    def use(self) -> GuardUse:
        """The guard with its parameters. Limits are decimal texts; `equals` and `one_of` hold what was written."""
        if self.guard in SINGLE:
            return GuardUse(self.guard, {SINGLE[self.guard]: getattr(self, self.guard)})
        if self.guard == "producer_eligible":
            return GuardUse(self.guard)
        if self.ahead is not None:
            bounds = {"most": self.ahead.most, "least": self.ahead.least}
            days = {name: one.days for name, one in bounds.items() if one is not None}
            return GuardUse(self.guard, {"deadline": self.ahead.deadline, **days})
        if self.covered is not None:
            return GuardUse(self.guard, {"value": self.covered.value, "by": self.covered.by})
        if self.ended_well is not None:
            return GuardUse(self.guard, {"value": self.ended_well.value, "finals": tuple(self.ended_well.finals)})
        if self.council is not None:
            return GuardUse(self.guard, {"outcomes": tuple(self.council)})
        given = {name: getattr(self, name) for name in COMPARISONS if name in self.model_fields_set}
        wanted = {name: tuple(limit) if isinstance(limit, list) else limit for name, limit in given.items()}
        return GuardUse("value", {"value": self.value, **wanted})


DeclaredPaper = Annotated[PaperItem, BeforeValidator(_as_paper, json_schema_input_type=Name | PaperItem)]
# Of all guards only this one needs no parameter, so that its bare name will do.
Bare = Literal["producer_eligible"]
DeclaredNeed = Annotated[NeedItem, BeforeValidator(_as_need, json_schema_input_type=Bare | NeedItem)]

ALL_SECTORS = frozenset(SECTORS)
