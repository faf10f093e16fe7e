"""The shape of a programme's councils: seats, quorum, spread, unsealing, each with the basis that it stands on."""

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from workflows.councils import Council, Quorum, Seat, Spread
from workflows.model import forms
from workflows.model.dates import Origin
from workflows.model.parts import Declared, Line, Name, Title, refused, shown

SHARE = re.compile(r"(?P<part>[1-9][0-9]?)/(?P<whole>[1-9][0-9]?)\Z")
STATE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")


def _share(value: Any) -> Fraction:
    found = SHARE.match(value) if isinstance(value, str) else None
    if found is None or int(found["part"]) > int(found["whole"]):
        raise refused("share_wrong", given=shown(value))
    return Fraction(int(found["part"]), int(found["whole"]))


def _state(value: Any) -> str:
    if not isinstance(value, str) or not STATE.match(value):
        raise refused("name_wrong", given=shown(value))
    return value


Share = Annotated[Fraction, PlainValidator(_share), forms.text("share", SHARE)]
StateName = Annotated[str, PlainValidator(_state), forms.text("state", STATE)]
States = Annotated[list[StateName], Field(min_length=1)]


class HearsItem(Declared):
    meeting: States = Field(default_factory=list)
    written: States = Field(default_factory=list)


class SeatItem(Declared):
    seat: Name
    title: Title
    chair: bool = False
    optional: bool = False
    many: bool = False
    basis: Line
    origin: Origin

    @property
    def declared(self) -> Seat:
        return Seat(self.seat, self.title.text, self.chair, self.optional, self.many, self.basis, self.origin)


class QuorumItem(Declared):
    share: Share
    chair: Literal["required", "free"]
    basis: Line
    origin: Origin

    @property
    def declared(self) -> Quorum:
        return Quorum(self.share, self.chair == "required", self.basis, self.origin)


class SpreadItem(Declared):
    most: Annotated[int, Field(ge=0, le=100)]
    turns: Annotated[int, Field(ge=1, le=9)]
    then: Literal["chair_concludes", "regulation"] = "regulation"
    basis: Line
    origin: Origin

    @property
    def declared(self) -> Spread:
        return Spread(self.most, self.turns, self.then, self.basis, self.origin)


class CouncilItem(Declared):
    council: Name
    title: Title
    level: Literal["district", "province", "centre"]
    hears: HearsItem
    seats: Annotated[list[SeatItem], Field(min_length=1)]
    quorum: QuorumItem
    spread: SpreadItem
    unseal: Literal["turn", "session"] = "turn"
    basis: Line
    origin: Origin

    @property
    def declared(self) -> Council:
        return Council(
            name=self.council,
            title=self.title.text,
            level=self.level,
            hears={"meeting": frozenset(self.hears.meeting), "written": frozenset(self.hears.written)},
            seats={item.seat: item.declared for item in self.seats},
            quorum=self.quorum.declared,
            spread=self.spread.declared,
            unseal=self.unseal,
            basis=self.basis,
            origin=self.origin,
        )
