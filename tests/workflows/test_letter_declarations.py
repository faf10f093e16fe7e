"""Letters as they are declared: whom they tell what, and what is wrong with them, at its place and all at once."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cycle.checking import check_folder
from cycle.configuration import Configuration, read_configuration
from cycle.reading import read_file
from tests.workflows.declared import PROGRAMME, SEASON, Case, changed, is_told, read_texts, sound_rules, told
from tests.workflows.letter_cases import LETTERS, NAMES, SHAPE, templates, whole
from workflows.naming import Text, Who
from workflows.problems import Place, Problem
from workflows.programme import Letter, Letters
from workflows.reading import read_definition
from workflows.source import Source

SHIPPED = Path(__file__).parents[2] / "config"


@pytest.mark.parametrize("case", [*SHAPE, *NAMES], ids=lambda case: f"{case[0]}-{case[3][:40]}")
def test_what_is_wrong_is_told_at_its_place_with_the_nearest_name(case: Case) -> None:
    base = whole()
    if case[0] == "nearing_before_soon":
        base[PROGRAMME] = base[PROGRAMME].replace("nearing_days: 10", "nearing_days: 1")
    is_told(case, base)


def test_letters_are_read_with_those_whom_they_reach() -> None:
    rules, problems = read_texts(whole())
    assert rules is not None, told(problems)
    letters = rules.programmes["HERE2024"].letters
    assert letters is not None
    assert replace(letters, letters={}) == Letters(
        Text("Văn phòng", "Office"),
        "HERE",
        {},
        "vi",
        "08:00",
        "16:30",
        1,
        2,
        10,
        {"rejected": "told", "expiring": "asked"},
    )
    asked = (Who("owing", ""), Who("coordinators", ""))
    assert letters.letters["asked"] == Letter(
        "asked", "reminder", Text("Nhắc việc", "Reminder"), asked, "asked", "week", 5
    )
    assert letters.letters["told"].to == (Who("producer", "own"), Who("commune", "of_product", otherwise=True))
    assert (letters.letters["heard"].template, letters.letters["heard"].group) == ("told", "none")
    season = rules.definitions["season"]
    assert season.moves["idea.screening", "return"].letters == ("told", "heard")
    assert season.deadlines["screening"].letters == {"remind": "asked", "extended": "told", "released": "raised"}
    assert rules.templates == templates()


def test_what_is_left_out_has_its_usual_value() -> None:
    texts = whole()
    for line in LETTERS.splitlines()[3:6]:
        texts[PROGRAMME] = texts[PROGRAMME].replace(f"{line}\n", "")
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)
    letters = rules.programmes["HERE2024"].letters
    assert letters is not None
    usual = (letters.opens, letters.closes, letters.weekly, letters.soon_days, letters.nearing_days, letters.papers)
    assert usual == ("07:30", "17:00", 0, 3, 14, {"rejected": "told", "expiring": "asked"})


def test_everything_wrong_with_letters_in_all_files_is_told_at_once() -> None:
    texts, first = changed(SEASON, "{remind: asked, ", "{remind: ¦aksed, ", whole())
    texts, second = changed(SEASON, "letter: [told, heard]", "letter: [told, ¦raised]", texts)
    texts, third = changed(PROGRAMME, "to: [owing, secretariat]", "to: [owing, ¦secretary]", texts)
    texts, fourth = changed(PROGRAMME, "soon_days: 2", "soon_days: ¦two", texts)
    del texts["letters/daily.en.html"]
    _, problems = read_texts(texts)
    lacking = next(one for one in problems if one.code == "letter_without_template")
    assert lacking.params == {"name": "daily", "files": "letters/daily.en.html"}
    assert [(one.code, one.place) for one in problems] == [
        ("not_integer", fourth),
        ("audience_unknown", third),
        ("letter_without_template", lacking.place),
        ("letter_to_superior", second),
        ("letter_unknown", first),
    ]


def test_a_workflow_that_names_letters_needs_a_programme_that_has_some() -> None:
    texts = whole()
    texts[PROGRAMME] = texts[PROGRAMME].replace(LETTERS, "")
    texts = {path: text for path, text in texts.items() if not path.startswith("letters/")}
    place = changed(SEASON, "letter: [told, heard]", "letter: [¦told, heard]", texts)[1]
    _, problems = read_texts(texts)
    found = [one for one in problems if one.place.file == SEASON]
    assert found == [Problem(place, "letters_none", {"name": "told", "programme": "HERE2024"})]


def test_letters_that_cannot_be_read_make_no_name_unknown() -> None:
    texts, place = changed(PROGRAMME, LETTERS, "letters: ¦none\n", whole())
    _, problems = read_texts(texts)
    assert [(one.code, one.place) for one in problems] == [("not_mapping", place)]


def test_a_text_that_serves_no_letter_is_told_but_for_layouts_and_what_others_stand_on() -> None:
    texts = {**whole(), "letters/layout_x.vi.txt": "?", "letters/lines.vi.html": "?"}
    _, problems = read_texts(texts)
    assert [(one.code, one.place) for one in problems] == [
        ("template_unused", Place("letters/layout_x.vi.txt")),
        ("template_unused", Place("letters/lines.vi.html")),
    ]


def test_a_pinned_workflow_is_held_against_the_letters_of_the_programmes() -> None:
    found, problems = read_texts(whole())
    assert found is not None, told(problems)
    text = read_sources()[SEASON]
    assert read_definition(text, "", found)[0] is not None
    without = replace(sound_rules(), families=found.families, definitions=found.definitions)
    assert [one.code for one in read_definition(text, "", without)[1]] == ["letters_none"]


def read_sources() -> dict[str, Source]:
    return {path: source for path, text in whole().items() if (source := read_file(path, text)[0])}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped configuration, to be changed."""
    shutil.copytree(SHIPPED, tmp_path / "config")
    return tmp_path / "config"


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(one.code, str(one.place)) for one in check_folder(folder).problems]


def test_the_shipped_letters_are_sound_and_every_text_can_be_written() -> None:
    found = read_configuration(SHIPPED)
    assert isinstance(found, Configuration), told(found)
    assert set(found.rules.templates) == {f"letters/{file.name}" for file in (SHIPPED / "letters").glob("*.*t*")} - {
        f"letters/{file.name}" for file in (SHIPPED / "letters").glob("*.docx")
    }


def test_a_text_that_cannot_be_written_is_told_with_file_and_line(folder: Path) -> None:
    text = folder / "letters" / "extended.vi.txt"
    text.write_text(
        text.read_text(encoding="utf-8") + "\n{% block more %}{{ haed.sender }}{% endblock %}\n", encoding="utf-8"
    )
    line = len(text.read_text(encoding="utf-8").splitlines())
    wrong = folder / "letters" / "decided.en.html"
    wrong.write_text("{% if %}\n", encoding="utf-8")
    assert codes(folder) == [
        ("template_syntax", "letters/decided.en.html:1:1"),
        ("template_undefined", f"letters/extended.vi.txt:{line}:1"),
    ]


def test_a_secretariat_that_is_no_organisation_is_told_at_its_place(folder: Path) -> None:
    file = folder / "programmes" / "quang-ngai-2024" / "programme.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("secretariat: QNG-SNNPTNT", "secretariat: QNG-SNNPTN"), encoding="utf-8")
    (found,) = check_folder(folder).problems
    assert (found.code, found.nearest) == ("organisation_not_seeded", "QNG-SNNPTNT")
    assert found.place.line == text[: text.index("secretariat: QNG")].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("owed.vi.txt", b"a\x00b", "yaml_control"),
        ("owed.vi.txt", "\u200bẩn".encode(), "yaml_control"),
        ("owed.vi.html", b"\xff\xfe", "yaml_utf8"),
        ("owed.en.txt", b"x" * 1_000_001, "yaml_size"),
        ("Owed.vi.txt", b"x", "file_unknown"),
        ("owed.fr.txt", b"x", "file_unknown"),
        ("owed.vi.md", b"x", "file_unknown"),
    ],
)
def test_a_text_is_plain_utf_8_under_a_name_that_belongs_there(
    folder: Path, name: str, given: bytes, code: str
) -> None:
    (folder / "letters" / name).write_bytes(given)
    assert code in {told for told, place in codes(folder) if place.startswith(f"letters/{name}")}


def test_forms_of_official_reminders_are_passed_over(folder: Path) -> None:
    (folder / "letters" / "formal.docx").write_bytes(b"PK")
    assert codes(folder) == []


def test_windows_line_ends_and_a_byte_order_mark_make_no_other_text(folder: Path) -> None:
    file = folder / "letters" / "owed.vi.txt"
    before = read_configuration(folder)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    after = read_configuration(folder)
    assert isinstance(before, Configuration)
    assert isinstance(after, Configuration)
    assert after.rules.templates == before.rules.templates
