"""The file of a list: what is told of it, what it may be called, and that no half of one is left."""

from pathlib import Path

import pytest

from tests.cycle.cli.conftest import Province


def test_json_beside_a_workbook_tells_the_file_and_how_many_rows(season: Province) -> None:
    told = season.told("to_chuc", "dossier", "list", "--family", "season", "--xlsx", "hồ sơ.xlsx")
    assert told == {
        "result": "done",
        "file": "hồ sơ.xlsx",
        "rows": 2,
        "sheets": [{"title": "Hồ sơ", "rows": 2}],
    }
    assert (season.folder / "hồ sơ.xlsx").is_file()


@pytest.mark.parametrize("option", [("--page", "2"), ("--size", "10"), ("--page", "1")])
def test_a_page_and_a_workbook_are_not_asked_for_together(season: Province, option: tuple[str, str]) -> None:
    result = season.by("to_chuc", "dossier", "list", "--xlsx", "hồ sơ.xlsx", *option)
    assert result.exit_code == 2
    assert "--page" in result.stderr
    assert not (season.folder / "hồ sơ.xlsx").exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("sổ.xls", ".xlsx"),
        ("sổ", "sổ.xlsx"),
        ("không/sổ.xlsx", "không"),
        ("data", "thư mục"),
        ("cũ.xlsx", "không ghi đè"),
    ],
)
def test_a_wrong_place_for_a_workbook_is_refused(season: Province, file: str, said: str) -> None:
    (season.folder / "cũ.xlsx").write_text("cũ")
    result = season.by("to_chuc", "dossier", "list", "--xlsx", file)
    assert result.exit_code == 2
    assert said in result.stderr
    assert (season.folder / "cũ.xlsx").read_text() == "cũ"


def test_an_interrupted_run_leaves_no_half_file(season: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = sorted(Path(season.folder).iterdir())
    monkeypatch.setattr("openpyxl.writer.excel.ExcelWriter.write_data", interrupted)
    assert season.by("to_chuc", "dossier", "list", "--xlsx", "hồ sơ.xlsx").exit_code == 130
    assert sorted(Path(season.folder).iterdir()) == before
