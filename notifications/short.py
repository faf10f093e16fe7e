"""Short messages: what is left of a text where only so many characters are taken."""

import re
import unicodedata

# Characters that a message for Zalo or SMS may have.
LIMIT = 500
_LINK = re.compile(r"\bhttps?://", re.IGNORECASE)
CUT = "…"


def shortened(text: str, limit: int = LIMIT) -> str:
    """The text on one line with at most `limit` characters (NFC).

    What is too long is cut between words and ends with "…"; a link is kept whole or left out, and one that ends the
    text is kept where it fits.
    """
    words = unicodedata.normalize("NFC", text).split()
    if len(line := " ".join(words)) <= limit:
        return line
    tail = f" {words[-1]}" if _LINK.match(words[-1]) and len(words[-1]) + len(CUT) < limit else ""
    return _cut(words[:-1] if tail else words, limit - len(tail)) + tail


def _cut(words: list[str], limit: int) -> str:
    """As many words as fit before the mark; a first word that is too long by itself is cut unless it is a link."""
    room, taken = limit - len(CUT), 0
    for count, word in enumerate(words):
        taken += len(word) + (count > 0)
        if taken > room:
            kept = " ".join(words[:count])
            return kept + CUT if kept or _LINK.search(word) else word[:room] + CUT
    return " ".join(words) + CUT
