"""Tables for the nation's databases, under exactly their headings, as a workbook or as text with commas."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from cycle.sheets.writer import Value, kept_whole, write_rows

OCOP = "PTNT_OCOP"
OCOP_HEADINGS = (
    "MA_OCOP",
    "Ma_DonViHanhChinh",
    "Ma_ThoiGian",
    "Ma_SanPham",
    "TenSanPham",
    "XepHang",
    "ChuTheSXKD",
    "DoanhThuNam",
    "TrangThai",
)
EVALUATIONS = "DanhGiaSanPhamOCOP"
EVALUATION_HEADINGS = (
    "maDanhGia",
    "maSanPham",
    "tenDanhGia",
    "thangDiem",
    "coQuanThucHien",
    "thoiGianDanhGia",
    "ketQuaXepLoai",
)
CSV = ".csv"


def write_table(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The rows in a new file; `.csv` is UTF-8 with a mark, lines ended as in RFC 4180, texts as they are.

    All cells are text, as the tables ask for codes and days that no program may rewrite. Raises FileExistsError.
    """
    if path.suffix.lower() != CSV:
        cells: Iterable[Sequence[Value]] = rows
        write_rows(path, title, headings, cells)
        return
    with kept_whole(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)
