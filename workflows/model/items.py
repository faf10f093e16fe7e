"""What a programme begins with besides products: groups of organisations, and dossiers that stand for themselves."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from workflows.model import forms
from workflows.model.parts import Code, Day, Declared, Line, Name, Title, refused, shown
from workflows.programme import Group, Item


def _given(value: Any) -> Any:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return value
    if isinstance(value, dict) and set(value) == {"number", "date"} and all(isinstance(v, str) for v in value.values()):
        return value
    raise refused("given_wrong", given=shown(value))


_DECISION: forms.Form = {
    "type": "object",
    "properties": {"number": {"type": "string"}, "date": {"type": "string"}},
    "required": ["number", "date"],
    "additionalProperties": False,
}
_LISTED: forms.Form = {"type": "array", "items": {"type": "string"}, "minItems": 1}
Given = Annotated[
    Any,
    PlainValidator(_given),
    forms.any_of("value of an item", {"type": "string"}, {"type": "integer"}, _LISTED, _DECISION),
]


class GroupItem(Declared):
    group: Name
    title: Title
    members: Annotated[list[Code], Field(min_length=1)]
    rule: Literal["any", "each"]
    basis: Line

    @property
    def declared(self) -> Group:
        return Group(self.group, self.title.text, tuple(self.members), self.rule)


class ItemItem(Declared):
    item: Code
    family: Name
    opened: Day | None = None
    values: dict[Name, Given] = Field(default_factory=dict)
    basis: Line

    @property
    def declared(self) -> Item:
        return Item(self.item, self.family, self.values, self.basis, self.opened)
