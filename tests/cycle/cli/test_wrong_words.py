"""What is typed wrong is told in words, without a traceback, a raw code or an empty hint."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from cycle.cli.asking.spoken import CAPITALS
from cycle.texts import Texts
from tests.cycle.cli.conftest import Ocop, Province
from tests.cycle.cli.test_lists_as_workbooks import leaves


def other_book(file: Path) -> None:
    book = Workbook()
    book.create_sheet("khác", 0).append(["a", "b"])
    book.save(file)


def test_a_sheet_of_acts_that_is_another_workbook_is_told_and_copied_nowhere(season: Province) -> None:
    other_book(season.folder / "khác.xlsx")
    result = season.by("to_chuc", "dossier", "fire-sheet", "khác.xlsx", "--yes")
    assert result.exit_code == 1
    assert "Thiếu trang “Việc cần ghi”" in result.stdout
    assert "Lỗi của phần mềm" not in result.stderr
    assert [file.name for file in season.folder.glob("*.xlsx")] == ["khác.xlsx"]


@pytest.mark.parametrize("day", ["9999-12-31", "31/12/2200", "0001-01-01", "31/12/1899"])
@pytest.mark.parametrize("line", [("round", "list"), ("round", "show", "T-09-2026"), ("season", "show", "QNG2024")])
def test_a_day_out_of_all_reach_is_a_typing_mistake(ocop: Ocop, line: tuple[str, ...], day: str) -> None:
    result = ocop.run("--lang", "vi", *line, "--at", day)
    assert result.exit_code == 2
    assert "từ 1900 đến 2199" in result.stderr


@pytest.mark.parametrize("day", ["31/02/2026", "2026-13-01", "hôm nay", ""])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_day_is_told_as_no_day(ocop: Ocop, day: str, language: str) -> None:
    result = ocop.run("--lang", language, "round", "list", "--at", day)
    assert result.exit_code == 2
    assert {"vi": "không phải là ngày", "en": "is not a day"}[language] in result.stderr


def test_days_at_the_ends_are_days(season: Province) -> None:
    for day in (date(2199, 12, 31), date(2024, 1, 1)):
        assert season.by("to_chuc", "round", "show", "T-09-2026", "--at", day.isoformat()).exit_code == 2
        assert season.by("to_chuc", "round", "list", "--at", day.isoformat()).exit_code == 0


def test_an_unknown_round_without_a_near_one_has_no_empty_hint(season: Province) -> None:
    told = season.by("to_chuc", "round", "show", "XYZ-KHÔNG").stderr
    assert "Không có đợt “XYZ-KHÔNG”. Hãy xem" in told


def test_a_run_that_is_not_there_is_not_found(season: Province) -> None:
    for line in (("law", "revert", "LAW-9", "--note", "x"), ("law", "show", "LAW-9")):
        assert season.by("to_chuc", *line).exit_code == 2, line


def test_what_is_no_workbook_is_named_in_words(season: Province) -> None:
    (season.folder / "chữ.xlsx").write_text("xin chào", encoding="utf-8")
    told = season.by("to_chuc", "criteria", "wording", "chữ.xlsx", "--check", "--criteria", "qd26_2026").stderr
    assert "mà là văn bản thuần" in told


def test_whatever_stands_for_a_value_is_vietnamese() -> None:
    texts = Texts("vi")
    told = {word for _, one in leaves() for param in one.params for word in CAPITALS.findall(param.metavar or "")}
    assert {word for word in told if not texts.word(f"metavar.{word}", "")} == set()


@pytest.mark.parametrize("line", [("product", "list", "--text", "zzq"), ("law", "list"), ("session", "list")])
def test_a_list_without_rows_says_so(season: Province, line: tuple[str, ...]) -> None:
    result = season.by("to_chuc", *line)
    assert (result.exit_code, "Không có dòng nào phù hợp." in result.stderr) == (0, True)
    assert "trang 1/1" not in result.stderr
    assert "Không có dòng nào" not in season.by("to_chuc", "--json", *line).output


def test_a_code_that_is_none_is_told_by_what_it_stands_for(season: Province) -> None:
    told = season.by("quan_tri", "organisation", "add", "a b", "X", "commune", "--successor", "c d").stderr
    assert "“mã” có ký tự U+0020" in told
    assert "“cơ quan kế thừa” có ký tự U+0020" in told
