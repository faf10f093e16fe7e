"""What starts a clock, and what gives its last day where none is counted from a beginning."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    ConfigDict,
    GetPydanticSchema,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from workflows.deadlines.deadline_rules import End
from workflows.model import forms
from workflows.model.parts import LONGEST_NAME, NAME, Declared, Name, named, refused
from workflows.model.periods import OF_PROGRAMME, OF_PROGRAMME_FORM, CalendarDays, OfProgramme, of_programme

END_KINDS = ("value", "deadline", "law", "round")


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
    """A last day that is not counted: a value's, so many days before another's, the law's, a round's."""

    model_config = ConfigDict(
        json_schema_extra={**forms.exactly_one(END_KINDS), **forms.together("deadline", "before")}
    )

    value: Name | None = None
    deadline: Name | None = None
    before: CalendarDays | None = None
    law: Literal["finish"] | None = None
    round: Name | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(getattr(self, one) is not None for one in END_KINDS) != 1 or (self.before is None) != (
            self.deadline is None
        ):
            raise refused("end_kind")
        return self

    @property
    def end(self) -> End | None:
        """Without a value, whose day is a term."""
        if self.value is not None:
            return None
        if self.round is not None:
            return End("round", self.round)
        return End("law") if self.law else End("deadline", str(self.deadline), self.before)


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


def of_years(ends: EndItem | str) -> bool:
    """Whether it may be a term of several years."""
    return isinstance(ends, str) or ends.value is not None
