"""The index sheet: the lists that its cells are chosen from, and an empty one filled with the names of files."""

from pathlib import Path

from cycle.folders.listing import list_folder
from cycle.sheets import INDEX_BOOK, IndexRow, write_workbook
from cycle.sheets.lists import Offered
from cycle.texts import Texts

INDEX_NAME = "index.xlsx"


def offered_lists(texts: Texts) -> dict[str, Offered]:
    """Types of papers that come as files, by their titles, and kinds of holders; `texts` with the rules in force."""
    types = texts.rules.papers if texts.rules else {}
    kinds = ("dossier", "product", "producer", "establishment")
    papers = {name: texts.title(kind.title) for name, kind in types.items() if kind.form == "file"}
    return {"paper": papers, "held_by": {kind: texts.show("held_by", kind) for kind in kinds}}


def write_index(file: Path, texts: Texts, folder: Path | None = None) -> int:
    """Write an index sheet to fill in, with a row for each file of a folder; says how many that are."""
    names = list_folder(folder, file).files if folder else {}
    write_workbook(file, INDEX_BOOK, [IndexRow("", 0, name) for name in names], offered_lists(texts))
    return len(names)
