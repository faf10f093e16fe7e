"""Every list may be written as a workbook: all its rows, with real days and numbers."""

import inspect
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cycle.cli import main
from cycle.letters.planning.keys import code_of, report_key
from tests.cycle.cli.conftest import Province
from tests.scene import COMMUNE, PRODUCER, SECRETARIAT_BODY

CLI = Path(__file__).parents[3] / "cycle" / "cli"
SHOWING = re.compile(r"\b(write_list|write_shown)\(|\b_show\(")
# The task of March among those that the season opens beside its products' dossiers.
TASK = "QNG2024-0003"
# The report of the day on which they are listed, once a pass over letters has planned it.
LETTER = code_of(report_key("QNG2024", f"organisation:{SECRETARIAT_BODY}", date(2024, 3, 5)))
COUNCIL, SESSION = "QNG2026-HD01", "QNG2026-PH001"
SEATS = ("chair", "agriculture", "trade", "health", "science", "culture", "ocop_body", "specialised")
# What is no success but written all the same: no round lies ahead of a dossier of 2024.
STATUSES = {"dossier path": 3}
ASKED: dict[str, tuple[str, ...]] = {
    "account list": (),
    "agenda": (COMMUNE,),
    "board": ("QNG2024",),
    "calendar check": (),
    "calendar diff": (),
    "calendar show": (),
    "certificate radar": (),
    "council show": (COUNCIL,),
    "criteria list": (),
    "criteria show": ("26",),
    "deadline explain": (TASK,),
    "deadline list": (),
    "doctor": (),
    "document list": (),
    "document show": ("QNG2024/notice/1",),
    "dossier list": (),
    "dossier path": ("QNG2024-0001",),
    "dossier show": ("QNG2024-0001",),
    "escalation list": (),
    "establishment list": (),
    "history replay": ("QNG2024-0001",),
    "history show": ("QNG2024-0001",),
    "law diff": ("season", "season_2025"),
    "law list": (),
    "law show": (),
    "law try": ("giay-chung-nhan-26",),
    "letter bounces": ("data",),
    "letter contacts": (),
    "letter list": (),
    "letter show": (LETTER,),
    "letter status": (),
    "organisation divided": (),
    "organisation list": (),
    "organisation show": (COMMUNE,),
    "paper list": (),
    "paper missing": ("--within", "528"),
    "producer list": (),
    "producer show": (PRODUCER,),
    "product list": (),
    "product show": ("SP001",),
    "programme list": (),
    "programme show": ("QNG2024",),
    "publication list": (),
    "publication show": (),
    "round list": (),
    "round show": ("T-02-2026",),
    "season show": ("QNG2024",),
    "session list": (),
    "session show": (SESSION,),
    "sheet show": (SESSION, "QNG2024-0001"),
    "status": (),
}
# What needs a result of a council: tests/cycle/cli/test_ranks.py.
ELSEWHERE = {"rank explain"}
DAY, INSTANT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
WRITTEN_DAY = re.compile(r"\d\d/\d\d/\d{4}( \d\d:\d\d:\d\d)?")


def leaves(command: click.Command = main, path: str = "") -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from leaves(below, f"{path} {name}".strip())


def sheets(path: Path) -> list[Worksheet]:
    return list(load_workbook(path).worksheets)


def cells(path: Path) -> Iterator[Cell]:
    for sheet in sheets(path):
        for row in sheet.iter_rows(min_row=2):
            yield from (cell for cell in row if isinstance(cell, Cell))


def column(path: Path, heading: str, sheet: int = 0) -> list[Cell]:
    rows = list(sheets(path)[sheet].iter_rows())
    (place,) = [place for place, cell in enumerate(rows[0]) if cell.value == heading]
    return [cell for row in rows[1:] if isinstance(cell := row[place], Cell)]


def test_every_command_that_lists_writes_workbooks() -> None:
    listing = {
        path
        for path, command in leaves()
        if command.callback and SHOWING.search(inspect.getsource(inspect.unwrap(command.callback)))
    }
    offering = {path for path, command in leaves() if any("--xlsx" in param.opts for param in command.params)}
    assert listing == offering
    assert {path for path, _ in leaves() if path.endswith(" list")} <= offering


def test_tables_are_shown_by_the_listing_code_alone() -> None:
    shows = re.compile(r"^from cycle.cli.telling.output import .*\bwrite_table\b", re.MULTILINE)
    users = [file.name for file in CLI.rglob("*.py") if shows.search(file.read_text(encoding="utf-8"))]
    assert users == ["lists.py"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_list_comes_back_with_days_and_numbers_of_their_kind(season: Province, language: str) -> None:
    season.done("to_chuc", "letter", "send", "--once")
    signed = ("--date", "05/03/2024", "--signer", "A", "--signer-role", "B")
    about = ("--about", "QNG2024-0001", "--number", "1/TB", *signed)
    season.done("to_chuc", "document", "file", "notice", *about, "--file", season.form())
    _hold_session(season)
    for number, (command, words) in enumerate(ASKED.items()):
        file = season.folder / f"{number}.xlsx"
        result = season.by("to_chuc", *command.split(), *words, "--lang", language, "--xlsx", str(file))
        assert (result.exit_code, command) == (STATUSES.get(command, 0), command), result.stderr
        assert file.name in result.stdout
        for cell in cells(file):
            assert not (isinstance(cell.value, str) and WRITTEN_DAY.fullmatch(cell.value)), (command, cell.value)
            assert not cell.is_date or cell.number_format in (DAY, INSTANT)
            assert cell.data_type != "f"
        assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in sheets(file))


def _hold_session(season: Province) -> None:
    """A council of the next programme, and a session of it."""
    season.done("to_chuc", "season", "open", "QNG2026", "--no-dossiers")
    members = [word for seat in SEATS for word in ("--member", f"{seat}=Người {seat}")]
    day = ("--date", "05/03/2024")
    season.done("to_chuc", "council", "form", "QNG2026", "province", "--decision", "9/QĐ-UBND", *day, *members)
    season.done("thu_ky_tinh", "session", "open", COUNCIL, "--day", "05/03/2024")


def test_every_command_that_writes_workbooks_has_been_tried() -> None:
    offering = {path for path, command in leaves() if any("--xlsx" in param.opts for param in command.params)}
    assert offering == set(ASKED) | ELSEWHERE


def test_a_deadline_is_a_real_day_and_an_instant_is_the_clock_of_the_programme(season: Province) -> None:
    season.done("to_chuc", "history", "show", "QNG2024-0001", "--xlsx", "sử.xlsx")
    (recorded,) = column(season.folder / "sử.xlsx", "Nhập lúc")
    assert (recorded.value, recorded.number_format) == (datetime(2024, 3, 5, 9), INSTANT)  # noqa: DTZ001 - a cell has no zone
    (happened,) = column(season.folder / "sử.xlsx", "Ngày")
    assert (happened.value, happened.number_format) == (datetime(2024, 3, 5), DAY)  # noqa: DTZ001 - a cell has no zone
    (seq,) = column(season.folder / "sử.xlsx", "Lần")
    assert (seq.value, seq.data_type) == (1, "n")


def test_all_rows_are_written_in_vietnamese_order(season: Province) -> None:
    names = ["Đường phên", "Dưa hấu", "=1+1", "Ổi", "Ớt", "Ong mật", *(f"Áo {n:02}" for n in range(60))]
    for number, name in enumerate(names, 10):
        about = (f"SP{number:03}", PRODUCER, name, "--sector", "food", "--area", COMMUNE)
        season.done("to_chuc", "product", "add", *about)
    season.done("to_chuc", "product", "list", "--xlsx", "tất cả.xlsx")
    listed = [cell.value for cell in column(season.folder / "tất cả.xlsx", "Tên")]
    assert len(listed) == 68
    told = [row["name"] for row in season.told("to_chuc", "product", "list", "--size", "1000")["rows"]]
    assert listed == told
    assert [one for one in listed if one in {"Dưa hấu", "Đường phên", "Ong mật", "Ổi", "Ớt"}] == [
        "Dưa hấu",
        "Đường phên",
        "Ong mật",
        "Ổi",
        "Ớt",
    ]
    (formula,) = [cell for cell in column(season.folder / "tất cả.xlsx", "Tên") if cell.value == "=1+1"]
    assert formula.data_type == "s"


def test_contacts_come_on_a_sheet_of_their_own_and_keep_the_zeros_of_their_phones(season: Province) -> None:
    about = (COMMUNE, "DM1", "Nguyễn Thị Hoa", "--phone", "0905123456", "--from", "01/02/2024")
    season.done("quan_tri", "organisation", "contact", *about)
    season.done("to_chuc", "organisation", "list", "--xlsx", "cơ quan.xlsx")
    file = season.folder / "cơ quan.xlsx"
    assert [sheet.title for sheet in sheets(file)] == ["Cơ quan, đơn vị", "Đầu mối"]
    (phone,) = column(file, "Điện thoại", sheet=1)
    assert (phone.value, phone.data_type, phone.number_format) == ("0905123456", "s", "@")
    (since,) = column(file, "Từ ngày", sheet=1)
    assert since.is_date


def test_the_board_has_a_sheet_for_each_table(season: Province) -> None:
    season.done("to_chuc", "board", "QNG2024", "--xlsx", "bảng.xlsx")
    titles = [sheet.title for sheet in sheets(season.folder / "bảng.xlsx")]
    assert titles == [
        "Tổng quan",
        "Đang thực hiện",
        "Đã kết thúc",
        "Theo địa phương",
        "Chỉ tiêu",
        "Hồ sơ thiếu giấy tờ",
    ]
    counts = column(season.folder / "bảng.xlsx", "Số hồ sơ", sheet=1)
    assert [cell.value for cell in counts] == [2]


def test_who_sees_less_exports_less(season: Province) -> None:
    told = json.loads(season.done("huyen_khac", "--json", "dossier", "list", "--xlsx", "hồ sơ.xlsx"))
    assert told["rows"] == 2  # the tasks of all districts
    assert [cell.value for cell in next(iter(sheets(season.folder / "hồ sơ.xlsx")))[1]][:2] == ["Mã", "Sản phẩm"]
