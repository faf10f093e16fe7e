"""The shape of papers.yaml."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workflows.model.guards import Sector
from workflows.model.parts import Declared, Line, Name, Title
from workflows.model.periods import Expires, Offset
from workflows.rules import SECTORS, LawNeed, PaperType

MEDIA = ("pdf", "jpeg", "png")
MEGABYTES = 20
SetNumber = Annotated[int, Field(ge=1, le=26)]


class LawNeedItem(Declared):
    """What is left out is as the type has it."""

    law: Line
    sectors: Annotated[list[Sector], Field(min_length=1)] | None = None
    sets: Annotated[list[SetNumber], Field(min_length=1)] | None = None
    stars: Annotated[int, Field(ge=0, le=5)] | None = None
    basis: Line

    def over(self, kind: PaperType) -> LawNeed:
        """The need that it declares for a type."""
        return LawNeed(
            self.law,
            frozenset(self.sectors) if self.sectors is not None else kind.sectors,
            frozenset(self.sets) if self.sets is not None else kind.sets,
            self.stars if self.stars is not None else kind.stars,
            self.basis,
        )


class PaperTypeItem(Declared):
    paper: Name
    title: Title
    held_by: Literal["dossier", "producer", "establishment", "product"]
    form: Literal["file", "physical"]
    issuer: Title
    handed_in_by: Annotated[list[Name], Field(min_length=1)] | None = None
    expires: Expires
    sectors: Annotated[list[Sector], Field(min_length=1)] | None = None
    sets: Annotated[list[SetNumber], Field(min_length=1)] | None = None
    stars: Annotated[int, Field(ge=0, le=5)] = 0
    media: Annotated[list[Literal["pdf", "jpeg", "png", "docx", "xlsx"]], Field(min_length=1)] | None = None
    max_mb: Annotated[int, Field(ge=1, le=1000)] = MEGABYTES
    takes: Offset | None = None
    by_law: Annotated[list[LawNeedItem], Field(min_length=1)] | None = None
    basis: Line

    @property
    def paper_type(self) -> PaperType:
        kind = self._for_every_law
        return replace(kind, by_law=tuple(one.over(kind) for one in self.by_law or ()))

    @property
    def _for_every_law(self) -> PaperType:
        return PaperType(
            name=self.paper,
            title=self.title.text,
            held_by=self.held_by,
            form=self.form,
            expires=self.expires,
            issuer=self.issuer.text,
            sectors=frozenset(self.sectors or SECTORS),
            sets=frozenset(self.sets) if self.sets is not None else None,
            stars=self.stars,
            media=frozenset(self.media or MEDIA),
            max_mb=self.max_mb,
            basis=self.basis,
            takes=self.takes,
            handed_in_by=tuple(self.handed_in_by or ()),
        )


class SetItem(Declared):
    set: Name
    papers: Annotated[list[Name], Field(min_length=1)]


class PapersFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"papers": [], "sets": []}

    papers: list[PaperTypeItem]
    sets: list[SetItem] = Field(default_factory=list)
