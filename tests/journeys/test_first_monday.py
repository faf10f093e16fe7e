"""An office's first Monday at the command line: workbooks with faults, mended; the week's acts; all of it out again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cycle.cli import main
from tests.journeys.rehearsed import VARIABLES

MONDAY = "2024-04-08T08:00+07:00"
PROGRAMME = "QNG2024"
Rows = Mapping[str, Sequence[Sequence[Any]]]

ORGANISATIONS: Rows = {
    "Cơ quan": [["QNG-VPDP", "Văn phòng điều phối nông thôn mới (ví dụ)", "Sở, ngành", "QNG", "01/01/2020"]],
    "Đầu mối liên hệ": [["DM01", "QNG-VPDP", "Nguyễn Thị Ví Dụ", "0905000001", "vi.du@example.test", "01/01/2024"]],
}
PRODUCTS: Rows = {
    "Chủ thể": [
        ["4300100001", "Mã số thuế", "Hợp tác xã Tỏi Ví dụ", "Hợp tác xã", "21244", "Bà Ví Dụ", "0905000002", None],
        ["34D8000777", "Số đăng ký hộ kinh doanh", "Hộ Bánh tráng Ví dụ", "Hộ sản xuất có đăng ký kinh doanh", "21268"],
    ],
    "Cơ sở sản xuất": [["CS-01", "4300100001", "Xưởng số 1", "Thôn An Hội", "21244"]],
    "Sản phẩm": [
        ["SP-01", "4300100001", "Tỏi đen", "Thực phẩm", None, 7, "21244", "CS-01", "02/01/2024"],
        ["SP-02", "4300100001", "Đường phèn", "Thực phẩm", None, None, "21244", None, None],
        ["SP-03", "34D8000777", "Ớt xiêm", "Thực phẩm", None, None, "21268", None, None],
        ["SP-04", "34D8000777", "Ăn vặt khoai lang", "Thực phẩm", None, None, "21268", None, None],
    ],
}
CERTIFICATES: Rows = {
    "Giấy chứng nhận": [["12/2022/OCOP", "SP-02", 3, "20/06/2022", "512/QĐ-UBND", "15/06/2022", "528"]],
}
SEASON = "Chu trình OCOP thường niên của sản phẩm"
WAITING = "Đánh giá, phân hạng: Đang được đánh giá, phân hạng"
CHECKING = ("Đánh giá, phân hạng theo Quyết định số 148/QĐ-TTg", "Cấp huyện kiểm tra hồ sơ")
DOSSIERS: Rows = {
    "Hồ sơ đang thực hiện": [
        ["SP-01", SEASON, WAITING, "10/01/2024", "01/04/2024", None, None, "Sổ theo dõi, trang 1"],
        ["SP-01", *CHECKING, "01/04/2024", "01/04/2024", None, None, "Sổ theo dõi, trang 1"],
        ["SP-03", SEASON, "Ý tưởng sản phẩm: Cấp xã rà soát", "15/01/2024", "20/03/2024", None, None, "Sổ 1, trang 3"],
    ],
}


@dataclass(frozen=True)
class Office:
    """A new office in a folder of its own, on its first Monday."""

    folder: Path

    def run(self, account: str, *words: str) -> Result:
        return CliRunner().invoke(main, ["--now", MONDAY, "--as", account, *words])

    def done(self, account: str, *words: str) -> str:
        result = self.run(account, *words)
        assert result.exit_code == 0, (words, result.output)
        return result.output

    def told(self, account: str, *words: str) -> Any:
        return json.loads(self.run(account, "--json", *words).stdout)

    def fill(self, kind: str, rows: Rows) -> str:
        """The template of a kind, filled in."""
        name = f"{kind}.xlsx"
        (self.folder / name).unlink(missing_ok=True)
        self.done("vanphong", "import", "template", name, "--kind", kind)
        book = load_workbook(self.folder / name)
        for title, found in rows.items():
            for number, row in enumerate(found, 2):
                for place, value in enumerate(row, 1):
                    book[title].cell(number, place, value)
        book.save(self.folder / name)
        return name


def found(folder: Path) -> Office:
    office = Office(folder)
    office.done("quantri", "init", "--rehearsal", "--admin", "quantri", "--effective", "2024-01-01")
    for account, role, holder in (("vanphong", "secretariat", "QNG-SNNPTNT"), ("xa", "commune", "21268")):
        office.done("quantri", "account", "add", account, f"Người {account}")
        office.done("quantri", "account", "grant", account, role, holder)
    return office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("OCOP_DATA", str(tmp_path / "data"))
    return found(tmp_path)


def with_fault(rows: Rows, title: str, row: int, place: int, value: Any) -> Rows:
    """The rows with one cell spoilt."""
    spoilt = [list(one) for one in rows[title]]
    spoilt[row][place] = value
    return {**rows, title: spoilt}


def bring(office: Office, who: str, kind: str, rows: Rows, *faults: tuple[str, int, int, Any]) -> None:
    """Import a workbook: first with faults, which write nothing and are told in their cells; then mended, and twice."""
    programme = [PROGRAMME] if kind in {"certificates", "dossiers"} else []
    spoilt = rows
    for fault in faults:
        spoilt = with_fault(spoilt, *fault)
    file = office.fill(kind, spoilt)
    tried, refused = (office.told(who, "import", kind, file, *programme, *more) for more in (["--dry-run"], []))
    planted = [fault for fault in refused["faults"] if fault["code"] != "producer_left_out"]
    cells = {(fault["sheet"], fault["row"], fault["column"]) for fault in planted}
    assert cells == {(title, row + 2, "ABCDEFGHI"[place]) for title, row, place, _ in faults}
    assert (tried["faults"], refused["written"]) == (refused["faults"], 0)
    file = office.fill(kind, rows)
    count = sum(len(sheet) for sheet in rows.values())
    brought = office.told(who, "import", kind, file, *programme)
    assert (brought["written"], brought["faults"]) == (count, [])
    again = office.told(who, "import", kind, file, *programme)
    assert (again["written"], sum(again["known"].values()), again["faults"]) == (0, count, [])


@pytest.fixture
def begun(office: Office) -> Office:
    """After the morning: all five workbooks are in."""
    sheets = next(iter(DOSSIERS)), next(iter(CERTIFICATES))
    bring(
        office,
        "quantri",
        "organisations",
        ORGANISATIONS,
        ("Cơ quan", 0, 2, "Sở"),
        ("Đầu mối liên hệ", 0, 5, "31/02/2024"),
    )
    office.done("vanphong", "season", "open", PROGRAMME)
    bring(
        office,
        "vanphong",
        "products",
        PRODUCTS,
        ("Chủ thể", 0, 3, "Hợp tác"),
        ("Sản phẩm", 1, 6, "Nghĩa Nơi Nào"),
        ("Sản phẩm", 3, 2, None),
    )
    bring(office, "vanphong", "certificates", CERTIFICATES, (sheets[1], 0, 2, 6))
    bring(
        office,
        "vanphong",
        "dossiers",
        DOSSIERS,
        (sheets[0], 2, 2, "Ý tưởng sản phẩm: Cấp xã rà"),
        (sheets[0], 0, 4, "09/04/2024"),
    )
    office.done("vanphong", "season", "open", PROGRAMME)
    return office


def test_what_came_in_is_where_it_was_on_paper(begun: Office) -> None:
    rows = begun.told("vanphong", "dossier", "list", "--sort", "code")["rows"]
    tasks = [row["state"] for row in rows if row["workflow"] == "plan_task"]
    assert tasks == ["task.planned"] * 10
    at = {(row["product"], row["workflow"]): row["state"] for row in rows if row["product"]}
    assert at == {
        ("SP-02", "certificate"): "certificate.valid",
        ("SP-01", "season"): "evaluation.under_evaluation",
        ("SP-01", "evaluation_148"): "district.received",
        ("SP-03", "season"): "idea.screening",
        ("SP-02", "season"): "propaganda.candidate",
        ("SP-04", "season"): "propaganda.candidate",
    }
    assert "Không có khác biệt" in begun.done("vanphong", "history", "verify")


def test_the_week_s_acts_come_from_a_sheet_and_each_row_is_answered(begun: Office) -> None:
    codes = {row["product"]: row["code"] for row in begun.told("xa", "dossier", "list")["rows"]}
    begun.done("xa", "dossier", "acts-template", "week.xlsx")
    book = load_workbook(begun.folder / "week.xlsx")
    sheet = book.worksheets[0] if book.worksheets[0].title != "Hướng dẫn" else book.worksheets[1]
    heads = {str(cell.value).rstrip(" *"): place for place, cell in enumerate(sheet[1], 1)}
    act = next(place for head, place in heads.items() if head.startswith("Việc"))
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value == codes["SP-03"]:
            sheet.cell(row, act, "Trả lại để hoàn thiện")
        if sheet.cell(row, 1).value == codes["SP-04"]:
            sheet.cell(row, act, "choose")
    book.save(begun.folder / "week.xlsx")
    result = begun.run("xa", "dossier", "fire-sheet", "week.xlsx", "--yes", "--out", "answered.xlsx")
    assert result.exit_code == 3
    told = [cell for row in load_workbook(begun.folder / "answered.xlsx")[sheet.title].values for cell in row if cell]
    assert "Đã ghi" in told
    assert any("ghi chú" in str(cell).lower() or "lý do" in str(cell).lower() for cell in told)
    states = {row["product"]: row["state"] for row in begun.told("xa", "dossier", "list")["rows"]}
    assert states == {"SP-03": "idea.screening", "SP-04": "idea.drafting"}


def test_lists_go_out_and_come_back_without_a_difference(begun: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"organisations": "quantri", "products": "vanphong", "certificates": "vanphong", "dossiers": "vanphong"}
    for kind, who in kinds.items():
        programme = [PROGRAMME] if kind in {"certificates", "dossiers"} else []
        begun.done(who, "export", kind, f"out-{kind}.xlsx", *(programme if kind == "dossiers" else []))
        back = begun.told(who, "import", kind, f"out-{kind}.xlsx", *programme)
        assert (back["faults"], back["warnings"], back["written"]) == ([], [], 0), kind
    monkeypatch.setenv("OCOP_DATA", str(begun.folder / "other"))
    other = found(begun.folder)
    other.done("quantri", "import", "organisations", "out-organisations.xlsx")
    other.done("vanphong", "season", "open", PROGRAMME)
    for kind in ("products", "certificates", "dossiers"):
        programme = [PROGRAMME] if kind != "products" else []
        other.done("vanphong", "import", kind, f"out-{kind}.xlsx", *programme)
    for kind, who in kinds.items():
        other.done(who, "export", kind, f"again-{kind}.xlsx", *([PROGRAMME] if kind == "dossiers" else []))
        assert contents(begun.folder / f"again-{kind}.xlsx") == contents(begun.folder / f"out-{kind}.xlsx"), kind


def contents(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.values) for sheet in load_workbook(file).worksheets}


def test_every_list_is_written_as_a_workbook(begun: Office) -> None:
    begun.done("vanphong", "product", "add", "SP-05", "CT-4300100001", "=Tỏi", "--sector", "food", "--area", "21244")
    lists = {"product list": 5, "producer list": 2, "establishment list": 1, "dossier list": 16}
    for words, rows in lists.items():
        name = f"{words.replace(' ', '-')}.xlsx"
        begun.done("vanphong", *words.split(" "), "--xlsx", name)
        sheet = load_workbook(begun.folder / name).worksheets[0]
        assert (sheet.max_row - 1, sheet.freeze_panes, bool(sheet.auto_filter.ref)) == (rows, "A2", True)
    names = [row[1] for row in load_workbook(begun.folder / "product-list.xlsx").worksheets[0].values]
    assert "=Tỏi" in names
    assert names.index("Ăn vặt khoai lang") < names.index("Đường phèn") < names.index("Ớt xiêm")
