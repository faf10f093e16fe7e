"""The shape of a workflow file."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.deadlines import AtClose, DeadlineItem
from workflows.model.guards import DeclaredNeed, DeclaredPaper
from workflows.model.parts import Day, Declared, FreeName, Line, Name, OneOrMore, Roles, Title, refused, shown
from workflows.model.values import DeclaredType

ANY_OPEN = "any open"
STATE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\Z")


def _state(value: Any) -> str:
    if not isinstance(value, str) or not (STATE.match(value) or value == ANY_OPEN):
        raise refused("state_wrong", given=shown(value))
    return value


_WRITTEN_STATE = re.compile(rf"({ANY_OPEN}|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?)\Z")
StateName = Annotated[str, PlainValidator(_state), forms.text("state name", _WRITTEN_STATE)]


class LawItem(Declared):
    decision: Line
    in_force: Day
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.in_force:
            raise refused("days_reversed", first=self.in_force.isoformat(), last=self.until.isoformat())
        return self


class StateItem(Declared):
    state: FreeName
    title: Title
    step: Annotated[int, Field(ge=1, le=6)] | None = None
    owes: Roles = Field(default_factory=list)
    deadline: Annotated[list[Name], OneOrMore, Field(min_length=1)] = Field(default_factory=list)
    final: Name | None = None
    tells: Name | None = None
    at_close: AtClose | None = None


class OverrideItem(Declared):
    by: Roles
    of: Annotated[list[Name], OneOrMore, Field(min_length=1)] | None = None


class TransitionItem(Declared):
    do: FreeName
    from_: Annotated[list[StateName], OneOrMore, Field(min_length=1, alias="from")]
    to: StateName
    by: Roles
    dated: bool = False
    window: Name | None = None
    before: Name | None = None
    after: Name | None = None
    papers: list[DeclaredPaper] = Field(default_factory=list)
    needs: list[DeclaredNeed] = Field(default_factory=list)
    records: dict[FreeName, DeclaredType] = Field(default_factory=dict)
    note: Literal["required", "optional"] = "optional"
    opens: Name | None = None
    children: Name | None = None
    override: OverrideItem | None = None
    basis: Line | None = None
    letter: Annotated[list[Name], OneOrMore, Field(min_length=1)] = Field(default_factory=list)


class StageItem(Declared):
    stage: FreeName
    title: Title
    states: Annotated[list[StateItem], Field(min_length=1)]
    transitions: list[TransitionItem] = Field(default_factory=list)
    deadlines: list[DeadlineItem] = Field(default_factory=list)


class AboutItem(Declared):
    """What a dossier is called that stands for itself, without a product."""

    title: Name
    number: Name | None = None


class WorkflowFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {
        "workflow": "unread",
        "family": "unread",
        "title": {"vi": "unread", "en": "unread"},
        "law": {"decision": "unread", "in_force": "1945-09-02"},
        "initial": "unread.unread",
        "stages": [],
        "triggers": {},
    }

    workflow: FreeName
    family: FreeName | None = None
    title: Title
    law: LawItem
    initial: StateName
    about: AboutItem | None = None
    receives: dict[FreeName, DeclaredType] = Field(default_factory=dict)
    unique: Annotated[list[Name], OneOrMore, Field(min_length=1)] = Field(default_factory=list)
    triggers: dict[FreeName, Title]
    values: dict[FreeName, Title] = Field(default_factory=dict)
    stages: list[StageItem]
    anywhere: list[TransitionItem] = Field(default_factory=list)
