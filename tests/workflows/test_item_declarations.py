"""Dossiers about no product, items, groups and calendars as they are declared: what is wrong is told at its place."""

import shutil
from pathlib import Path

import pytest

from cycle.checking import check_folder
from cycle.reading import read_text
from tests.workflows.declared import CALENDAR, PROGRAMME, Case, changed, is_told, read_texts, told
from tests.workflows.item_cases import CALENDAR_TEXT, NAMES, SHAPE, TASK, whole
from workflows.definition import ValueRule
from workflows.naming import GuardUse, Who
from workflows.problems import Place, Problem
from workflows.programme import Group, Item
from workflows.reading import read_rules
from workflows.source import Source

EXAMPLE = Path(__file__).parents[2] / "docs/examples/craft-villages"
LIST = "organisations/province.yaml"


@pytest.mark.parametrize("case", [*SHAPE, *NAMES], ids=lambda case: f"{case[0]}-{case[3][:40]}")
def test_what_is_wrong_is_told_at_its_place_with_the_nearest_name(case: Case) -> None:
    is_told(case, whole())


def test_a_dossier_about_no_product_is_read_with_its_items_and_groups() -> None:
    rules, problems = read_texts(whole())
    assert rules is not None, told(problems)
    task, programme = rules.definitions["task"], rules.programmes["HERE2024"]
    assert (task.titled, task.numbered) == ("content", "number")
    assert task.states["task.planned"].owes[0] == Who("commune", "of_lead")
    assert task.recorded["lead"] == ValueRule("lead", "organisations", "any", optional=False)
    assert task.recorded["reported"] == ValueRule("reported", "tally", "lead", optional=False)
    needs = [use for use in task.moves["task.planned", "report"].guards if use.guard != "paper"]
    assert needs == [
        GuardUse("covered", {"value": "lead", "by": "reported"}),
        GuardUse("running", {"deadline": "completion"}),
        GuardUse("ended_well", {"value": "previous", "finals": ("noted",)}),
    ]
    assert isinstance(programme.groups["communes"], Group)
    assert programme.groups["communes"].members == ("XA-1", "XA-2")
    assert programme.items[0] == Item(
        "T1", "task", {"content": "Rà soát", "lead": ["communes"], "term": "2024-Q2"}, "mục 1", None
    )


def test_a_wrong_value_of_an_item_is_told_beside_what_is_wrong_with_its_workflow() -> None:
    texts, place = changed(PROGRAMME, "term: 2024-Q2", "term: ¦2024-13", whole())
    texts, wrong = changed(TASK, "initial: task.planned", "initial: ¦task.plannd", texts)
    _, problems = read_texts(texts)
    assert {(one.code, one.place) for one in problems} >= {("item_value_wrong", place), ("state_unknown", wrong)}


def problems_of(path: str, text: str) -> list[Problem]:
    """What is told of a folder that is read as a publication is: without asking a library."""
    sources: dict[str, Source] = {}
    for name, one in {**whole(), path: text}.items():
        source, _ = read_text(name, one)
        assert source is not None
        sources[name] = source
    return read_rules(sources, {})[1]


def test_a_publication_whose_days_were_not_taken_from_the_library_is_refused_at_the_year() -> None:
    found = problems_of(CALENDAR, CALENDAR_TEXT)
    assert [(one.code, one.place) for one in found] == [("calendar_unexpanded", Place(CALENDAR, 5, 11))]


def test_days_of_a_library_without_its_name_are_refused_at_their_key() -> None:
    text = "calendar: vietnam\nyears:\n  - year: 2024\n    status: confirmed\n    from_library: {days_off: []}\n"
    found = problems_of(CALENDAR, text)
    assert [(one.code, one.place) for one in found] == [("library_not_named", Place(CALENDAR, 5, 5))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "villages"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("members: [XA-1]", "members: [¦XA-9]"),
        ("lead: [communes, TINH-NN]", "lead: [communes, ¦TINH-N]"),
        ("organisation: TINH\n", "organisation: ¦TINHS\n"),
    ],
)
def test_an_organisation_that_nothing_declares_is_told_where_it_is_named(folder: Path, old: str, new: str) -> None:
    path = "programmes/cv-2026/programme.yaml"
    marked = (folder / path).read_text(encoding="utf-8").replace(old, new)
    (folder / path).write_text(marked.replace("¦", ""), encoding="utf-8")
    before = marked.split("¦")[0]
    place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    found = check_folder(folder).problems
    assert [(one.code, one.place) for one in found] == [("organisation_not_seeded", place)]


def test_an_organisation_in_two_files_is_told(folder: Path) -> None:
    shutil.copy(folder / LIST, folder / "organisations/again.yaml")
    found = check_folder(folder).problems
    assert {one.code for one in found} == {"organisation_seeded_twice"}
    assert {one.params["name"] for one in found} == {"TINH", "TINH-NN", "XA-1"}
