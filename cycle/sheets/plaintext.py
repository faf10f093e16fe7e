"""Text as it stands in a cell: never a formula, a number or a day, and nothing that a workbook cannot hold."""

import re

from openpyxl.cell.cell import Cell, MergedCell

TEXT = "@"
LONGEST_TEXT = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel would make a number, a day or a formula of these as soon as somebody edits the cell.
_TAKEN_FOR_ANOTHER = re.compile(r"[-+=@\d]")


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Put a text into a cell, as it is but for what XML cannot hold, and cut where Excel holds no more.

    A cell that a merged range covers stays empty.
    """
    if isinstance(cell, MergedCell):
        return
    cell.value = _FORBIDDEN.sub("\ufffd", text)[:LONGEST_TEXT]
    cell.data_type = "s"  # or openpyxl takes what begins with = for a formula
    if _TAKEN_FOR_ANOTHER.match(text):
        cell.number_format = TEXT
