"""How a transition names the dossiers that it opens, and those opened before that it ends."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from workflows.model.parts import Declared, Name, OneOrMore


class OpensItem(Declared):
    """A family to open a dossier of: in the parent's programme or the current one, once or for `each` of a value."""

    model_config = ConfigDict(serialize_by_alias=True)

    family: Name
    in_: Annotated[Literal["current"] | None, Field(alias="in")] = None
    each: Name | None = None


def _as_opens(value: Any) -> Any:
    return {"family": value} if isinstance(value, str) else value


def _as_order(value: Any) -> Any:
    return {value: None} if isinstance(value, str) else value


_Families = Annotated[list[Name], OneOrMore, Field(min_length=1)]
DeclaredOpens = Annotated[OpensItem, BeforeValidator(_as_opens, json_schema_input_type=Name | OpensItem)]
_One = Field(min_length=1, max_length=1)
# One trigger, and the families whose dossiers it is fired on; None: all.
DeclaredOrder = Annotated[
    dict[Name, _Families | None],
    _One,
    BeforeValidator(_as_order, json_schema_input_type=Name | Annotated[dict[Name, _Families], _One]),
]
