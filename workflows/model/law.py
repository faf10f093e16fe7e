"""The shape of a plan by which a change of law moves dossiers from one workflow to another."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.guards import DeclaredNeed, DeclaredPaper
from workflows.model.parts import NAME, Code, Day, Declared, Line, Name, OneOrMore, Title, refused, shown
from workflows.model.workflow import StateName
from workflows.problems import nearest_name
from workflows.transfer.plan import BEGIN, CARRY, END, STAND, Fate

UNCHANGED = "unchanged"
OUTCOMES = ("to", "choices", "impossible")
FATES = (BEGIN, STAND, END)


def _fate(value: Any) -> Fate:
    if isinstance(value, str) and value in FATES:
        return Fate(value)
    if isinstance(value, dict) and set(value) == {CARRY} and isinstance(name := value[CARRY], str) and NAME.match(name):
        return Fate(CARRY, name)
    near = nearest_name(value, FATES) if isinstance(value, str) else None
    raise refused("law_fate_wrong", near, given=shown(value))


def _rules(value: Any) -> Any:
    return [] if value == UNCHANGED else value


_CARRIED: forms.Form = {
    "type": "object",
    "properties": {CARRY: {"type": "string", "pattern": forms.pattern_of(NAME)}},
    "required": [CARRY],
    "additionalProperties": False,
}
DeclaredFate = Annotated[
    Fate, PlainValidator(_fate), forms.any_of("fate of a deadline", {"enum": list(FATES)}, _CARRIED)
]


class PersonItem(Declared):
    """Who decides where a dossier goes on, because no text says it."""

    by: Name
    why: Line


class EveryItem(Declared):
    """What counts for every rule of a block."""

    person: PersonItem | None = None
    after: Literal["finish"] | None = None
    waive: list[Name] = Field(default_factory=list)


class RuleItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={**forms.exactly_one(OUTCOMES), "dependencies": {"person": ["choices"]}}
    )

    from_: Annotated[list[StateName], OneOrMore, Field(min_length=1, alias="from")]
    to: StateName | None = None
    choices: Annotated[list[StateName] | None, Field(min_length=1)] = None
    impossible: Line | None = None
    person: PersonItem | None = None
    after: Literal["finish"] | None = None
    when: list[DeclaredNeed] = Field(default_factory=list)
    needs: list[DeclaredNeed] = Field(default_factory=list)
    papers: list[DeclaredPaper] = Field(default_factory=list)
    deadlines: dict[Name, DeclaredFate] = Field(default_factory=dict)
    rename: dict[Name, Name] = Field(default_factory=dict)
    drop: list[Name] = Field(default_factory=list)
    waive: list[Name] = Field(default_factory=list)
    forget: list[Name] = Field(default_factory=list)
    basis: Line | None = None

    @model_validator(mode="after")
    def _one_outcome(self) -> Self:
        if sum(getattr(self, name) is not None for name in OUTCOMES) != 1:
            raise refused("law_rule_outcome")
        if self.person is not None and self.choices is None:
            raise refused("law_nothing_to_decide")
        return self


Rules = Annotated[list[RuleItem], BeforeValidator(_rules, json_schema_input_type=Literal["unchanged"] | list[RuleItem])]


class TransferItem(Declared):
    from_: Annotated[Name, Field(alias="from")]
    to: Name
    every: EveryItem | None = None
    states: Rules
    children: dict[Name, Literal["keep", "person"]] = Field(default_factory=dict)
    letter: Name | None = None


class PlanFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {
        "law": "unread",
        "title": {"vi": "unread", "en": "unread"},
        "basis": "unread",
        "effective": "1945-09-02",
        "moves": [],
    }

    law: Code
    title: Title
    basis: Line
    effective: Day
    moves: list[TransferItem]
