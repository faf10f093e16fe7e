"""The plain text of a letter laid out: lines of at most 78 columns, one blank line between paragraphs."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

COLUMNS = 78
# Letters that each take one column: Latin with its accents, Vietnamese, dashes and quotes.
_NARROW = re.compile("[\x20-\u02ff\u1e00-\u1eff\u2010-\u2027]*")
_HEAD = re.compile(r"\s*(?:[-*•] |\d+[.)] )?")


def laid_out(text: str) -> str:
    """The text with long lines broken between words, never within one, and set in under the mark they begin with."""
    lines = [part for line in text.strip().splitlines() for part in _broken(line.rstrip())]
    kept = [line for at, line in enumerate(lines) if line or lines[at - 1]]
    return "\n".join(kept) + "\n"


def _broken(line: str) -> Iterator[str]:
    if width(line) <= COLUMNS:
        yield line
        return
    head = _HEAD.match(line)
    first = head[0] if head else ""
    taken, columns, start = list[str](), len(first), first
    for word in line[len(first) :].split():
        if taken and columns + 1 + width(word) > COLUMNS:
            yield start + " ".join(taken)
            taken, start, columns = [], " " * len(first), len(first)
        columns += width(word) + bool(taken)
        taken.append(word)
    yield start + " ".join(taken)


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many columns a text takes: none for a mark that combines, two for a wide character."""
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in {"W", "F"}) for one in text
    )
