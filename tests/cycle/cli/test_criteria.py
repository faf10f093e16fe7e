"""`ocop criteria`: the sets that are declared, and the official wording that an office loads beside our labels."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cycle.wordings import wanted
from tests.cycle.cli.conftest import Ocop
from tests.workflows.criteria_cases import AGAIN, ALONE, FOLDER, MARKS, whole
from tests.workflows.declared import read_texts

FILE = f"{FOLDER}wording.yaml"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with small criteria, of which no wording is loaded."""
    folder = tmp_path / "small"
    for path, text in whole().items():
        if path != FILE:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_sets_are_listed_and_shown_with_labels_of_the_language(ocop: Ocop, small: Path) -> None:
    (row,) = ocop.json("criteria", "list", "--config", str(small))
    assert (row["criteria"], row["number"], row["count"], row["options"], row["wording_missing"]) == (
        "small",
        1,
        3,
        4,
        2,
    )
    shown = ocop.run("--lang", "en", "criteria", "show", "1", "--config", str(small))
    assert shown.exit_code == 0
    assert "In the province" in shown.stdout
    assert "Forged" in shown.stdout
    assert "concise labels" in shown.stderr
    told = ocop.json("criteria", "show", "1", "--config", str(small))
    assert [one["points"] for one in told["options"] if one["criterion"] == "1.1"] == [10, 40]


def test_a_set_or_criteria_that_are_not_there_are_refused(ocop: Ocop, small: Path) -> None:
    for words, said in (
        (("show", "9"), "9"),
        (("show", "1", "--criteria", "smal"), "small"),
        (("list", "--criteria", "smal"), "small"),
    ):
        wrong = ocop.run("criteria", *words, "--config", str(small))
        assert (wrong.exit_code, said in wrong.stderr) == (2, True), wrong.stderr


def test_the_wording_of_a_filled_template_is_written_and_shown_instead_of_the_labels(ocop: Ocop, small: Path) -> None:
    given = ocop.run("criteria", "wording", "--template", "mẫu.xlsx", "--config", str(small))
    assert given.exit_code == 0, given.stderr
    assert f"ocop criteria wording mẫu.xlsx --config {small}" in given.stdout.replace("'", "")
    fill(Path("mẫu.xlsx"), {MARKS[0]: ALONE, MARKS[2]: AGAIN})

    loaded = ocop.run("--lang", "en", "criteria", "wording", "mẫu.xlsx", "--config", str(small))

    # The text of the other spelling is used by no option, and still asked for.
    assert loaded.exit_code == 1
    assert "2 of 3 texts found; 1 are still missing" in loaded.stdout
    (row,) = ocop.json("criteria", "list", "--config", str(small))
    assert row["wording_missing"] == 0
    assert ALONE in ocop.run("criteria", "show", "1", "--config", str(small)).stdout


def test_a_text_that_differs_is_refused_whole_unless_somebody_says_why(ocop: Ocop, small: Path) -> None:
    ocop.run("criteria", "wording", "--template", "m.xlsx", "--config", str(small))
    fill(Path("m.xlsx"), {MARKS[0]: ALONE, MARKS[2]: "Trồng ở tỉnh khác"})

    refused = ocop.run("--lang", "en", "criteria", "wording", "m.xlsx", "--config", str(small))
    assert refused.exit_code == 1
    assert "differs from the transcript: set 1, 1.1: In the province" in refused.stdout
    assert not (small / FILE).exists()

    taken = ocop.run("criteria", "wording", "m.xlsx", "--config", str(small), "--although-different", "Bản đính chính")
    assert taken.exit_code == 1
    assert "Bản đính chính" in (small / FILE).read_text(encoding="utf-8")
    assert "Có 1 nguyên văn khác bản chép, vẫn nhận với lý do: Bản đính chính" in taken.stdout
    assert ocop.json("criteria", "list", "--config", str(small))[0]["wording_missing"] == 0


def test_a_row_whose_fingerprint_is_damaged_is_named_and_the_others_are_taken(ocop: Ocop, small: Path) -> None:
    ocop.run("criteria", "wording", "--template", "m.xlsx", "--config", str(small))
    fill(Path("m.xlsx"), {MARKS[0]: ALONE, MARKS[2]: AGAIN})
    edit(Path("m.xlsx"), "D3", "hỏng")
    loaded = ocop.run("criteria", "wording", "m.xlsx", "--config", str(small))
    assert (loaded.exit_code, (small / FILE).exists()) == (1, True)
    assert "không nhận ra dòng 3" in loaded.stdout
    assert "“hỏng”" in loaded.stdout
    (row,) = ocop.json("criteria", "wording", "m.xlsx", "--config", str(small), "--check")["not_recognised"]
    assert (row["row"], row["fingerprint"]) == (3, "hỏng")


@pytest.mark.parametrize("cell", ["A1", "D1", "E1"])
def test_a_workbook_with_other_headings_is_refused(ocop: Ocop, small: Path, cell: str) -> None:
    ocop.run("criteria", "wording", "--template", "m.xlsx", "--config", str(small))
    fill(Path("m.xlsx"), {MARKS[0]: ALONE})
    edit(Path("m.xlsx"), cell, "Cột khác")
    refused = ocop.run("criteria", "wording", "m.xlsx", "--config", str(small))
    assert (refused.exit_code, "Cột khác" in refused.stderr) == (3, True), refused.output
    assert not (small / FILE).exists()


@pytest.mark.parametrize("name", ["quyết định.txt", "q.json"])
def test_a_decision_as_text_or_json_is_searched_for_its_texts(ocop: Ocop, small: Path, name: str) -> None:
    texts = ["Phụ lục", f"□ {ALONE}", "Trồng trong", "tỉnh. ***"]
    plain = "\n".join(texts)
    Path(name).write_text(json.dumps([plain, ALONE, {"x": AGAIN}]) if name == "q.json" else plain, encoding="utf-8")

    checked = ocop.json("criteria", "wording", name, "--config", str(small), "--check")
    assert (checked["found"], checked["missing"]) == (2, [MARKS[1]])
    assert not (small / FILE).exists()
    assert ocop.json("criteria", "wording", name, "--config", str(small))["result"] == "done"
    more = "\n".join([plain, "Trồng trong tỉnh"])
    Path("more.txt").write_text(more, encoding="utf-8")
    assert ocop.run("criteria", "wording", "more.txt", "--config", str(small)).exit_code == 0


def test_what_cannot_be_read_changes_nothing(ocop: Ocop, small: Path) -> None:
    Path("bad.txt").write_bytes(b"\xff\xfe\x00")
    Path("bad.json").write_text("{", encoding="utf-8")
    Path("bad.xlsx").write_bytes(b"no workbook")
    for name in ("bad.txt", "bad.json", "bad.xlsx", "nothing.txt"):
        wrong = ocop.run("criteria", "wording", name, "--config", str(small))
        assert wrong.exit_code in (2, 3), (name, wrong.stderr)
        assert "Traceback" not in wrong.stderr
    assert ocop.run("criteria", "wording", "--config", str(small)).exit_code == 2
    assert not (small / FILE).exists()


def test_the_shipped_folder_is_never_written_to(ocop: Ocop) -> None:
    Path("one.txt").write_text("Đơn giản\n", encoding="utf-8")
    wrong = ocop.run("--lang", "en", "criteria", "wording", "one.txt")
    assert wrong.exit_code == 2
    assert "config export" in wrong.stderr


def test_every_text_is_asked_for_once() -> None:
    rules, _ = read_texts(whole())
    assert rules is not None
    assert [one.text for one in wanted(rules.criteria["small"])] == [MARKS[0], MARKS[2], MARKS[1]]


def edit(file: Path, cell: str, text: str) -> None:
    book = load_workbook(file)
    book.worksheets[0][cell] = text
    book.save(file)


def fill(file: Path, texts: dict[str, str]) -> None:
    book = load_workbook(file)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if row[3].value in texts:
            row[4].value = texts[str(row[3].value)]
    book.save(file)
