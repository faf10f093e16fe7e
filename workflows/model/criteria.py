"""The shapes of the files of a folder of criteria: what its sets have in common, the sets, our labels, the wording."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PlainValidator

from workflows.model import forms
from workflows.model.guards import Sector
from workflows.model.parts import Day, DecimalText, Declared, Line, Name, Title, refused, shown

# The beginning of the SHA-256 of an official text.
MARK = re.compile(r"[0-9a-f]{12}\Z")
MOST_SETS = 99


def _mark(value: Any) -> str:
    if not isinstance(value, str) or not MARK.match(value):
        raise refused("fingerprint_wrong", given=shown(value))
    return value


Mark = Annotated[str, PlainValidator(_mark), forms.text("fingerprint", MARK)]
Points = Annotated[int, Field(ge=0, le=100)]
Stars = Literal[3, 4, 5]
PartCode = Literal["A", "B", "C"]
SetNumber = Annotated[int, Field(ge=1, le=MOST_SETS)]
Place = Annotated[int, Field(ge=1, le=99)]


class DecisionItem(Declared):
    decision: Line
    in_force: Day
    until: Day | None = None


class CriteriaPartItem(Declared):
    part: PartCode
    title: Title
    most: Points


class BandItem(Declared):
    stars: Annotated[int, Field(ge=1, le=5)]
    from_: Annotated[DecimalText, Field(alias="from")]
    below: DecimalText | None = None
    to: DecimalText | None = None


class RoundingItem(Declared):
    places: Annotated[int, Field(ge=0, le=6)]
    mode: Literal["down", "half_up"]
    basis: Line


class BetweenBandsItem(Declared):
    take: Literal["ask", "lower", "upper"]
    basis: Line


class LowerGatesItem(Declared):
    lower_too: bool
    basis: Line


class StarredItem(Declared):
    by: Literal["council"]
    basis: Line


class NoneReachedItem(Declared):
    take: Literal["zero", "refuse"]
    basis: Line


class RequirementUnmetItem(Declared):
    effect: Literal["reject", "not_assessed", "note"]
    basis: Line


class SilentItem(Declared):
    rounding: RoundingItem
    between_bands: BetweenBandsItem | None = None
    gates: LowerGatesItem | None = None
    starred: StarredItem | None = None
    none_reached: NoneReachedItem | None = None
    requirement_unmet: RequirementUnmetItem | None = None


class GroundItem(Declared):
    ground: Name
    title: Title


class GateItem(Declared):
    set: SetNumber
    criterion: Line
    option: Place
    stars: Stars
    basis: Line


class CriteriaFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {
        "criteria": "unread",
        "title": {"vi": "unread", "en": "unread"},
        "law": {"decision": "unread", "in_force": "1945-09-02"},
        "basis": "unread",
        "parts": [],
        "bands": [],
        "silent": {"rounding": {"places": 2, "mode": "down", "basis": "unread"}},
    }

    criteria: Name
    title: Title
    law: DecisionItem
    basis: Line
    parts: list[CriteriaPartItem]
    bands: list[BandItem]
    recognised_from: Annotated[int, Field(ge=1, le=5)] = 3
    sets: Annotated[int, Field(ge=0, le=MOST_SETS)] = 0
    silent: SilentItem
    gates: list[GateItem] = Field(default_factory=list)
    grounds: list[GroundItem] = Field(default_factory=list)


class OptionItem(Declared):
    points: Points
    stars: Stars | None = None
    case: Name | None = None
    label: Line
    text: Mark | None = None


class OnlyIfItem(Declared):
    criterion: Line
    option: Place


class ExclusionItem(Declared):
    ground: Name
    effect: Literal["reject", "stop", "not_assessed", "requirement"]


class CriterionItem(Declared):
    criterion: Line
    title: Line
    most: Points
    hints: list[Line] = Field(default_factory=list)
    excludes: list[ExclusionItem] = Field(default_factory=list)
    only_if: OnlyIfItem | None = None
    yes_no: bool = False
    cases: dict[Name, Line] = Field(default_factory=dict)
    options: list[OptionItem] = Field(default_factory=list)
    criteria: list["CriterionItem"] = Field(default_factory=list)


class SectionItem(Declared):
    section: Line
    title: Line
    most: Points
    stops_at_zero: bool = False
    criteria: list[CriterionItem]


class SetPartItem(Declared):
    part: PartCode
    title: Line
    most: Points
    sections: list[SectionItem]


class ScoringSetFile(Declared):
    stand_ins: ClassVar[Mapping[str, Any]] = {"set": 99, "title": "unread", "sector": "food", "parts": []}

    set: SetNumber
    title: Line
    sector: Sector
    ministries: list[Line] = Field(default_factory=list)
    rejects: list[Name] = Field(default_factory=list)
    parts: list[SetPartItem]


class LabelItem(Declared):
    texts: list[Mark] = Field(default_factory=list)
    vi: Line
    en: Line


class LabelsFile(Declared):
    labels: list[LabelItem]


class WordedItem(Declared):
    text: Mark
    wording: Line
    differs: Line | None = None


class WordingFile(Declared):
    wording: list[WordedItem]
