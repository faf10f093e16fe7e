"""The shape of roles.yaml."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator

from workflows.definition import RESERVED_ROLES
from workflows.model import forms
from workflows.model.parts import Declared, Name, Title, refused
from workflows.rules import Role

Permission = Literal[
    "publish",
    "season.open",
    "season.close",
    "dossier.open",
    "dossier.import",
    "organisation.write",
    "account.write",
    "producer.write",
    "product.write",
    "paper.add",
    "paper.verify",
    "deadline.pause",
    "deadline.extend",
    "escalation.answer",
    "calendar.apply",
    "letter.manage",
    "letter.tell",
    "law.apply",
    "council.write",
    "session.manage",
    "session.conclude",
    "sheet.enter",
    "sheet.enter_paper",
    "dossier.assess",
    "document.file",
    "enter_for_others",
    "see.all",
    "see.area",
    "see.own",
]
PERMISSIONS: tuple[str, ...] = get_args(Permission)
# The levels on which a scope can mean somebody: a product has no department, a programme no district.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "own": ("producer",),
    "of_product": ("commune", "district", "province"),
    "of_programme": ("province", "department", "centre"),
    "any": ("none",),
}
# Without them nobody could ever publish again, or give anybody an account.
INDISPENSABLE: tuple[Permission, ...] = ("publish", "account.write")


def _level_of(scope: str, levels: list[str]) -> forms.Form:
    """In JSON Schema: a role with the scope has one of the levels."""
    return {
        "if": {"properties": {"scopes": {"contains": {"const": scope}}}, "required": ["scopes"]},
        "then": {"properties": {"level": {"enum": levels}}},
    }


_FITTING_FORM: forms.Form = {
    "not": {"properties": {"role": {"enum": sorted(RESERVED_ROLES)}}, "required": ["role"]},
    "allOf": [_level_of(scope, list(levels)) for scope, levels in LEVELS.items()],
}


class RoleItem(Declared):
    model_config = ConfigDict(json_schema_extra=_FITTING_FORM)

    role: Name
    title: Title
    level: Literal["producer", "commune", "district", "department", "province", "centre", "none"]
    scopes: Annotated[list[Literal["own", "of_product", "of_programme", "any"]], Field(min_length=1)]
    may: list[Permission] = Field(default_factory=list)
    acts_for: list[Name] = Field(default_factory=list)

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.role in RESERVED_ROLES:
            raise refused("name_reserved", name=self.role)
        if "own" in self.scopes and self.level != "producer":
            raise refused("scope_own", role=self.role)
        for scope in self.scopes:
            if self.level not in LEVELS[scope]:
                choices = ", ".join(LEVELS[scope])
                raise refused("scope_of_other_level", role=self.role, scope=scope, level=self.level, choices=choices)
        return self

    @property
    def as_role(self) -> Role:
        return Role(
            name=self.role,
            title=self.title.text,
            level=self.level,
            scopes=tuple(self.scopes),
            acts_for=frozenset(self.acts_for),
            may=frozenset(self.may),
        )


class RolesFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"roles": []}

    roles: list[RoleItem]
