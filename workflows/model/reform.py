"""The shape of a reform of organisations: the bodies that begin, those that end, and who follows them."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from workflows.model.organisations import OrganisationItem
from workflows.model.parts import Code, Day, Declared, Line


class EndingItem(Declared):
    """A body that ends; `follow`: its accounts or contacts go over to its one successor of the same level."""

    organisation: Code
    last_day: Day
    successors: list[Code] = Field(default_factory=list)
    accounts: Literal["follow", "end"] = "end"
    contacts: Literal["follow", "end"] = "end"


class ReformFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"organisations": [], "ends": []}

    reform: Line
    basis: Line
    organisations: list[OrganisationItem] = Field(default_factory=list)
    ends: list[EndingItem] = Field(default_factory=list)
