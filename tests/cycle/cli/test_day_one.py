"""The first day of an office at the command line: workbooks with faults in them, mended, imported, and out again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cycle.cli.conftest import Province

ORGANISATION = ["X99", "Ủy ban nhân dân xã Ví dụ", "Cấp xã", "528", "01/01/2024", None, None]
CONTACT = ["DM01", "X99", "Nguyễn Văn Ví Dụ", "0905123456", None, "01/01/2024", None]
CERTIFICATE = ["15/2022/OCOP", "SP001", 4, "20/06/2022", "512/QĐ-UBND", "15/06/2022", "QNG"]
SEASON = [
    "SP001",
    "Chu trình OCOP thường niên của sản phẩm",
    "Đánh giá, phân hạng: Đang được đánh giá, phân hạng",
    "10/01/2024",
    "01/03/2024",
    None,
    None,
    "Sổ theo dõi, trang 3",
]
EVALUATION = [
    "SP001",
    "Đánh giá, phân hạng theo Quyết định số 148/QĐ-TTg",
    "Hội đồng cấp huyện đánh giá, phân hạng",
    "01/03/2024",
    "04/03/2024",
    None,
    None,
    "Biên nhận số 8",
]


def fill(province: Province, kind: str, *sheets: Sequence[Sequence[Any]]) -> str:
    """The template of a kind with rows on each of its sheets."""
    Path("list.xlsx").unlink(missing_ok=True)
    province.done("to_chuc", "import", "template", "list.xlsx", "--kind", kind)
    book = load_workbook("list.xlsx")
    for sheet, rows in zip(book.worksheets[1:], sheets, strict=True):
        for row in rows:
            sheet.append(list(row))
    book.save("list.xlsx")
    return "list.xlsx"


def places(told: str) -> list[str]:
    return [line.partition(": ")[0] for line in told.splitlines()]


def test_organisations_with_contacts_are_tried_mended_and_imported(province: Province) -> None:
    wrong = [ORGANISATION[0], None, "Xã", *ORGANISATION[3:]]
    file = fill(province, "organisations", [wrong], [CONTACT])
    tried = province.by("quan_tri", "import", "organisations", file, "--dry-run")
    assert tried.exit_code == 1
    assert {"Cơ quan!B2", "Cơ quan!C2", "Đầu mối liên hệ!B2"} == set(places(tried.stdout))
    file = fill(province, "organisations", [ORGANISATION], [CONTACT])
    assert province.by("quan_tri", "import", "organisations", file).exit_code == 0
    shown = province.done("quan_tri", "organisation", "show", "X99")
    assert "Nguyễn Văn Ví Dụ" in shown
    again = province.told("quan_tri", "import", "organisations", file)
    assert (again["written"], again["known"]) == (0, {"organisation": 1, "contact": 1})


def test_certificates_come_in_with_their_expiry(province: Province) -> None:
    file = fill(province, "certificates", [CERTIFICATE, ["16/2022", "SP404", 6, *CERTIFICATE[3:]]])
    wrong = province.by("to_chuc", "import", "certificates", file, "QNG2024")
    assert (wrong.exit_code, places(wrong.stdout)) == (1, ["Giấy chứng nhận!C3"])
    good = province.by("to_chuc", "import", "certificates", file, "QNG2024", "--good-rows")
    assert "Đã nhập 1" in good.stderr
    shown = province.done("to_chuc", "dossier", "show", "QNG2024-0001")
    assert "nhập từ hồ sơ giấy (512/QĐ-UBND)" in shown
    assert "20/06/2025" in shown
    assert "Nhập từ hồ sơ giấy, ở “Còn hiệu lực”" in province.done("to_chuc", "history", "show", "QNG2024-0001")


def test_dossiers_under_way_are_seen_everywhere_and_verified(province: Province) -> None:
    file = fill(province, "dossiers", [SEASON, EVALUATION])
    report = province.by("to_chuc", "import", "dossiers", file, "QNG2024")
    assert (report.exit_code, report.stdout) == (0, "")
    assert "1 hồ sơ" not in report.stderr
    told = province.told("to_chuc", "dossier", "show", "QNG2024-0001.1")
    assert told["entered"] == {"source": "paper", "basis": "Biên nhận số 8"}
    assert told["snapshot"]["state"] == "district.in_council"
    board = province.told("to_chuc", "board", "QNG2024")
    assert (board["dossiers"], board["open"]) == (1, 1)
    why = province.done("to_chuc", "dossier", "why", "QNG2024-0001.1")
    assert "record_result" in why
    assert "Đã có kết quả của Hội đồng" in why
    assert province.by("to_chuc", "history", "verify").exit_code == 0
    replayed = province.done("to_chuc", "history", "replay", "QNG2024-0001", "--at", "02/03/2024")
    assert "evaluation.under_evaluation" in replayed


def test_what_is_exported_can_be_imported_and_is_never_written_over(province: Province) -> None:
    fill_and_import = fill(province, "dossiers", [SEASON, EVALUATION])
    province.done("to_chuc", "import", "dossiers", fill_and_import, "QNG2024")
    told = province.done("to_chuc", "export", "dossiers", "out.xlsx", "QNG2024")
    assert "2 dòng" in told
    again = province.told("to_chuc", "import", "dossiers", "out.xlsx", "QNG2024")
    assert (again["faults"], again["known"]) == ([], {"dossier": 2})
    assert province.by("to_chuc", "export", "dossiers", "out.xlsx", "QNG2024").exit_code == 2
    for kind in ("products", "organisations", "certificates"):
        assert province.by("to_chuc", "export", kind, f"{kind}.xlsx").exit_code == 0


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("import", "dossiers", "list.xlsx", "QNG2023"), 2),
        (("import", "dossiers", "nowhere.xlsx", "QNG2024"), 2),
        (("import", "template", "x.xlsx", "--kind", "paper"), 2),
        (("export", "dossiers", "out.xlsx", "QNG2023"), 2),
    ],
)
def test_what_is_not_there_is_wrong_usage(province: Province, words: Sequence[str], status: int) -> None:
    fill(province, "dossiers", [SEASON])
    result = province.by("to_chuc", *words)
    assert result.exit_code == status, result.output
    assert not Path("out.xlsx").exists()


def test_an_auditor_imports_nothing_and_exports_what_is_seen(province: Province) -> None:
    file = fill(province, "dossiers", [SEASON])
    assert province.by("kiem_tra", "import", "dossiers", file, "QNG2024").exit_code == 3
    assert province.by("kiem_tra", "export", "products", "out.xlsx").exit_code == 0


def test_the_lists_of_a_template_come_from_what_is_published(province: Province) -> None:
    province.done("to_chuc", "import", "template", "list.xlsx", "--kind", "dossiers")
    book = load_workbook("list.xlsx")
    guide = [cell for row in book["Hướng dẫn"].iter_rows(values_only=True) for cell in row]
    assert "Chu trình OCOP thường niên của sản phẩm" in guide
    assert "Ý tưởng sản phẩm: Cấp xã rà soát" in guide
    assert "Giấy chứng nhận sản phẩm OCOP" not in guide
