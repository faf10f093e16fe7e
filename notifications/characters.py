"""Characters that no letter may carry: they break lines, hide, or turn the order of reading."""

import re
from dataclasses import fields, is_dataclass
from typing import Any

# Characters; a longer fact is cut.
LONGEST = 1_000
# C0 and C1 with DEL; LINE and PARAGRAPH SEPARATOR; marks, embeddings, overrides and isolates of direction; the mark of
# the order of bytes; halves of surrogate pairs, which no encoding can carry.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]+"
)


def unsafe_in(text: str) -> str | None:
    """The first unsafe character as `U+000A`, or None."""
    found = UNSAFE.search(text)
    return f"U+{ord(found[0][0]):04X}" if found else None


def cleaned(value: Any) -> Any:
    """The same facts with a space for every run of unsafe characters, and no text longer than `LONGEST`."""
    if isinstance(value, str):
        text = UNSAFE.sub(" ", value).strip() if UNSAFE.search(value) else value
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{one.name: cleaned(getattr(value, one.name)) for one in fields(value)})
    if isinstance(value, tuple):
        return tuple(map(cleaned, value))
    if isinstance(value, dict):
        return {cleaned(name): cleaned(one) for name, one in value.items()}
    return value
