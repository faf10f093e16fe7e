"""The shape of a file of trials: scripted acts on one workflow, with what is expected of each."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.guards import CouncilOutcome, Sector, Stars
from workflows.model.papers import SetNumber
from workflows.model.parts import NAME, OF_VALUE, SCOPES, Day, DecimalText, Declared, Line, Name, Title, refused, shown
from workflows.model.programme import ProducerKind
from workflows.model.workflow import StateName
from workflows.problems import nearest_name
from workflows.trying.script import ELSEWHERE, Party

Level = Literal["commune", "district", "province"]
BodyLevel = Literal["province", "department", "centre"]
Count = Annotated[int, Field(ge=1, le=1000)]
PLACES: tuple[Level, ...] = ("commune", "district", "province")
BODIES: tuple[BodyLevel, ...] = ("province", "department", "centre")


def _party(value: Any) -> Party:
    role, _, scope = value.partition(".") if isinstance(value, str) else ("", "", "")
    if not NAME.match(role):
        raise refused("party_wrong", given=shown(value))
    known = (*SCOPES, ELSEWHERE)
    if scope and scope not in known and not OF_VALUE.match(scope):
        raise refused("choice_unknown", nearest_name(scope, known), given=scope, choices=", ".join(known))
    return Party(role, scope)


def _given(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"number", "date"} and all(isinstance(v, str) for v in value.values()):
        return value
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return value
    raise refused("given_wrong", given=shown(value))


def _as_paper(value: Any) -> Any:
    return {"paper": value} if isinstance(value, str) else value


def _as_expectation(value: Any) -> Any:
    return {"state": value} if isinstance(value, str) else value


def _as_counted(value: Any) -> Any:
    return {value: 1} if isinstance(value, str) else value


_WRITTEN_PARTY = re.compile(rf"[a-z][a-z0-9_]*(\.(own|any|{ELSEWHERE}|of_[a-z][a-z0-9_]*)?)?\Z")
_LISTED_FORM: forms.Form = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_DECISION_FORM: forms.Form = {
    "type": "object",
    "properties": {"number": {"type": "string"}, "date": {"type": "string"}},
    "required": ["number", "date"],
    "additionalProperties": False,
}

Actor = Annotated[Party, PlainValidator(_party), forms.text("party", _WRITTEN_PARTY)]
Given = Annotated[
    Any,
    PlainValidator(_given),
    forms.any_of("value", {"type": "string"}, {"type": "integer"}, _LISTED_FORM, _DECISION_FORM),
]
Counted = Annotated[dict[Name, Count], Field(min_length=1, max_length=1)]
Reasons = Annotated[Counted, BeforeValidator(_as_counted, json_schema_input_type=Name | Counted)]


class HeldItem(Declared):
    """A paper that is handed in, or all papers of a set that a number of stars asks for."""

    model_config = ConfigDict(
        json_schema_extra={
            **forms.exactly_one(("paper", "set")),
            "dependencies": {"set": ["stars"], "stars": ["set"], "code": ["paper"]},
        }
    )

    paper: Name | None = None
    set: Name | None = None
    stars: Stars | None = None
    code: Line | None = None
    status: Literal["received", "verified", "rejected"] | None = None
    received: Day | None = None
    issued: Day | None = None
    expires: Day | None = None
    count: Count | None = None
    holder: Line | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.paper is None) == (self.set is None):
            raise refused("held_kind")
        if (self.set is None) != (self.stars is None):
            raise refused("paper_set_stars")
        if self.set is not None and self.code is not None:
            raise refused("held_code")
        return self


Held = Annotated[HeldItem, BeforeValidator(_as_paper, json_schema_input_type=Name | HeldItem)]


class ExpectItem(Declared):
    """The state that is reached, or the codes of every reason why not."""

    model_config = ConfigDict(json_schema_extra=forms.exactly_one(("state", "refused")))

    state: StateName | None = None
    refused: Annotated[list[Reasons], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.state is None) == (self.refused is None):
            raise refused("expect_kind")
        return self


Expected = Annotated[ExpectItem, BeforeValidator(_as_expectation, json_schema_input_type=StateName | ExpectItem)]


class CouncilItem(Declared):
    """What a council has concluded: a rank where there is one, else why not."""

    score: DecimalText
    stars: Stars | None = None
    outcome: CouncilOutcome = "ranked"

    @model_validator(mode="after")
    def _ranked(self) -> Self:
        if (self.stars is not None) != (self.outcome == "ranked"):
            raise refused("council_stars")
        return self


class ActItem(Declared):
    do: Name
    as_: Annotated[Actor, Field(alias="as")]
    for_: Annotated[Actor | None, Field(alias="for")] = None
    person: Line | None = None
    day: Day | None = None
    entered: Day | None = None
    values: dict[Name, Given] = Field(default_factory=dict)
    note: Line | None = None
    override: bool = False
    papers: list[Held] = Field(default_factory=list)
    children: dict[Name, StateName] = Field(default_factory=dict)
    council: CouncilItem | None = None
    expect: Expected | None = None


class TrialItem(Declared):
    trial: Name
    title: Title | None = None
    opened: Day
    state: StateName | None = None
    producer: ProducerKind = "cooperative"
    sector: Sector = "food"
    set_number: SetNumber | None = None
    places: list[Level] = Field(default_factory=lambda: list(PLACES))
    bodies: list[BodyLevel] = Field(default_factory=lambda: list(BODIES))
    establishments: list[Line] = Field(default_factory=lambda: ["establishment"])
    values: dict[Name, Given] = Field(default_factory=dict)
    papers: list[Held] = Field(default_factory=list)
    children: dict[Name, StateName] = Field(default_factory=dict)
    links: dict[Name, Name] = Field(default_factory=dict)
    acts: Annotated[list[ActItem], Field(min_length=1)]


class TrialsFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"trials": []}

    workflow: Name
    programme: Line
    trials: list[TrialItem]
