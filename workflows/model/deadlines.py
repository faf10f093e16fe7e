"""The shape of a deadline: what starts its clock, how long it runs, who is reminded, what happens at its end."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from workflows.definition import Allowance, Reminder
from workflows.model import forms
from workflows.model.parts import LONGEST_NAME, NAME, Declared, FreeName, Line, Name, Roles, Title, named, refused
from workflows.model.periods import OF_PROGRAMME, OF_PROGRAMME_FORM, Length, Offset, OfProgramme, Within, of_programme

CONTINUE, DUE = "continue", "due"


class StartItem(Declared):
    """What starts a clock, where it is neither a state nor a value."""

    model_config = ConfigDict(json_schema_extra=forms.exactly_one(("paper", "deadline", "child")))

    paper: Name | None = None
    deadline: Name | None = None
    child: Name | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(one is not None for one in (self.paper, self.deadline, self.child)) != 1:
            raise refused("start_kind")
        return self


class EndItem(Declared):
    """A last day that the dossier itself holds."""

    value: Name


def _start_name(value: Any) -> str:
    if isinstance(value, str) and value.startswith(OF_PROGRAMME):
        return OF_PROGRAMME + of_programme(value)
    return named(value)


def _starts(value: Any, mapping: ValidatorFunctionWrapHandler) -> Any:
    return mapping(value) if isinstance(value, dict) else _start_name(value)


def _ends(value: Any, mapping: ValidatorFunctionWrapHandler) -> Any:
    return mapping(value) if isinstance(value, dict) else of_programme(value)


_StartName = Annotated[
    str,
    PlainValidator(_start_name),
    forms.any_of("name or programme.name", forms.text("name", NAME, LONGEST_NAME).json_schema or {}, OF_PROGRAMME_FORM),
]
_STARTED = Annotated[StartItem, WrapValidator(_starts, json_schema_input_type=_StartName | StartItem)]
_ENDED = Annotated[EndItem, WrapValidator(_ends, json_schema_input_type=OfProgramme | EndItem)]
# No union: what is wrong in a mapping is told at its own key.
Starts = Annotated[StartItem | str, GetPydanticSchema(lambda _, handler: handler.generate_schema(_STARTED))]
Ends = Annotated[EndItem | str, GetPydanticSchema(lambda _, handler: handler.generate_schema(_ENDED))]


class ReminderItem(Declared):
    model_config = ConfigDict(json_schema_extra=forms.exactly_one(("before", "on", "after", "used")))

    before: Offset | None = None
    on: Literal["due"] | None = None
    after: Offset | None = None
    used: Annotated[int, Field(ge=1, le=100)] | None = None
    to: Roles = Field(default_factory=list)

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
        return Reminder(self.written[0], self.before or self.after, self.used)


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
        if self.ends is None and self.yearly is not None:
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
