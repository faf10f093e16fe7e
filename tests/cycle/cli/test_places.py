"""A reform of organisations at the command line: tried and applied from a file, what it leaves to settle settled."""

import pytest
from openpyxl import load_workbook

from tests.cycle.cli.conftest import Province
from tests.scene import PRODUCER

REFORM = """reform: Sắp xếp sở, ngành
basis: "Nghị quyết số 01/NQ-HĐND ngày 20/05/2024"
organisations:
  - {organisation: QNG-SCTDL, name: Sở Công Thương và Du lịch tỉnh Quảng Ngãi, level: department, parent: QNG,
     from: "2024-06-01"}
ends:
  - {organisation: QNG-SCT, last_day: "2024-05-31", successors: [QNG-SCTDL], accounts: follow, contacts: follow}
"""
BASIS = "Công văn số 12/SNNMT-PTNT ngày 10/07/2025"
AFTER = "2025-07-10"


@pytest.fixture
def reformed(province: Province) -> Province:
    """The province with an officer in the department that ends, and the file of the reform."""
    (province.folder / "sap-xep.yaml").write_text(REFORM, encoding="utf-8")
    province.done("quan_tri", "account", "add", "so", "Nguyễn Thị Sở")
    province.done("quan_tri", "account", "grant", "so", "department", "QNG-SCT", "--from", "01/01/2024")
    return province


@pytest.fixture
def divided(province: Province) -> Province:
    """A product in a commune that was divided."""
    add = ("product", "add", "SP009", PRODUCER, "Quế Trà Bùi", "--sector", "food", "--area", "21142")
    province.done("to_chuc", *add)
    return province


def test_a_reform_is_tried_and_then_applied(reformed: Province) -> None:
    tried = reformed.done("quan_tri", "organisation", "reform", "sap-xep.yaml", "--dry-run")
    assert "Sẽ sắp xếp: 1 cơ quan mới, 1 cơ quan chấm dứt; 1 vai trò và đầu mối chuyển sang, 0 kết thúc." in tried
    assert "Công chức sở, ngành cấp tỉnh" in tried
    assert reformed.told("quan_tri", "organisation", "show", "QNG-SCT")["valid_to"] is None
    assert "Đã sắp xếp" in reformed.done("quan_tri", "organisation", "reform", "sap-xep.yaml")
    assert reformed.told("quan_tri", "organisation", "show", "QNG-SCT")["valid_to"] == "2024-05-31"
    assert reformed.by("so", "product", "list", now="2024-06-03").exit_code == 0
    again = reformed.by("quan_tri", "organisation", "reform", "sap-xep.yaml")
    assert again.exit_code == 3
    assert "QNG-SCTDL" in again.stderr


def test_what_is_wrong_with_a_file_is_told_with_its_place(reformed: Province) -> None:
    wrong = REFORM.replace("accounts: follow", "accounts: folow").replace("basis:", "base:")
    (reformed.folder / "sap-xep.yaml").write_text(wrong, encoding="utf-8")
    result = reformed.by("quan_tri", "organisation", "reform", "sap-xep.yaml")
    assert result.exit_code == 4
    assert "sap-xep.yaml:2:1" in result.stdout
    assert "“follow”" in result.stdout


def test_every_reason_against_a_reform_is_told_with_its_entry_and_once(reformed: Province) -> None:
    wrong = REFORM.replace("parent: QNG,", "parent: NOPE,").replace(
        "ends:", 'ends:\n  - {organisation: NOPE, last_day: "2024-05-31", successors: [QNG]}', 1
    )
    (reformed.folder / "sap-xep.yaml").write_text(wrong, encoding="utf-8")
    words = ("organisation", "reform", "sap-xep.yaml", "--dry-run")
    told = reformed.by("quan_tri", *words).stderr
    assert [line.partition(": ")[0] for line in told.splitlines()[1:]] == [
        "  - sap-xep.yaml:4:5",
        "  - sap-xep.yaml:7:5",
    ]
    assert [one["line"] for one in reformed.told("quan_tri", *words)["reasons"]] == [4, 7]
    unknown = reformed.by("ba_to", *words).stderr
    assert unknown.count("Không có tài khoản “ba_to”.") == 1


def test_a_fault_of_syntax_is_told_in_vietnamese(reformed: Province) -> None:
    (reformed.folder / "sap-xep.yaml").write_text("reform: [\n", encoding="utf-8")
    told = reformed.by("quan_tri", "organisation", "reform", "sap-xep.yaml").stdout
    assert told.startswith("sap-xep.yaml:2:1: Sai cú pháp YAML tại đây hoặc ngay trước đây. Hãy kiểm tra dấu ngoặc")
    assert "expected" not in told


def test_an_organisation_names_those_above_it_and_those_after_it(province: Province) -> None:
    shown = province.done("to_chuc", "organisation", "show", "21142")
    assert "Ủy ban nhân dân huyện Trà Bồng (525)" in shown
    assert "Ủy ban nhân dân xã Cà Đam (21136-2025); Ủy ban nhân dân xã Tây Trà Bồng (21157-2025)" in shown


def test_only_who_may_reforms(reformed: Province) -> None:
    assert reformed.by("to_chuc", "organisation", "reform", "sap-xep.yaml").exit_code == 3


def test_a_divided_product_is_listed_placed_and_listed_no_more(divided: Province) -> None:
    listed = divided.done("to_chuc", "organisation", "divided", now=AFTER)
    assert "Quế Trà Bùi" in listed
    assert "Ủy ban nhân dân xã Cà Đam (21136-2025); Ủy ban nhân dân xã Tây Trà Bồng (21157-2025)" in listed
    assert divided.told("to_chuc", "organisation", "divided")["rows"] == []
    place = ("product", "place", "SP009", "21136-2025", "--basis", BASIS)
    told = divided.done("to_chuc", *place, "--dry-run", now=AFTER)
    named = "Ủy ban nhân dân xã Cà Đam, Ủy ban nhân dân tỉnh Quảng Ngãi (21136-2025)"
    assert told.strip() == f"Sẽ ghi nơi đóng của sản phẩm SP009: {named}."
    away = divided.done("to_chuc", *place[:3], "29242-2025", *place[4:], "--dry-run", now=AFTER)
    assert "Ủy ban nhân dân phường Trà Vinh, Ủy ban nhân dân tỉnh Vĩnh Long (29242-2025)." in away
    assert "không phải là đơn vị kế thừa của Ủy ban nhân dân xã Trà Bùi" in away
    assert "thuộc tỉnh khác với nơi đã ghi trước đó: Ủy ban nhân dân xã Trà Bùi" in away
    assert "Đã ghi nơi đóng của sản phẩm SP009" in divided.done("to_chuc", *place, now=AFTER)
    assert divided.told("to_chuc", "organisation", "divided", now=AFTER)["rows"] == []
    assert divided.by("to_chuc", *place, now=AFTER).exit_code == 3


def test_a_sheet_of_what_is_divided_is_filled_in_and_taken(divided: Province) -> None:
    divided.done("to_chuc", "organisation", "divided", "--template", "noi.xlsx", now=AFTER)
    book = load_workbook(divided.folder / "noi.xlsx")
    sheet = book["Nơi đóng"]
    (row,) = (row for row in sheet.iter_rows() if row[1].value == "SP009")
    row[5].value = "21157-2025"
    book.save(divided.folder / "noi.xlsx")
    faulty = divided.by("to_chuc", "product", "place", "--from", "noi.xlsx", now=AFTER)
    assert (faulty.exit_code, "Căn cứ" in faulty.stdout) == (1, True)
    row[6].value = BASIS
    book.save(divided.folder / "noi.xlsx")
    taken = divided.told("to_chuc", "product", "place", "--from", "noi.xlsx", now=AFTER)
    assert (taken["done"], taken["refused"], taken["blank"]) == (1, 0, 0)
    shown = divided.told("to_chuc", "product", "show", "SP009", now=AFTER)
    assert shown["localities"] == ["Ủy ban nhân dân xã Tây Trà Bồng"]


@pytest.mark.parametrize("words", [(), ("SP009", "--from", "x.xlsx"), ("SP009",), ("SP009", "21136-2025")])
def test_what_and_where_must_be_said_in_one_way(divided: Province, words: tuple[str, ...]) -> None:
    assert divided.by("to_chuc", "product", "place", *words).exit_code == 2


def test_doctor_names_bodies_that_nobody_acts_for(divided: Province) -> None:
    told = {one["code"]: one for one in divided.told("quan_tri", "doctor")}
    assert told["unattended"]["state"] == "notice"
    assert "Ủy ban nhân dân xã Cà Đam (21136-2025)" in told["unattended"]["params"]["organisations"]


def test_vietnamese_names_are_searched_without_accents_and_sorted_by_the_alphabet(province: Province) -> None:
    found = ("organisation", "list", "--within", "VLG", "--level", "commune", "--valid-on", "01/07/2025")
    assert [one["code"] for one in province.told("kiem_tra", *found, "--text", "phuong cai von")["rows"]] == [
        "29770-2025"
    ]
    names = [
        one["name"].removeprefix("Ủy ban nhân dân ")
        for one in province.told("kiem_tra", *found, "--size", "200")["rows"]
    ]
    assert len(names) == 124
    assert names[:3] == ["phường An Hội", "phường Bến Tre", "phường Bình Minh"]
    assert names.index("xã Đại An") > names.index("xã Cầu Ngang") > names.index("xã Cái Ngang")
