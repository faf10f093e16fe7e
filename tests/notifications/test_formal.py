"""The draft of an official reminder: what stands in it, what is left blank, and wrong templates."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docxtpl import DocxTemplate

from notifications.documents import DocumentTemplateError
from notifications.facts import Line
from notifications.formal import Formal, formal_draft
from notifications.sample import HOSTILE, head
from notifications.sandbox import Sandbox
from tests.notifications.letters import FOLDER

TEMPLATE = FOLDER / "van-ban-don-doc.docx"
LINES = (
    Line("QN-1", "Hành tím", "Gửi hồ sơ", date(2024, 10, 2), -12, "Điều 6", producer="HTX", missing=("Phiếu", "Giấy")),
    Line("QN-2", "Tỏi Lý Sơn", "Tổ chức đánh giá", date(2024, 10, 13), -1, "Điều 7"),
)
FORMAL = Formal(head("vi"), "UBND tỉnh Quảng Ngãi", LINES)


def words(content: bytes) -> str:
    """Everything that stands in a document: its paragraphs, and the cells of its tables row by row."""
    document = docx.Document(io.BytesIO(content))
    told = [paragraph.text for paragraph in document.paragraphs]
    told += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(told)


def test_the_draft_lists_what_is_overdue() -> None:
    told = words(formal_draft(TEMPLATE.read_bytes(), FORMAL))
    assert "Kính gửi: District of the North" in told
    assert "đến ngày 14/10/2024 quý đơn vị còn 2 việc đã quá thời hạn" in told
    assert (
        "1 | QN-1 – Hành tím (HTX) | Gửi hồ sơ. Còn thiếu: Phiếu; Giấy | 02/10/2024 (quá hạn 12 ngày) | Điều 6" in told
    )
    assert "2 | QN-2 – Tỏi Lý Sơn | Tổ chức đánh giá | 13/10/2024 (quá hạn 1 ngày) | Điều 7" in told
    assert "0255 3822 123" in told


def test_the_draft_leaves_to_the_office_what_is_the_office_s() -> None:
    told = words(formal_draft(TEMPLATE.read_bytes(), FORMAL))
    for blank in (
        "Số:          /…",
        "ngày …… tháng …… năm",
        "Nơi nhận:",
        "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ",
        "Họ và tên",
    ):
        assert blank in told
    assert "{" not in told


def test_the_shipped_template_has_its_placeholders() -> None:
    known = DocxTemplate(TEMPLATE).get_undeclared_template_variables(Sandbox({}, escaped=True))
    assert known == {"above", "sender", "recipient", "programme", "today", "secretariat", "lines"}


def test_names_from_outside_stay_text() -> None:
    hostile = replace(LINES[0], about=HOSTILE, producer="</w:t><w:p/>&")
    content = formal_draft(TEMPLATE.read_bytes(), replace(FORMAL, lines=(hostile,)))
    told = words(content)
    assert "<b>Group</b> & " in told
    assert "{{ head }} {% raw %}" in told
    assert "</w:t><w:p/>&" in told
    assert ZipFile(io.BytesIO(content)).testzip() is None


@pytest.mark.parametrize("wrong", ["{{ nobody }}", "{{ sender.__class__ }}", "{% for x in lines %}", "{{ 1 // 0 }}"])
def test_a_wrong_template_is_refused_with_its_reason(wrong: str) -> None:
    document = docx.Document()
    document.add_paragraph(wrong)
    written = io.BytesIO()
    document.save(written)
    with pytest.raises(DocumentTemplateError) as caught:
        formal_draft(written.getvalue(), FORMAL)
    assert caught.value.detail


@pytest.mark.parametrize("content", [b"", b"not a docx", b"PK\x03\x04"])
def test_a_file_that_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentTemplateError):
        formal_draft(content, FORMAL)


def test_an_office_may_change_the_template(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{% for line in lines %}{{ line.dossier }}; {% endfor %}")
    document.save(str(tmp_path / "own.docx"))
    assert "QN-1; QN-2; " in words(formal_draft((tmp_path / "own.docx").read_bytes(), FORMAL))
