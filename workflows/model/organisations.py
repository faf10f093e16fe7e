"""The shape of a file of organisations, and what it gives: the bodies that a new database begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from workflows.model.parts import Code, Day, Declared, Line, refused


@dataclass(frozen=True)
class OrganisationSeed:
    """A body as it is written into the register; both days count, `ends` None means still there."""

    code: str
    name: str
    level: str
    parent: str | None
    starts: date
    ends: date | None
    successors: tuple[str, ...]


class OrganisationItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["successors"], "properties": {"successors": {"minItems": 1}}},
            "then": {"required": ["to"]},
        }
    )

    organisation: Code
    name: Line
    level: Literal["commune", "district", "department", "province", "centre"]
    parent: Code | None = None
    from_: Annotated[Day, Field(alias="from")]
    to: Day | None = None
    successors: list[Code] = Field(default_factory=list)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to is not None and self.to < self.from_:
            raise refused("days_reversed", first=self.from_.isoformat(), last=self.to.isoformat())
        if self.successors and self.to is None:
            raise refused("successor_of_living", name=self.organisation)
        return self

    @property
    def seed(self) -> OrganisationSeed:
        return OrganisationSeed(
            self.organisation, self.name, self.level, self.parent, self.from_, self.to, tuple(self.successors)
        )


class OrganisationsFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"organisations": []}

    organisations: list[OrganisationItem]
