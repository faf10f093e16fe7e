"""A request for completion names every paper that is lacking: on the screen and in the letter to the producer."""

from pathlib import Path

import pytest

from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, brought

LATER = "2027-06-15T09:00+07:00"
LACKING = "Phiếu kết quả kiểm nghiệm: hết hạn ngày"


@pytest.fixture
def received(ocop: Ocop, sqlite_template: Path, clock: TestClock) -> tuple[Ocop, str]:
    """A dossier at the province whose test report has run out by LATER, and its code."""
    return ocop, brought(ocop, sqlite_template, clock, "province.received")


def run(ocop: Ocop, *words: str, status: int = 0, account: str = "to_chuc") -> str:
    result = ocop.run("--now", LATER, "--as", account, *words)
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


def ask(ocop: Ocop, dossier: str, *words: str, status: int = 0) -> str:
    given = ("--value", f"document={dossier}/office_notice/1", "--note", "Hoàn thiện hồ sơ")
    return run(ocop, "dossier", "fire", dossier, "ask_supplement", *given, *words, status=status)


def test_all_that_is_lacking_is_named_on_the_screen_and_in_the_letter(received: tuple[Ocop, str]) -> None:
    ocop, dossier = received
    assert LACKING in ask(ocop, dossier, "--preview")
    ask(ocop, dossier)
    assert f"Giấy tờ phải hoàn thiện {LACKING}" in run(ocop, "dossier", "show", dossier)


def test_what_was_asked_for_is_missing_until_it_is_handed_in(received: tuple[Ocop, str]) -> None:
    ocop, dossier = received
    ask(ocop, dossier)
    listed = run(ocop, "paper", "missing", "--size", "50", "--json")
    assert '"test_report"' in listed
    assert f"{dossier}" in listed
    assert "Thiếu giấy tờ 1" in run(ocop, "board", "QNG2026")


def test_a_second_request_may_not_bring_up_something_else_without_its_reason(received: tuple[Ocop, str]) -> None:
    ocop, dossier = received
    ask(ocop, dossier)
    run(ocop, "dossier", "fire", dossier, "supply", account="chu_the")
    more = ("--value", "more=Ảnh bao bì")
    assert "lý do nêu chậm" in ask(ocop, dossier, *more, status=3)
    with_reason = ask(ocop, dossier, *more, "--value", "late_reason=Mẫu nhãn mới ban hành", status=3)
    assert "lý do nêu chậm" not in with_reason
    assert "Hãy nộp giấy tờ của lần này" in with_reason
