"""The shape of a programme's letters: who sends them, when they go, which there are and who gets each."""

import re
from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, PlainValidator, model_validator

from workflows.model import forms
from workflows.model.parts import Code, Declared, Name, Roles, Title, refused, shown

HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
# The working days of a week without a change: a letter of Saturday would always wait for Monday.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
NOTICE, REMINDER, REPORT, PHONE_LIST = "notice", "reminder", "report", "phone_list"
# The secretariat's own letters: steps and deadlines name none of them, and there is one of each.
OWN_KINDS = (REPORT, PHONE_LIST)


def _hour(value: object) -> str:
    if not isinstance(value, str) or not HOUR.match(value):
        raise refused("hour_wrong", given=shown(value))
    return value


Hour = Annotated[str, PlainValidator(_hour), forms.text("hour", HOUR)]
Days = Annotated[int, Field(ge=1, le=366)]


class SendingItem(Declared):
    """The hours within which letters go, and the day of those that go once a week."""

    from_: Annotated[Hour, Field(alias="from")] = "07:30"
    to: Hour = "17:00"
    weekly: Literal["monday", "tuesday", "wednesday", "thursday", "friday"] = "monday"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to <= self.from_:
            raise refused("hours_reversed", first=self.from_, last=self.to)
        return self


class LetterPapersItem(Declared):
    """The letters that tell what becomes of papers."""

    rejected: Name | None = None
    expiring: Name | None = None


class LetterItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"kind": {"const": REMINDER}}},
            "else": {"not": {"anyOf": [{"required": ["group"]}, {"required": ["stale_days"]}]}},
        }
    )

    letter: Name
    kind: Literal["notice", "reminder", "report", "phone_list"]
    title: Title
    to: Roles
    template: Name | None = None
    group: Literal["week", "day", "none"] | None = None
    stale_days: Days | None = None

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        for key in ("group", "stale_days"):
            if self.kind != REMINDER and getattr(self, key) is not None:
                raise refused("letter_key_of_reminder", key=key, kind=self.kind)
        return self


class LettersItem(Declared):
    severable: ClassVar[frozenset[str]] = frozenset({"language", "sending", "soon_days", "nearing_days", "papers"})

    sender: Title
    secretariat: Code
    language: Literal["vi", "en"] = "vi"
    sending: SendingItem = Field(default_factory=SendingItem)
    soon_days: Days = 3
    nearing_days: Days = 14
    papers: LetterPapersItem = Field(default_factory=LetterPapersItem)
    letters: Annotated[list[LetterItem], Field(min_length=1)]

    @model_validator(mode="after")
    def _near_after_soon(self) -> Self:
        if self.nearing_days < self.soon_days:
            raise refused("nearing_before_soon", soon=str(self.soon_days), nearing=str(self.nearing_days))
        return self
