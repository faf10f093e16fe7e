"""The shape of papers.yaml."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workflows.model.guards import Sector
from workflows.model.parts import Declared, Line, Name, Title
from workflows.model.periods import Expires
from workflows.rules import SECTORS, PaperType

MEDIA = ("pdf", "jpeg", "png")
MEGABYTES = 20


class PaperTypeItem(Declared):
    paper: Name
    title: Title
    held_by: Literal["dossier", "producer", "establishment", "product"]
    form: Literal["file", "physical"]
    issuer: Title
    expires: Expires
    sectors: Annotated[list[Sector], Field(min_length=1)] | None = None
    stars: Annotated[int, Field(ge=0, le=5)] = 0
    media: Annotated[list[Literal["pdf", "jpeg", "png", "docx", "xlsx"]], Field(min_length=1)] | None = None
    max_mb: Annotated[int, Field(ge=1, le=1000)] = MEGABYTES
    basis: Line

    @property
    def paper_type(self) -> PaperType:
        return PaperType(
            name=self.paper,
            title=self.title.text,
            held_by=self.held_by,
            form=self.form,
            expires=self.expires,
            issuer=self.issuer.text,
            sectors=frozenset(self.sectors or SECTORS),
            stars=self.stars,
            media=frozenset(self.media or MEDIA),
            max_mb=self.max_mb,
            basis=self.basis,
        )


class SetItem(Declared):
    set: Name
    papers: Annotated[list[Name], Field(min_length=1)]


class PapersFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"papers": [], "sets": []}

    papers: list[PaperTypeItem]
    sets: list[SetItem] = Field(default_factory=list)
