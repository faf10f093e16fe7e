"""`ocop round`: the rounds of a programme on the screen, for programs and as a workbook."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, brought


@pytest.fixture
def joined(ocop: Ocop, sqlite_template: Path, clock: TestClock) -> tuple[Ocop, str]:
    """An office in June 2026 with one dossier that has been proposed, and its code."""
    return ocop, brought(ocop, sqlite_template, clock, "province.received")


def asked(ocop: Ocop, *words: str) -> str:
    result = ocop.run("--now", "2026-06-08T09:00+07:00", "--as", "to_chuc", *words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_rounds_are_listed_by_their_cut_off_with_the_days_left(joined: tuple[Ocop, str]) -> None:
    ocop, _ = joined
    lines = [line for line in asked(ocop, "round", "list", "QNG2026").splitlines() if "QNG2026" in line]
    assert [line.split()[1] for line in lines] == ["TW-01-2026", "T-02-2026", "TW-02-2026"]
    assert "Đợt 02 năm 2026 cấp tỉnh" in lines[1]
    assert "29/10/2026" in lines[1]
    assert "đang nhận đề nghị" in lines[1]
    told = json.loads(asked(ocop, "--json", "round", "list", "QNG2026", "--level", "province", "--year", "2027"))
    assert [(one["round"], one["cut_off"], one["days_left"]) for one in told] == [
        ("T-01-2027", "2027-04-29", 325),
        ("T-02-2027", "2027-10-29", 508),
    ]


def test_a_round_shows_its_dossiers_and_what_they_lack_on_a_day(joined: tuple[Ocop, str]) -> None:
    ocop, dossier = joined
    shown = asked(ocop, "round", "show", "T-02-2026")
    assert dossier in shown
    assert "Cơ quan tham mưu cấp tỉnh kiểm tra hồ sơ" in shown
    assert "143" in shown
    told = json.loads(asked(ocop, "--json", "round", "show", "T-02-2026", "--at", "2026-10-29"))
    assert (told["days_left"], told["standing"], told["count"]) == (0, "open", 1)
    assert [one["dossier"] for one in told["dossiers"]] == [dossier]
    asked(ocop, "round", "show", "T-02-2026", "--xlsx", "dot.xlsx")
    cells = [cell.value for sheet in load_workbook("dot.xlsx") for row in sheet for cell in row]
    assert dossier in cells


def test_the_dossier_tells_its_round_with_its_days(joined: tuple[Ocop, str]) -> None:
    ocop, dossier = joined
    shown = " ".join(asked(ocop, "dossier", "show", dossier).split())
    assert "Đợt 02 năm 2026 cấp tỉnh (đề nghị đến hết ngày 29/10/2026, tổ chức đến hết ngày 29/12/2026)" in shown


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("show", "T-03-2026"), 2, "Không có đợt “T-03-2026”"),
        (("list", "TVH2020"), 3, "không khai báo đợt"),
        (("list", "QNG2099"), 2, "QNG2099"),
        (("list", "--year", "1900"), 2, "số nguyên từ 2018 đến 2199"),
        (("list", "--year", "9999"), 2, "số nguyên từ 2018 đến 2199"),
        (("list", "--year", "2025"), 0, "Các đợt có hạn đề nghị từ ngày 22/05/2026 trở đi"),
    ],
)
def test_a_round_that_is_not_there_is_told(
    joined: tuple[Ocop, str], words: tuple[str, ...], status: int, said: str
) -> None:
    result = joined[0].run("--now", "2026-06-08T09:00+07:00", "--as", "to_chuc", "round", *words)
    assert result.exit_code == status
    assert said in " ".join(result.output.split())
