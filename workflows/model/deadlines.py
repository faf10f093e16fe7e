"""The shape of a deadline: what starts its clock, how long it runs, who is reminded, what happens at its end."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from workflows.deadlines.deadline_rules import Allowance, Reminder
from workflows.model import forms
from workflows.model.bounds import Ends, Starts, of_years
from workflows.model.guards import DeclaredNeed
from workflows.model.parts import Declared, FreeName, Line, Name, Roles, Title, refused
from workflows.model.periods import Length, Offset, Within

CONTINUE, DUE = "continue", "due"


class ReminderItem(Declared):
    model_config = ConfigDict(json_schema_extra=forms.exactly_one(("before", "on", "after", "used")))

    before: Offset | None = None
    on: Literal["due"] | None = None
    after: Offset | None = None
    used: Annotated[int, Field(ge=1, le=100)] | None = None
    to: Roles = Field(default_factory=list)
    letter: Name | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if len(self.written) != 1:
            raise refused("reminder_kind")
        return self

    @property
    def written(self) -> list[str]:
        """The keys that say when."""
        return [key for key in ("before", "on", "after", "used") if getattr(self, key) is not None]

    @property
    def reminder(self) -> Reminder:
        """Without those whom it goes to."""
        return Reminder(self.written[0], self.before or self.after, self.used, letter=self.letter or "")


def _as_reminder(value: Any) -> Any:
    return {"on": value} if value == DUE else value


DeclaredReminder = Annotated[
    ReminderItem, BeforeValidator(_as_reminder, json_schema_input_type=Literal["due"] | ReminderItem)
]


class ExpiryItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={
            **forms.together("propose", "to"),
            "anyOf": [
                {"required": ["propose"]},
                {"properties": {"escalate": {"const": True}}, "required": ["escalate"]},
            ],
        }
    )

    propose: Name | None = None
    to: Roles | None = None
    escalate: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        if (self.propose is None) != (self.to is None):
            raise refused("expiry_to")
        if self.propose is None and not self.escalate:
            raise refused("expiry_idle")
        return self


class AllowanceItem(Declared):
    by: Roles
    basis: Line
    most: Length | None = None
    times: Annotated[int, Field(ge=1, le=100)] | None = None

    @property
    def allowance(self) -> Allowance:
        """Without those who may."""
        return Allowance((), self.basis, self.most, self.times)


class DeadlineLettersItem(Declared):
    """The letters that tell of a deadline: its reminders, and what is done to it by people."""

    remind: Name | None = None
    paused: Name | None = None
    resumed: Name | None = None
    extended: Name | None = None
    recalculated: Name | None = None
    released: Name | None = None
    answered: Name | None = None
    declined: Name | None = None


class DeadlineItem(Declared):
    model_config = ConfigDict(
        json_schema_extra={
            **forms.exactly_one(("within", "ends")),
            "dependencies": {
                "within": ["starts"],
                "starts": ["within"],
                "pause": ["within"],
                "yearly": ["ends"],
                "ends": {"properties": {"rolls": {"const": False}}},
            },
        }
    )

    deadline: FreeName
    title: Title | None = None
    starts: Starts | None = None
    within: Within | None = None
    ends: Ends | None = None
    when: Annotated[list[DeclaredNeed], Field(min_length=1)] = Field(default_factory=list)
    yearly: Name | None = None
    owes: Roles = Field(default_factory=list)
    remind: Annotated[list[DeclaredReminder], Field(min_length=1)] = Field(default_factory=list)
    expiry: ExpiryItem | None = None
    pause: AllowanceItem | None = None
    extend: AllowanceItem | None = None
    basis: Line
    rolls: bool | None = None
    letters: DeadlineLettersItem | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.ends is None) == (self.within is None):
            raise refused("deadline_kind")
        if (self.starts is None) != (self.within is None):
            raise refused("deadline_starts")
        if self.ends is not None and self.rolls:
            raise refused("deadline_rolls")
        if self.ends is not None and self.pause is not None:
            raise refused("deadline_paused")
        if self.yearly is not None and (self.ends is None or not of_years(self.ends)):
            raise refused("deadline_yearly")
        return self


class AtCloseItem(Declared):
    """What is done with a dossier when its season closes."""

    do: Name
    carry_over: bool = False


def _at_close(value: Any, mapping: ValidatorFunctionWrapHandler) -> Any:
    return value if value == CONTINUE else mapping(value)


_CLOSED = Annotated[AtCloseItem, WrapValidator(_at_close, json_schema_input_type=Literal["continue"] | AtCloseItem)]
AtClose = Annotated[AtCloseItem | str, GetPydanticSchema(lambda _, handler: handler.generate_schema(_CLOSED))]
