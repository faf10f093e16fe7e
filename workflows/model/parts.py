"""What the declarations have in common: names, texts, days, decimals, who."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from workflows.definition import RESERVED_ROLES
from workflows.model import forms
from workflows.naming import Text, Who
from workflows.problems import nearest_name

SCOPES = ("own", "of_product", "of_programme", "any")
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
WHO = re.compile(r"(?P<otherwise>else )?(?P<role>[a-z][a-z0-9_]*)(?:\.(?P<scope>[a-z][a-z0-9_]*))?\Z")
# A scope that means the organisations which a value names.
OF_VALUE = re.compile(r"of_[a-z][a-z0-9_]*\Z")
# Words with a meaning of their own in declarations, guards or the state machine library.
RESERVED = frozenset(
    {"initial", "final", "any", "open", "else", "child", "parent", "system", "state", "model", "trigger"}
    | {"entering", "happened"}
)
RESERVED_BEGINNINGS = ("to_", "is_", "may_")
FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(2200, 12, 31)
LONGEST_NAME = 64
LONGEST_LINE = 1000


class Declared(BaseModel):
    """A mapping with a closed list of keys.

    `unknown_key` is the code of the problem of a key that is not among them; `stand_ins` are what a file's model puts
    in place of a part that cannot be read, so that the rest of the file is checked all the same. `severable` are keys
    that are left out alone where what they hold cannot be read.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    unknown_key: ClassVar[str] = "key_unknown"
    stand_ins: ClassVar[Mapping[str, Any]] = {}
    severable: ClassVar[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Scoped:
    """A role as written; `scope` None stands for the first scope of the role."""

    role: str
    scope: str | None
    otherwise: bool

    def who(self, default: str) -> Who:
        return Who(self.role, self.scope if self.scope is not None else default, self.otherwise)

    @property
    def reserved(self) -> bool:
        return self.role in RESERVED_ROLES


def refused(code: str, nearest: str | None = None, **params: str) -> PydanticCustomError:
    """What ends a validation with a problem of ours; its text is in the catalogue."""
    return PydanticCustomError(code, "{code}", {"code": code, "nearest": nearest, **params})


def shown(value: Any) -> str:
    """A value as it is told in a problem."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def named(value: Any) -> str:
    """A name as declarations write it; otherwise the problem that it is none."""
    if not isinstance(value, str) or not NAME.match(value) or len(value) > LONGEST_NAME:
        raise refused("name_wrong", given=shown(value))
    return value


def _free_name(name: str) -> str:
    if name in RESERVED or name.startswith(RESERVED_BEGINNINGS) or name.endswith("__"):
        raise refused("name_reserved", name=name)
    return name


def _code(value: Any) -> str:
    if not isinstance(value, str) or not CODE.match(value) or len(value) > LONGEST_NAME:
        raise refused("code_wrong", given=shown(value))
    return value


def _line(text: str) -> str:
    if not text.strip():
        raise refused("text_empty")
    if len(text) > LONGEST_LINE:
        raise refused("text_too_long", most=str(LONGEST_LINE))
    return text.strip()


def _day(value: Any) -> date:
    if isinstance(value, str) and DAY.match(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise refused("day_out_of_range", given=value, first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())
        if day is not None:
            return day
    raise refused("day_wrong", given=shown(value))


def _decimal(value: Any) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not DECIMAL.match(text) or len(text) > LONGEST_NAME:
        raise refused("decimal_wrong", given=shown(value))
    return text


def _scoped(value: Any) -> Scoped:
    match = WHO.match(value) if isinstance(value, str) and len(value) <= 3 * LONGEST_NAME else None
    if match is None:
        raise refused("who_wrong", given=shown(value))
    role, scope, otherwise = match["role"], match["scope"], bool(match["otherwise"])
    if role in RESERVED_ROLES:
        if scope or otherwise:
            raise refused("reserved_role_dressed", role=role)
        return Scoped(role, "", otherwise)
    if scope is not None and scope not in SCOPES and not OF_VALUE.match(scope):
        raise refused("choice_unknown", nearest_name(scope, SCOPES), given=scope, choices=", ".join(SCOPES))
    return Scoped(role, scope, otherwise)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


# The same in JSON Schema: what a pattern cannot say alone.
_SCOPED = re.compile(r"(?P<otherwise>else )?[a-z][a-z0-9_]*(\.(own|any|of_[a-z][a-z0-9_]*))?\Z")
_RESERVED_ROLE = "|".join(sorted(RESERVED_ROLES))
_NOT_DRESSED = {"not": {"pattern": rf"^(else ({_RESERVED_ROLE})($|\.)|({_RESERVED_ROLE})\.)"}}
_NOT_RESERVED = {"not": {"anyOf": [{"enum": sorted(RESERVED)}, {"pattern": f"^({'|'.join(RESERVED_BEGINNINGS)})|__$"}]}}
_WRITTEN_DAY = re.compile(r"(19(4[5-9]|[5-9][0-9])|2[01][0-9]{2}|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")

Name = Annotated[str, PlainValidator(named), forms.text("name", NAME, LONGEST_NAME)]
FreeName = Annotated[
    str,
    PlainValidator(named),
    AfterValidator(_free_name),
    forms.text("free name", NAME, LONGEST_NAME, **_NOT_RESERVED),
]
Code = Annotated[str, PlainValidator(_code), forms.text("code", CODE, LONGEST_NAME)]
Line = Annotated[
    str,
    AfterValidator(_line),
    WithJsonSchema({"title": "text", "type": "string", "pattern": r"\S", "maxLength": LONGEST_LINE}),
]
Day = Annotated[date, PlainValidator(_day), forms.text("day", _WRITTEN_DAY, format="date")]
DecimalText = Annotated[
    str,
    PlainValidator(_decimal),
    forms.any_of(
        "decimal",
        {"type": "integer"},
        {"type": "string", "pattern": forms.pattern_of(DECIMAL), "maxLength": LONGEST_NAME},
    ),
]
ScopedRole = Annotated[Scoped, PlainValidator(_scoped), forms.text("who", _SCOPED, 3 * LONGEST_NAME, **_NOT_DRESSED)]
OneOrMore = forms.OneOrMoreForm(_listed)
Roles = Annotated[list[ScopedRole], OneOrMore, Field(min_length=1)]


class Title(Declared):
    """A text in both languages."""

    vi: Line
    en: Line

    @property
    def text(self) -> Text:
        return Text(self.vi, self.en)
