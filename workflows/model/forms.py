"""How what is checked by a function of ours is written in JSON Schema: patterns, limits, choices between keys."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BeforeValidator, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema

Form = dict[str, Any]


def pattern_of(pattern: re.Pattern[str]) -> str:
    """The pattern of a whole text, in what Python's and JavaScript's expressions have in common."""
    return "^" + re.sub(r"\?P<\w+>", "", pattern.pattern).removesuffix(r"\Z") + "$"


def text(title: str, pattern: re.Pattern[str], longest: int | None = None, **more: Any) -> WithJsonSchema:
    """A text that matches a pattern. `title` is what documents and editors call it."""
    limit = {} if longest is None else {"maxLength": longest}
    return WithJsonSchema({"title": title, "type": "string", "pattern": pattern_of(pattern), **limit, **more})


def any_of(title: str, *forms: Form) -> WithJsonSchema:
    return WithJsonSchema({"title": title, "anyOf": list(forms)})


def exactly_one(keys: Iterable[str]) -> Form:
    """A mapping with one of these keys and no more."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def together(*keys: str) -> Form:
    """Keys of which none stands without the others."""
    return {"dependencies": {key: [other for other in keys if other != key] for key in keys}}


class OneOrMoreForm(BeforeValidator):
    """One item stands for a list of one."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Form:
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}
