"""How `name=value` pairs stand in one cell: between semicolons or lines, in quotes what could be taken for a sign."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cycle.vietnamese import ControlCharacter, normal

# `_x` begins what Excel writes for a character that XML cannot hold.
_SIGNS = (";", "=", '"', "\n", "_x")
_PAIR = re.compile(
    r'(?P<name>[^=;\n]*)(?P<sign>=(?:[^\S\n]*"(?P<quoted>(?:[^"]|"")*)"[^\S\n]*(?=[;\n]|\Z)|(?P<bare>[^;\n]*)))?(?:[;\n]|\Z)'
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as it was typed. `quoted` says that the text stood in quotes: it is what is meant, blank for blank."""

    name: str
    sign: bool
    text: str
    quoted: bool

    @property
    def typed(self) -> str:
        """The pair on one line."""
        return f"{self.name}={self.text}" if self.sign else self.name


def pairs_in(text: str) -> Iterator[Pair]:
    """Every pair of a cell; a quote that does not begin the value, or is not closed at its end, is a mere sign."""
    for found in _PAIR.finditer(text):
        quoted, bare = found["quoted"], found["bare"]
        value = bare or "" if quoted is None else quoted.replace('""', '"')
        pair = Pair(found["name"].strip(), found["sign"] is not None, value, quoted is not None)
        if pair.name or pair.sign:
            yield pair


def quoted(text: str) -> str:
    """A value as it is written: in quotes, doubled inside, where it would not be read as it is otherwise."""
    return text if _plain(text) else f'"{text.replace(chr(34), chr(34) * 2)}"'


def unwritable(text: str) -> str | None:
    """The first character of a quoted text that no value may hold, as U+XXXX."""
    wrong = (one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cs"))
    return next((f"U+{ord(one):04X}" for one in wrong), None)


def _plain(text: str) -> bool:
    try:
        return not any(sign in text for sign in _SIGNS) and normal(text) == text
    except ControlCharacter:
        return False
