"""Workbooks of a council: the sheet of one product, and the summary of the sheets of a session."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from tests.shape.forms.paper import MADE, settled

THIN = Border(*(Side(style="thin"),) * 4)
HEAD = PatternFill("solid", fgColor="DDEBF7")
DRAFT = "DỰ THẢO"


def score_sheet() -> bytes:
    """Phiếu chấm trên máy, mỗi mức đạt một dòng."""
    lines = (
        "PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP",
        "Bộ sản phẩm số {{ product.set_number }}: {{ product.set_title }}",
        "Sản phẩm: {{ product.name }}",
        "Chủ thể OCOP: {{ product.producer }}; mã hồ sơ: {{ product.dossier }}",
        "Thành viên Hội đồng: ……………………………………",
    )
    heads = ("Mã", "Tiêu chí", "Tối đa", "Mức", "Mức đạt", "Điểm", "Sao", "Chủ thể tự chọn", "Chọn (x)")
    names = ("code", "title", "most", "box", "wording", "points", "stars", "chosen")
    return _book(lines, heads, (8, 34, 9, 7, 60, 8, 7, 12, 10), [*(f"{{{{ rows.{one} }}}}" for one in names), ""])


def summary() -> bytes:
    """Tổng hợp phiếu của các thành viên, dưới mỗi sản phẩm là kết quả."""
    lines = (
        "TỔNG HỢP PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP",
        "{{ session.council }}, phiên {{ session.code }}",
        "Ngày {{ session.day }}; thành viên có mặt hoặc gửi ý kiến: {{ session.present }}/{{ session.entitled }}",
    )
    heads = (
        *("STT", "Mã sản phẩm", "Sản phẩm", "Chủ thể OCOP", "Thành viên", "Lượt"),
        *("Phần A", "Phần B", "Phần C", "Tổng điểm"),
        *("Điểm trung bình", "Chênh lệch", "Hạng theo điểm", "Hạng theo tiêu chí *", "Hạng"),
    )
    names = ("dossier", "product", "producer", "member", "turn", "part_a", "part_b", "part_c", "total")
    results = ("average", "spread", "band", "gate", "stars")
    row = ["{{ number }}", *(f"{{{{ rows.{one} }}}}" for one in (*names, *results))]
    return _book(lines, heads, (6, 20, 28, 28, 26, 7, 8, 8, 8, 9, 11, 11, 11, 12, 8), row)


def _book(lines: Sequence[str], heads: Sequence[str], widths: Sequence[int], row: Sequence[str]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Phiếu" if len(heads) < 10 else "Tổng hợp"
    sheet.append([DRAFT])
    for text in lines:
        sheet.append([text])
    for number in range(1, len(lines) + 2):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(heads))
        sheet.cell(number, 1).font = Font(name="Times New Roman", size=13, bold=number < 3)
    _table(sheet, len(lines) + 3, heads, row)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{len(lines) + 4}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{len(lines) + 3}:{len(lines) + 3}"
    book.properties.created = book.properties.modified = MADE.replace(tzinfo=None)
    return settled(_saved(book))


def _saved(book: Workbook) -> bytes:
    """A workbook as it is: `Workbook.save` would write the instant of saving into it."""
    written = BytesIO()
    ExcelWriter(book, ZipFile(written, "w")).save()
    return written.getvalue()


def _table(sheet: Worksheet, top: int, heads: Sequence[str], row: Sequence[str]) -> None:
    for place, (head, text) in enumerate(zip(heads, row, strict=True), 1):
        above, below = sheet.cell(top, place, head), sheet.cell(top + 1, place, text or None)
        above.font, above.fill = Font(name="Times New Roman", size=12, bold=True), HEAD
        below.font = Font(name="Times New Roman", size=12)
        for cell in (above, below):
            cell.border, cell.alignment = THIN, Alignment(vertical="center", wrap_text=True)
