"""The document of workflows, cut into its sections and blocks, and the files of its example."""

import re

from tests.shape.reference import DOCUMENT, ROOT

TEXT = DOCUMENT.read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs/examples/craft-villages"
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(language, mark, text) for language, mark, text in BLOCK.findall(TEXT)]


def section(heading: str) -> str:
    """The text under a heading, down to the next of its rank."""
    marks = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(marks)}}} |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def blocks(language: str, mark: str) -> list[tuple[str, str]]:
    return [(given, text) for one, given, text in BLOCKS if one == language and given.split(" ")[0] == mark]


def shown() -> dict[str, str]:
    """The files of the example as the document has them."""
    return {mark.split(" ")[1]: text for mark, text in blocks("yaml", "file")}
