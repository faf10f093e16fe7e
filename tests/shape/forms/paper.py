"""Sheets of paper as Vietnamese offices lay them out (Nghị định 30/2020/NĐ-CP): head, paragraphs, tables, "
"signature."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LEFT, CENTRE, BOTH, RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BLANK_DAY = "……………, ngày …… tháng …… năm ………"
BLANK_NUMBER = "Số:          /…………"
DRAFT = "DỰ THẢO{% if head.rehearsal %} – BẢN DIỄN TẬP, KHÔNG CÓ GIÁ TRỊ{% endif %}"
MADE = datetime(2026, 5, 22, tzinfo=UTC)
Cell = str | tuple[str, bool]


class Page:
    """One document while it is being made."""

    def __init__(self, *, landscape: bool = False) -> None:
        self.document: Any = docx.Document()
        section = self.document.sections[0]
        size = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.page_width, section.page_height = size
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = (Mm(20), Mm(20)) if landscape else (Mm(30), Mm(15))
        self.width = 257 if landscape else 165
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(13.5)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
        style.paragraph_format.space_after = Pt(4)
        self.document.core_properties.created = self.document.core_properties.modified = MADE.replace(tzinfo=None)
        self.document.core_properties.author = self.document.core_properties.last_modified_by = "OCOP"
        self.draft()

    def draft(self) -> None:
        """The mark of a draft, alone on its line."""
        self.line(DRAFT, align=RIGHT, bold=True, size=12, colour=(0xC0, 0x00, 0x00))

    def head(self, above: str, sender: str, *below: str) -> None:
        """Who writes on the left, country and motto on the right, the day left open."""
        table = self._frame((66, self.width - 66))
        left, right = table.rows[0].cells
        rows = [(above, False, 13), (sender, True, 13)] if above else [(sender, True, 13)]
        for text, bold, size in [*rows, *((one, False, 12.5) for one in below)]:
            _write(_next(left), text, bold=bold, size=size)
        _write(_next(right), MOTTO[0], bold=True, size=12.5)
        _write(_next(right), MOTTO[1], bold=True, size=13, underline=True)
        _write(_next(right), BLANK_DAY, italic=True, size=13)
        self.line("", size=6)

    def title(self, *lines: str) -> None:
        """Lines of a title, the first one larger."""
        for place, text in enumerate(lines):
            self.line(text, align=CENTRE, bold=True, size=13.5 if place else 15)
        self.line("", size=6)

    def heading(self, text: str) -> None:
        """A heading that stays with what follows."""
        self.line(text, bold=True).paragraph_format.keep_with_next = True

    def text(self, *paragraphs: str, keep: bool = False) -> None:
        """Paragraphs of running text."""
        for one in paragraphs:
            paragraph = self.line(one, align=BOTH)
            paragraph.paragraph_format.first_line_indent = Mm(12.7)
            paragraph.paragraph_format.line_spacing = 1.15
            paragraph.paragraph_format.keep_with_next = keep

    def line(self, text: str, *, align: Any = LEFT, **look: Any) -> Any:
        """One paragraph."""
        paragraph = self.document.add_paragraph()
        _write(paragraph, text, align=align, **look)
        return paragraph

    def tag(self, text: str) -> None:
        """A paragraph that is taken away with its tag: `{%p if … %}`."""
        self.document.add_paragraph(text)

    def grid(self, widths: Sequence[float], heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """A table with a head that is repeated on each page. A row of one cell that begins with `{%tr` is a tag."""
        table = self.document.add_table(rows=1, cols=len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        _repeat(table.rows[0])
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            _write(_next(cell), text, bold=True, size=12, align=CENTRE)
        for row in rows:
            cells = table.add_row().cells
            for place, given in enumerate(row):
                text, centred = given if isinstance(given, tuple) else (given, False)
                _write(_next(cells[place]), text, size=12, align=CENTRE if centred else LEFT)
        for row in table.rows:
            _whole(row)
        _wide(table, widths)
        self.line("", size=6)

    def signature(self, left: Sequence[str], right: Sequence[str], name: str = "Họ và tên") -> None:
        """To whom it goes on the left, who signs on the right, with room for the hand."""
        table = self._frame((self.width / 2 - 8, self.width / 2 + 8))
        one, other = table.rows[0].cells
        for place, text in enumerate(left):
            _write(_next(one), text, bold=place == 0, italic=place == 0, size=11.5, align=LEFT)
        self._signed(other, right, name)

    def signatures(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Two who sign beside each other."""
        table = self._frame((self.width / 2, self.width / 2))
        for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
            self._signed(cell, lines, "")

    def _signed(self, cell: Any, lines: Sequence[str], name: str) -> None:
        for text in lines:
            light = text.startswith(("(", "…"))
            _write(_next(cell), text, bold=not light, italic=light, size=13)
        for _ in range(2):
            cell.add_paragraph()
        _write(cell.add_paragraph(), name, bold=True, size=13)

    def bytes(self) -> bytes:
        """The document, the same for the same words whenever it is made."""
        written = io.BytesIO()
        self.document.save(written)
        return settled(written.getvalue())

    def _frame(self, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=1, cols=len(widths))
        table.autofit = False
        _whole(table.rows[0])
        _wide(table, widths)
        return table


def settled(content: bytes) -> bytes:
    """An archive whose files all carry the same day."""
    written = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as given, ZipFile(written, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(ZipInfo(name, MADE.timetuple()[:6]), given.read(name), ZIP_DEFLATED)
    return written.getvalue()


def _next(cell: Any) -> Any:
    """The first paragraph of a cell while it is empty, then new ones."""
    first = cell.paragraphs[0]
    return first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()


def _write(paragraph: Any, text: str, *, align: Any = CENTRE, bold: bool = False, **look: Any) -> None:
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = bold, look.get("italic", False), look.get("underline", False)
    if "size" in look:
        run.font.size = Pt(look["size"])
    if "colour" in look:
        run.font.color.rgb = RGBColor(*look["colour"])


def _wide(table: Any, widths: Sequence[float]) -> None:
    """Widths in mm, for the columns and for every cell: word processors differ in which of them they keep."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _repeat(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no word for it
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)


def _whole(row: Any) -> None:
    """A row is not torn by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the same
