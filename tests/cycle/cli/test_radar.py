"""`ocop certificate radar` and the national exports on the screen, for programs and as files."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, brought
from tests.evaluating import PRODUCT

HEADINGS = "MA_OCOP,Ma_DonViHanhChinh,Ma_ThoiGian,Ma_SanPham,TenSanPham,XepHang,ChuTheSXKD,DoanhThuNam,TrangThai"
DAY = "2026-06-08T09:00+07:00"


@pytest.fixture
def recognised(ocop: Ocop, sqlite_template: Path, clock: TestClock) -> tuple[Ocop, str]:
    """An office in June 2026 with one certificate of 4 stars, and the code of its evaluation."""
    return ocop, brought(ocop, sqlite_template, clock, "province.recognised")


def asked(ocop: Ocop, *words: str, status: int = 0, by: str = "to_chuc") -> str:
    result = ocop.run("--now", DAY, "--as", by, *words)
    assert result.exit_code == status, result.output
    return result.stdout


def test_the_radar_is_a_table_json_a_workbook_and_a_picture(recognised: tuple[Ocop, str]) -> None:
    ocop, dossier = recognised
    told = asked(ocop, "certificate", "radar", "--from", "01/2029", "--months", "12")
    assert "01/2029 đến 12/2029" in told
    (commune,) = [one for one in told.splitlines() if one.startswith("Ủy ban nhân dân xã Trà Giang")]
    assert commune.split()[-6:] == ["0", "1", "0", "0", "0", "1"]
    found = json.loads(asked(ocop, "--json", "certificate", "radar", "QNG2026"))
    # 36 months from June 2026 on end with May 2029; the certificate runs until the 8th of June.
    assert (found["total"]["expiring"], found["later"]) == (0, 1)
    assert [(one["last_day"], one["opens"], one["closes"]) for one in found["certificates"]] == [
        ("2029-06-08", "2028-12-10", "2029-02-08")
    ]
    asked(ocop, "certificate", "radar", "--xlsx", "radar.xlsx")
    (_, row) = load_workbook("radar.xlsx")["Giấy chứng nhận"]
    assert row[0].value == f"{dossier}.1"
    asked(ocop, "certificate", "radar", "--svg", "radar.svg")
    assert Path("radar.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert "tháng/năm" in ocop.run("certificate", "radar", "--from", "13/2026").stderr


def test_communes_count_what_lies_before_the_span_as_months_do(recognised: tuple[Ocop, str]) -> None:
    ocop, _ = recognised
    words = ("certificate", "radar", "--from", "07/2029", "--months", "12")
    told = asked(ocop, *words).splitlines()
    (commune,) = [one for one in told if one.startswith("Ủy ban nhân dân xã Trà Giang")]
    (before,) = [one for one in told if one.startswith("trước 07/2029")]
    assert commune.split()[-6:] == before.split()[-6:] == ["0", "1", "0", "0", "0", "0"]
    (count,) = json.loads(asked(ocop, "--json", *words))["before_by_commune"].values()
    assert count["expiring"] == 1
    asked(ocop, *words, "--xlsx", "radar.xlsx")
    rows = load_workbook("radar.xlsx")["Theo xã và tháng"].values
    assert [row[1:4] for row in rows][1:] == [("trước 07/2029", 0, 1)]
    over = ocop.run("--now", DAY, "--as", "to_chuc", "certificate", "radar", "--from", "01/1900", "--months", "1")
    assert (over.exit_code, "trước hôm nay (08/06/2026)" in over.stderr) == (3, True)


def test_certificates_go_out_in_the_shape_of_ptnt_ocop(recognised: tuple[Ocop, str]) -> None:
    ocop, _ = recognised
    asked(ocop, "export", "ocop", "ptnt.csv")
    data = Path("ptnt.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + HEADINGS.encode() + b"\r\n")
    (row,) = csv.DictReader(data.decode("utf-8-sig").splitlines())
    assert row == {
        "MA_OCOP": "51-21244-01-2026",
        "Ma_DonViHanhChinh": "21244",
        "Ma_ThoiGian": "2026",
        "Ma_SanPham": PRODUCT,
        "TenSanPham": row["TenSanPham"],
        "XepHang": "4*",
        "ChuTheSXKD": "Hợp tác xã Thử nghiệm",
        "DoanhThuNam": "",
        "TrangThai": "Còn hiệu lực",
    }
    asked(ocop, "export", "ocop", "ptnt.xlsx")
    heads, cells = [[cell.value or "" for cell in line] for line in load_workbook("ptnt.xlsx")["PTNT_OCOP"]]
    assert (heads, cells) == (list(row), list(row.values()))
    asked(ocop, "export", "ocop", "none.csv", "--year", "2025")
    assert len(Path("none.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_evaluations_go_out_in_their_shape(recognised: tuple[Ocop, str]) -> None:
    ocop, dossier = recognised
    asked(ocop, "export", "evaluations", "danh-gia.csv")
    (row,) = csv.DictReader(Path("danh-gia.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row == {
        "maDanhGia": dossier,
        "maSanPham": PRODUCT,
        "tenDanhGia": "Đánh giá, phân hạng theo Quyết định số 26/2026/QĐ-TTg, Lần đầu, Đợt 02 năm 2026 cấp tỉnh",
        "thangDiem": row["thangDiem"],
        "coQuanThucHien": row["coQuanThucHien"],
        "thoiGianDanhGia": "08/06/2026",
        "ketQuaXepLoai": "4*",
    }
    assert float(row["thangDiem"]) >= 70
    assert row["coQuanThucHien"] == "Ủy ban nhân dân tỉnh Quảng Ngãi"


def test_only_who_sees_all_exports_and_only_into_new_files_of_a_known_suffix(recognised: tuple[Ocop, str]) -> None:
    ocop, _ = recognised
    asked(ocop, "export", "ocop", "ptnt.csv", by="xa", status=3)
    assert ".xlsx hoặc .csv" in ocop.run("--now", DAY, "--as", "to_chuc", "export", "ocop", "ptnt.txt").stderr
    Path("old.csv").write_text("cũ", encoding="utf-8")
    asked(ocop, "export", "ocop", "old.csv", status=2)
    assert Path("old.csv").read_text(encoding="utf-8") == "cũ"
