"""Templates of the office's documents: its own where it has one, else the shipped one; and filling one in."""

from pathlib import Path

from cycle.documents.facts import Words, words_of
from cycle.sheets.filled import SheetTemplateError, filled_sheet
from cycle.shipped import shipped_config
from notifications.characters import cleaned
from notifications.documents import DocumentTemplateError, filled
from workflows.verdict import Reason

FOLDER = "documents"
SHEET = ".xlsx"


def template_of(config: Path, name: str) -> Path:
    """The file of a template."""
    own = config / FOLDER / name
    return own if own.is_file() else shipped_config() / FOLDER / name


def fill(file: Path, facts: Words) -> bytes | Reason:
    """A template filled in, or why it cannot be: with the cell or the paragraph that is wrong.

    Raises ExtraMissingError where the template is a .docx and the extra `docs` is not installed.
    """
    words = words_of(facts)
    try:
        if file.suffix == SHEET:
            return filled_sheet(file.read_bytes(), {name: cleaned(value) for name, value in words.items()})
        return filled(file.read_bytes(), words)
    except (SheetTemplateError, DocumentTemplateError) as wrong:
        told = {"file": file.name, "place": wrong.place or file.name, "detail": wrong.detail}
        return Reason("document_template", told)
