"""`ocop dossier path`: the way to the round on the screen, for programs, as a workbook; its exit statuses."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, brought


@pytest.fixture
def proposed(ocop: Ocop, sqlite_template: Path, clock: TestClock) -> tuple[Ocop, str]:
    """An office in June 2026 with one dossier that the commune checks, and its code."""
    return ocop, brought(ocop, sqlite_template, clock, "province.received")


def asked(ocop: Ocop, day: str, *words: str, status: int = 0) -> str:
    result = ocop.run("--now", f"{day}T09:00+07:00", "--as", "to_chuc", *words)
    assert result.exit_code == status, result.output
    return result.stdout


def test_the_way_is_told_with_days_people_and_reasons(proposed: tuple[Ocop, str]) -> None:
    ocop, dossier = proposed
    told = asked(ocop, "2026-10-08", "dossier", "path", dossier)
    assert "Đợt 02 năm 2026 cấp tỉnh (T-02-2026), đánh giá chậm nhất 29/12/2026; 26/2026/QĐ-TTg, Điều 5.1" in told
    (line,) = [one for one in told.splitlines() if "Chuyển Tổ tư vấn đánh giá hồ sơ" in one]
    assert line.split()[:4] == ["14/12/2026", "thứ", "Hai", "18/06/2026"]
    assert "Sở Nông nghiệp và Môi trường tỉnh" in line
    assert "đã quá hạn “Kiểm tra hồ sơ” 112 ngày, cần làm ngay; sau đó còn 15 ngày" in line
    assert "Kiểm tra hồ sơ: hạn cuối 18/06/2026, đã quá 112 ngày" in told
    assert "GIẢ THIẾT VỀ KẾT QUẢ CỦA HỘI ĐỒNG" in told


def test_only_those_who_hurry_are_in_time(proposed: tuple[Ocop, str]) -> None:
    ocop, dossier = proposed
    assert "chỉ kịp khi các bên làm xong trước thời hạn của mình" in asked(
        ocop, "2026-12-28", "dossier", "path", dossier
    )


def test_statuses_tell_apart_the_round_a_later_one_and_none(proposed: tuple[Ocop, str]) -> None:
    ocop, dossier = proposed
    late = asked(ocop, "2027-01-04", "dossier", "path", dossier, status=1)
    assert "đợt T-02-2026" in late
    assert "đã quá 6 ngày" in late
    assert "Đợt 01 năm 2027 cấp tỉnh" in late
    none = asked(ocop, "2026-10-08", "dossier", "path", dossier, "--round", "TW-01-2026", status=3)
    assert "Đợt TW-01-2026 không phải là đợt mà hồ sơ này đi tới." in none
    for words in (("QNG2026-9999",), (dossier, "--round", "T-99-2026")):
        asked(ocop, "2026-10-08", "dossier", "path", *words, status=2)


def test_programs_and_workbooks_have_the_same_lines(proposed: tuple[Ocop, str]) -> None:
    ocop, dossier = proposed
    told = json.loads(asked(ocop, "2026-10-08", "--json", "dossier", "path", dossier))
    assert told["in_time"] is True
    assert told["reached"]["code"] == "T-02-2026"
    assert [(one["kind"], one["for_act"], one["latest"]) for one in told["lines"]] == [
        ("act", "accept_for_review", "2026-12-14"),
        ("act", "complete_review", "2026-12-29"),
        ("act", "record_result", "2026-12-29"),
    ]
    assert told["lines"][0]["owners"][0]["parties"][0]["accounts"] == ["to_chuc"]
    asked(ocop, "2026-10-08", "dossier", "path", dossier, "--xlsx", "duong.xlsx")
    days = [row[0].value for row in load_workbook("duong.xlsx")["VIỆC CẦN LÀM, THEO NGÀY MUỘN NH"]]
    assert [f"{day:%Y-%m-%d}" for day in days[1:]] == [one["latest"] for one in told["lines"]]
