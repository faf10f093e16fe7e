"""Values in one cell: whatever text they hold comes back as it was, and people's own quotes are left alone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cycle.sheets import DOSSIERS_BOOK, DossierRow, explain, read_workbook, write_workbook
from cycle.sheets.acts import ACTS_BOOK, ActRow

CHOICES = {"workflow": {"season": "Chu trình"}, "state": {}, "trigger": {}}
# A line break, and all that is no control character and that XML can hold.
ANY = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff") | st.just("\n")
TEXTS = st.text(ANY, min_size=1, max_size=500).filter(str.strip)


def through(folder: Path, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The values after they were written into both workbooks and read again."""
    dossier = DossierRow("", 0, "SP", "season", "x", date(2024, 1, 1), date(2024, 1, 1), values, {}, "Sổ", None)
    act = ActRow("", 0, "HS", None, None, "choose", None, None, values, None, None)
    found = []
    for name, book, row in (("d", DOSSIERS_BOOK, dossier), ("a", ACTS_BOOK, act)):
        (path := folder / f"{name}.xlsx").unlink(missing_ok=True)
        write_workbook(path, book, [row], CHOICES)
        listed = read_workbook(path, book, CHOICES)
        assert listed.faults == ()
        found += [one.values for one in listed.rows]  # type: ignore[attr-defined]  # rows of either book have values
    return found


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, number=TEXTS)
@example(text="a;b=c", number='"')
@example(text=' "Gạo ST25" ; x="1"\n\ny ', number='""')
@example(text="_x000B_ _x000A_", number="\u200d\u00ad  \u2028")
@example(text="x" * 500, number='"' * 500)
def test_any_text_survives_the_sheet(text: str, number: str) -> None:
    values = {"certificate": text, "issuer": number, "decision": {"number": number, "date": "05/03/2024"}}
    with TemporaryDirectory() as folder:
        assert through(Path(folder), values) == [values, values]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("score=82,5; stars=4", {"score": "82,5", "stars": "4"}),
        ('issuer="UBND tỉnh; Sở NN"; stars=4', {"issuer": "UBND tỉnh; Sở NN", "stars": "4"}),
        ('issuer = "a ""b"" c"\nstars=4;', {"issuer": 'a "b" c', "stars": "4"}),
        ('issuer=Gạo "ST25" ngon; stars=4', {"issuer": 'Gạo "ST25" ngon', "stars": "4"}),
        ('issuer="ST25" ngon; stars=4', {"issuer": '"ST25" ngon', "stars": "4"}),
        ('issuer="chưa đóng; stars=4', {"issuer": '"chưa đóng', "stars": "4"}),
        ("issuer=a=b", {"issuer": "a=b"}),
        ('issuer="dòng một\ndòng hai"', {"issuer": "dòng một\ndòng hai"}),
        ("issuer=  nhiều   dấu cách ", {"issuer": "nhiều dấu cách"}),
    ],
)
def test_what_a_person_types_is_understood(tmp_path: Path, typed: str, values: Mapping[str, str]) -> None:
    assert retyped(tmp_path, typed).of(DossierRow)[0].values == values


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ('issuer=""', "value_without_name"),
        ("82,5", "value_without_name"),
        ('issuer="' + "x" * 501 + '"', "too_long"),
        ('issuer="a\tb"', "control_character"),
        ('issuer="a"; issuer="b"', "value_given_twice"),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, typed: str, code: str) -> None:
    (fault,) = retyped(tmp_path, typed).faults
    assert (fault.column, fault.code) == ("F", code)
    assert explain(fault)


def retyped(folder: Path, typed: str) -> Any:
    row = DossierRow("", 0, "SP", "season", "x", date(2024, 1, 1), date(2024, 1, 1), {}, {}, "Sổ", None)
    write_workbook(folder / "a.xlsx", DOSSIERS_BOOK, [row], CHOICES)
    book = load_workbook(folder / "a.xlsx")
    book.worksheets[1]["F2"] = typed
    book.save(folder / "a.xlsx")
    return read_workbook(folder / "a.xlsx", DOSSIERS_BOOK, CHOICES)
