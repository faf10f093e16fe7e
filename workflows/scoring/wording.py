"""The fingerprint by which an official text is known without being at hand."""

import re
import unicodedata
from hashlib import sha256

LENGTH = 12
# How a box is printed in front of its text, and a mark of stars or points behind it.
BOX = re.compile(r"^[\s□☐❑▢○oO•*+-]+(?=\s)|[\s(]*(?:\*\s*){3,5}\)?\s*$")


def plain(text: str) -> str:
    """A text in one form: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fingerprint(text: str) -> str:
    """The first 12 hex digits of the SHA-256 of the plain text in UTF-8."""
    return sha256(plain(text).encode()).hexdigest()[:LENGTH]


def unboxed(text: str) -> str:
    """A printed line without the box before it and the stars behind it."""
    return plain(BOX.sub("", plain(text)))
