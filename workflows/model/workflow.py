"""The shape of a workflow file."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.deadlines import AtClose, DeadlineItem
from workflows.model.guards import DeclaredNeed, DeclaredPaper
from workflows.model.kin import DeclaredOpens, DeclaredOrder
from workflows.model.numbers import SeriesItem
from workflows.model.parts import Day, Declared, FreeName, Line, Name, OneOrMore, Roles, Title, refused, shown
from workflows.model.values import DeclaredType

ANY_OPEN, SAME = "any open", "same"
STATE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\Z")


def _state(value: Any) -> str:
    if not isinstance(value, str) or not (STATE.match(value) or value == ANY_OPEN):
        raise refused("state_wrong", given=shown(value))
    return value


_WRITTEN_STATE = re.compile(rf"({ANY_OPEN}|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?)\Z")
StateName = Annotated[str, PlainValidator(_state), forms.text("state name", _WRITTEN_STATE)]


class FinishItem(Declared):
    """By when dossiers of which `when` holds must be finished; a day written so never rolls."""

    by: Day
    when: Annotated[list[DeclaredNeed], Field(min_length=1)] = Field(default_factory=list)


class LawItem(Declared):
    decision: Line
    in_force: Day
    until: Day | None = None
    finish: Annotated[list[FinishItem], Field(min_length=1)] = Field(default_factory=list)

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


class TooLateItem(Declared):
    deadline: Name
    do: Name


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
    sets: dict[FreeName, Line] = Field(default_factory=dict)
    note: Literal["required", "optional"] = "optional"
    opens: DeclaredOpens | None = None
    children: DeclaredOrder | None = None
    override: OverrideItem | None = None
    too_late: TooLateItem | None = None
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


class ReopensItem(Declared):
    """A dossier anew, linked to one that ended in one of some states, by some roles and on papers that it holds."""

    from_: Annotated[list[StateName], OneOrMore, Field(min_length=1, alias="from")]
    by: Roles
    papers: Annotated[list[Name], Field(min_length=1)]
    basis: Line


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
    defaults: dict[Name, Line] = Field(default_factory=dict)
    shelf: Literal["own", "shared"] = "shared"
    criteria: Name | None = None
    unique: Annotated[list[Name], OneOrMore, Field(min_length=1)] = Field(default_factory=list)
    reopens: ReopensItem | None = None
    triggers: dict[FreeName, Title]
    values: dict[FreeName, Title] = Field(default_factory=dict)
    numbers: list[SeriesItem] = Field(default_factory=list)
    stages: list[StageItem]
    anywhere: list[TransitionItem] = Field(default_factory=list)
