"""Templates of the office's documents: the shipped ones, an office's own, and what hostile names do to them."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook, load_workbook

from cycle.commands.documents.kinds import KINDS
from cycle.documents.facts import words_of
from cycle.documents.kinds import FACTS, SHAPES
from cycle.documents.samples import samples
from cycle.documents.templates import fill, template_of
from cycle.documents.trying import template_problems
from cycle.sheets.filled import SheetTemplateError, filled_sheet
from notifications.documents import filled
from tests.scene import CONFIG
from tests.shape.forms.made import FORMS
from tests.shape.forms.paper import MADE
from workflows.verdict import Reason

TEMPLATES = [(kind.name, name) for kind in KINDS.values() for name in kind.templates]


def text_of(content: bytes) -> str:
    """Everything that stands in a document, a cell a line."""
    return "\n".join(_cells(content) if content[:2] == b"PK" and b"xl/workbook" in content else _paragraphs(content))


def _paragraphs(content: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(content))
    yield from (one.text for one in document.paragraphs)
    for table in document.tables:
        yield from (one.text for row in table.rows for cell in row.cells for one in cell.paragraphs)


def _cells(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_every_kind_has_facts_samples_and_shipped_templates() -> None:
    assert set(FACTS) == set(SHAPES) == set(KINDS)
    assert {name for _, name in TEMPLATES} == set(FORMS) == {one.name for one in (CONFIG / "documents").iterdir()}


@pytest.mark.parametrize(("kind", "name"), TEMPLATES)
def test_a_shipped_template_takes_every_sample(kind: str, name: str) -> None:
    for facts in samples(kind):
        content = fill(CONFIG / "documents" / name, facts)
        assert isinstance(content, bytes), content
        assert ZipFile(io.BytesIO(content)).testzip() is None
        told = text_of(content)
        assert "DỰ THẢO" in told
        assert "{%" not in told.lower().replace("{% raw %}", "")
        assert ("DIỄN TẬP" in told) == facts.head.rehearsal or name.endswith(".xlsx")


@pytest.mark.parametrize(("kind", "name"), TEMPLATES)
def test_hostile_names_stay_text(kind: str, name: str) -> None:
    *_, hostile = samples(kind)
    content = fill(CONFIG / "documents" / name, hostile)
    assert isinstance(content, bytes)
    assert "=cmd|' /C calc'!A0 <w:p/> <b>Group</b>" in text_of(content)
    if name.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(content))
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "n",
            "d",
            "inlineStr",
        }


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_shipped_template_is_what_its_script_makes(name: str) -> None:
    kept = (CONFIG / "documents" / name).read_bytes()
    assert text_of(FORMS[name]()) == text_of(kept), "python -m tests.shape.forms"


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_template_tells_no_instant_of_making(name: str) -> None:
    with ZipFile(io.BytesIO(FORMS[name]())) as archive:
        assert {one.date_time for one in archive.infolist()} == {MADE.timetuple()[:6]}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {f"{MADE:%Y-%m-%dT%H:%M:%SZ}"}


def test_an_office_s_own_template_comes_first(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    own = tmp_path / "documents" / "quyet-dinh.docx"
    document = docx.Document()
    document.add_paragraph("{% for one in recognised %}{{ one.name }}: {{ one.stars }}; {% endfor %}")
    document.save(str(own))
    assert template_of(tmp_path, "quyet-dinh.docx") == own
    assert template_of(tmp_path, "bien-ban.docx") == CONFIG / "documents" / "bien-ban.docx"
    content = fill(own, next(samples("decision")))
    assert isinstance(content, bytes)
    assert "Garlic of the island: 4; " in text_of(content)


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ("Tên: {{ product.nobody }}", "nobody"),
        ("Tên: {{ product.__class__ }}", "__class__"),
        ("Tên: {% for x in papers %}", "endfor"),
        ("Tên: {% include 'x' %}", "Include"),
    ],
)
def test_a_wrong_placeholder_is_told_with_its_paragraph(tmp_path: Path, wrong: str, detail: str) -> None:
    document = docx.Document()
    document.add_paragraph("Dòng đầu")
    document.add_paragraph(wrong)
    document.save(str(tmp_path / "mau-03.docx"))
    answer = fill(tmp_path / "mau-03.docx", next(samples("commune_report")))
    assert isinstance(answer, Reason)
    assert detail in answer.params["detail"]
    assert answer.params["place"] in {wrong, "mau-03.docx"}


def test_a_wrong_cell_is_told_with_its_place(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Phiếu"
    book.worksheets[0]["B3"] = "{{ rows.nobody }}"
    book.save(tmp_path / "tong-hop-diem.xlsx")
    answer = fill(tmp_path / "tong-hop-diem.xlsx", next(samples("sheet_summary")))
    assert isinstance(answer, Reason)
    assert (answer.params["place"], answer.params["detail"]) == ("Phiếu!B3", "{{ rows.nobody }}")


def test_check_tries_what_an_office_has_changed(tmp_path: Path) -> None:
    shutil.copytree(CONFIG / "documents", tmp_path / "documents")
    assert template_problems(tmp_path) == []
    document = docx.Document()
    document.add_paragraph("{{ nobody }}")
    document.save(str(tmp_path / "documents" / "mau-03.docx"))
    (tmp_path / "documents" / "phieu-cham.xlsx").write_bytes(b"PK")
    (tmp_path / "documents" / "bien-bam.docx").write_bytes(b"x")
    found = {one.place.file: (one.code, one.nearest) for one in template_problems(tmp_path)}
    assert found == {
        "documents/mau-03.docx": ("template_unfit", None),
        "documents/phieu-cham.xlsx": ("template_unfit", None),
        "documents/bien-bam.docx": ("template_unknown", "bien-ban.docx"),
    }


def _sheet(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_row_is_repeated_and_what_lies_below_moves() -> None:
    facts = words_of(next(samples("sheet_summary")))
    template = _sheet(["{{ session.code }}"], ["{{ number }}", "{{ rows.member }}", "{{ rows.total }}"], ["Người lập"])
    rows = list(load_workbook(io.BytesIO(filled_sheet(template, facts))).worksheets[0].iter_rows(values_only=True))
    assert rows[1] == (1, "A. Chair", 82)
    assert rows[3][0] == "Người lập"


def test_a_list_without_members_leaves_its_row_empty() -> None:
    template = _sheet(["{{ rows.member }}"], ["Hết"])
    rows = list(
        load_workbook(io.BytesIO(filled_sheet(template, {"rows": ()}))).worksheets[0].iter_rows(values_only=True)
    )
    assert rows == [(None,), ("Hết",)]


def test_days_and_numbers_are_of_their_kind() -> None:
    facts = words_of(next(samples("sheet_summary")))
    sheet = load_workbook(
        io.BytesIO(filled_sheet(_sheet(["{{ session.day }}", "{{ session.present }}"]), facts))
    ).worksheets[0]
    assert (sheet["A1"].is_date, sheet["A1"].number_format, sheet["B1"].value) == (True, "dd/mm/yyyy", 2)


@pytest.mark.parametrize("text", ["{{ session }}", "{{ head.programme.upper }}", "x {{ session.code", "{% if x %}"])
def test_a_malformed_cell_is_refused(text: str) -> None:
    facts = words_of(next(samples("sheet_summary")))
    with pytest.raises(SheetTemplateError) as caught:
        filled_sheet(_sheet([text]), facts)
    assert caught.value.place == "Sheet!A1"


def test_texts_are_cut_and_cleaned(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ name }}")
    written = io.BytesIO()
    document.save(written)
    told = text_of(filled(written.getvalue(), {"name": "a\x00\u202eb" + "x" * 5000}))
    assert told.startswith("a b")
    assert len(told) == 1000
