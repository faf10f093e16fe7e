"""One text of a letter: from bytes to a Source whose tree is the text itself."""

import unicodedata

from cycle.reading.text import LINE_END, plain_text
from workflows.problems import Problem
from workflows.source import Source


def read_template(path: str, text: str | bytes) -> tuple[Source | None, list[Problem]]:
    """The Source of a template. Its tree is the text in NFC with line ends as `\\n`; it has no marks."""
    written, problems = plain_text(path, text)
    if written is None:
        return None, problems
    body = unicodedata.normalize("NFC", LINE_END.sub("\n", written.removeprefix("\ufeff")))
    return Source(path, body, {}, written), []
