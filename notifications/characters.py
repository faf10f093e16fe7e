"""Characters that no letter may carry: they break lines, hide, or turn the order of reading."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from operator import is_
from typing import Any

# Characters; a longer fact is cut.
LONGEST = 1_000
# C0 and C1 with DEL; LINE and PARAGRAPH SEPARATOR; marks, embeddings, overrides and isolates of direction; the mark of
# the order of bytes; halves of surrogate pairs, which no encoding can carry.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]+"
)

_FIELDS: dict[type[Any], tuple[str, ...]] = {}


def unsafe_in(text: str) -> str | None:
    """The first unsafe character as `U+000A`, or None."""
    found = UNSAFE.search(text)
    return f"U+{ord(found[0][0]):04X}" if found else None


def cleaned(value: Any) -> Any:
    """The same facts with a space for every run of unsafe characters, and no text longer than `LONGEST`."""
    if isinstance(value, str):
        text = UNSAFE.sub(" ", value).strip() if UNSAFE.search(value) else value
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    if names := _fields(type(value)):
        given = [getattr(value, name) for name in names]
        found = list(map(cleaned, given))
        return value if _same(given, found) else type(value)(**dict(zip(names, found, strict=True)))
    if isinstance(value, tuple):
        found = list(map(cleaned, value))
        return value if _same(value, found) else tuple(found)
    if isinstance(value, dict):
        return {cleaned(name): cleaned(one) for name, one in value.items()}
    return value


def _fields(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]


def _same(given: Sequence[Any], found: Sequence[Any]) -> bool:
    return all(map(is_, given, found))
