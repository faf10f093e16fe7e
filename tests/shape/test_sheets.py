"""One place reads what members' sheets say: every list, record, document and export asks there."""

import re
from pathlib import Path

from tests.shape.test_architecture import ROOT, names, texts

READER = "cycle/queries/evaluation/sheets.py"
# Who opens, closes and agrees on sheets, how records make them, who verifies them, and what a table is.
WRITERS = ("cycle/commands/councils/", "cycle/sessions/", "cycle/queries/verification/", "cycle/migrations/")
# An answer of a row of `sheet`, or the sheets in the record of a turn's close.
OF_ROWS = re.compile(r"\b(FROM|JOIN) sheet (\w+ )?.*\banswers\b|\banswers\b.*\b(FROM|JOIN) sheet\b", re.DOTALL)
OF_CLOSE = re.compile(r"""(\[|get\()["']sheets["']""")
OF_TABLE = re.compile(r"(tables\.sheet|\bsheet)\.c\.answers")


def reads_sheets(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    if OF_CLOSE.search(source) or OF_TABLE.search(source):
        return True
    return "answers" in source and any(OF_ROWS.search(one) for one in texts(path))


def test_what_sheets_say_is_read_in_one_place() -> None:
    readers = names([path for path in sorted((ROOT / "cycle").rglob("*.py")) if reads_sheets(path)])
    assert [one for one in readers if not one.startswith(WRITERS)] == [READER]
