import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cycle.cli.conftest import CONFIG, Ocop, Province

FIRST = "QNG2024-0001"
SPACE = "{http://www.w3.org/2000/svg}"


def read(file: Path) -> ElementTree.Element:
    return ElementTree.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 - what we have written ourselves


def told(root: ElementTree.Element) -> str:
    return root.findtext(f"{SPACE}desc") or ""


@pytest.mark.parametrize("workflow", ["season", "evaluation_148", "evaluation_26", "certificate_26"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_shipped_workflow_is_drawn_and_every_word_on_it_is_there(
    ocop: Ocop, workflow: str, language: str
) -> None:
    result = ocop.run("--lang", language, "workflow", "draw", workflow, "--config", str(CONFIG), "--svg", "a.svg")
    assert result.exit_code == 0, result.output
    assert "a.svg" in result.stderr
    text = (ocop.folder / "a.svg").read_text(encoding="utf-8")
    assert not re.search(r"\bdraw\.|=\?|\{\w", text)


def test_without_a_file_the_picture_goes_to_the_screen_and_is_the_same(ocop: Ocop) -> None:
    ocop.run("workflow", "draw", "season", "--config", str(CONFIG), "--svg", "a.svg")
    shown = ocop.run("workflow", "draw", "season", "--config", str(CONFIG)).stdout
    assert shown == (ocop.folder / "a.svg").read_text(encoding="utf-8")
    assert ocop.json("workflow", "draw", "season", "--config", str(CONFIG))["svg"] == shown


def test_a_file_that_is_there_is_not_written_over(ocop: Ocop) -> None:
    (ocop.folder / "a.svg").write_text("mine")
    result = ocop.run("workflow", "draw", "season", "--config", str(CONFIG), "--svg", "a.svg")
    assert result.exit_code == 2
    assert "a.svg" in result.stderr
    assert (ocop.folder / "a.svg").read_text() == "mine"


def test_a_folder_that_is_not_there_and_an_unknown_workflow_are_named(ocop: Ocop) -> None:
    nowhere = ocop.run("workflow", "draw", "season", "--config", str(CONFIG), "--svg", "no/a.svg")
    assert (nowhere.exit_code, "no" in nowhere.stderr) == (2, True)
    unknown = ocop.run("workflow", "draw", "sesson", "--config", str(CONFIG))
    assert (unknown.exit_code, "season" in unknown.stderr) == (2, True)


def test_the_way_of_a_dossier_is_drawn_with_its_days(season: Province) -> None:
    season.done("xa", "dossier", "fire", FIRST, "choose")
    season.done("to_chuc", "workflow", "draw", "season", "--dossier", FIRST, "--svg", "way.svg")
    root = read(season.folder / "way.svg")
    assert FIRST in (root.findtext(f"{SPACE}title") or "")
    assert "Bước 1: 05/03/2024" in told(root)
    here = [one for one in root.iter(f"{SPACE}g") if one.get("data-state") == "idea.drafting"]
    assert "Hồ sơ đang ở đây" in [text.text for text in here[0].iter(f"{SPACE}text")]


def test_a_dossier_of_another_workflow_and_one_not_open_yet_are_refused(season: Province) -> None:
    other = season.by("to_chuc", "workflow", "draw", "certificate", "--dossier", FIRST)
    assert (other.exit_code, "season" in other.stderr) == (2, True)
    early = season.by("to_chuc", "workflow", "draw", "season", "--dossier", FIRST, "--at", "01/02/2024")
    assert (early.exit_code, "01/02/2024" in early.stderr) == (2, True)


def test_a_dossier_that_an_account_may_not_see_is_not_drawn(season: Province) -> None:
    result = season.by("nobody", "workflow", "draw", "season", "--dossier", FIRST)
    assert result.exit_code != 0
    assert "<svg" not in result.stdout


def test_board_and_funnel_are_drawn_with_their_numbers(season: Province) -> None:
    season.done("to_chuc", "board", "QNG2024", "--svg", "board.svg", "--funnel", "funnel.svg")
    board, funnel = read(season.folder / "board.svg"), read(season.folder / "funnel.svg")
    assert "2 hồ sơ" in told(board)
    assert "Đã tới: 2; hiện đang ở đây: 2" in told(funnel)
    shown = [text.text for text in funnel.iter(f"{SPACE}text")]
    assert shown.count("Đã tới: 0; hiện đang ở đây: 0") == 4


def test_one_file_for_both_pictures_or_one_that_is_there_writes_neither(season: Province) -> None:
    assert season.by("to_chuc", "board", "QNG2024", "--svg", "a.svg", "--funnel", "a.svg").exit_code == 2
    (season.folder / "b.svg").write_text("mine")
    assert season.by("to_chuc", "board", "QNG2024", "--svg", "a.svg", "--funnel", "b.svg").exit_code == 2
    assert not (season.folder / "a.svg").exists()


def test_the_files_drawn_are_named_in_json(season: Province) -> None:
    answer = season.told("to_chuc", "board", "QNG2024", "--svg", "a.svg", "--lang", "en")
    assert answer == {"result": "done", "files": ["a.svg"]}


def test_a_dossiers_way_is_not_drawn_by_a_folder(season: Province) -> None:
    words = ("workflow", "draw", "season", "--dossier", FIRST, "--config", str(CONFIG))
    result = season.by("to_chuc", *words)
    assert (result.exit_code, "--config" in result.stderr, result.stdout) == (2, True, "")


@pytest.mark.parametrize("picture", ["--svg", "--funnel"])
def test_pictures_and_a_workbook_are_not_written_in_one_run(season: Province, picture: str) -> None:
    result = season.by("to_chuc", "board", "QNG2024", picture, "a.svg", "--xlsx", "a.xlsx")
    assert (result.exit_code, "--xlsx" in result.stderr) == (2, True)
    assert not [*season.folder.glob("a.*")]
