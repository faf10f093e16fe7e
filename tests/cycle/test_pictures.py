"""Pictures of a season: every number is there, and no text leaves the sheet, however long the names are."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cycle.configuration import Configuration, read_configuration
from cycle.pictures.asking import needs_of, people
from cycle.pictures.board import draw_board
from cycle.pictures.funnel import draw_funnel
from cycle.pictures.workflow import draw_workflow
from cycle.queries.seasons.board import Blocked, Board
from cycle.queries.seasons.funnel import Funnel, FunnelStage
from cycle.queries.seasons.localities import LocalityRow
from cycle.queries.seasons.positions import Outcome, Position, Spot
from cycle.texts import Texts
from tests.workflows.drawing.pictured import SPACE
from tests.workflows.drawing.test_svg import measured
from workflows.definition import Override, Transition
from workflows.model.guards import GUARD_NAMES
from workflows.naming import GuardUse, Who

CONFIG = Path(__file__).parents[2] / "config"
NAME = "Ủy ban nhân dân thị trấn có tên rất dài để xem chữ có nằm gọn trong cột của nó hay không"
DRAFTING, GONE = Spot("season", "idea", NAME), Spot("season", "closed", "closed.withdrawn")
LATE = 3
BOARD = Board(
    "QNG2024",
    date(2024, 6, 17),
    2700,
    2650,
    LATE,
    12,
    (Position(DRAFTING, None, 2650, LATE, 7), Position(DRAFTING, GONE, 0, 0, 0)),
    (Outcome(GONE, "withdrawn", 50),),
    (LocalityRow("1", NAME, "district", 2700, 2650, LATE, 7, 0, 12, 9),),
    (),
    (Blocked("QNG2024-0001", "QNG2024-0001", ()),),
)
EMPTY = Board("QNG2024", date(2024, 6, 17), 0, 0, 0, 0, (), (), (), (), ())
FUNNEL = Funnel(
    "QNG2024",
    date(2024, 6, 17),
    2700,
    (
        FunnelStage("season", NAME, 2700, 2650, (Outcome(GONE, "withdrawn", 50),)),
        FunnelStage("season", "idea", 0, 0, ()),
    ),
)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - what we have written ourselves


def drawn(language: str) -> list[ElementTree.Element]:
    texts = Texts(language)
    return [parsed(svg) for svg in (draw_board(texts, BOARD), draw_board(texts, EMPTY), draw_funnel(texts, FUNNEL))]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_leaves_the_sheet(language: str) -> None:
    for root in drawn(language):
        width, height = (float(one) for one in str(root.get("viewBox")).split()[2:])
        for text in root.iter(f"{SPACE}text"):
            assert 0 < measured(text)[0] < measured(text)[1] < width, text.text
            assert 0 < float(str(text.get("y"))) < height


def test_late_and_blocked_have_patterns_and_numbers_of_their_own() -> None:
    root = parsed(draw_board(Texts("vi"), BOARD))
    fills = [one.get("fill") for one in root.iter(f"{SPACE}rect")]
    assert fills.count("url(#ocop-late)") == fills.count("url(#ocop-blocked)") == 2
    shown = " ".join(one.text or "" for one in root.iter(f"{SPACE}text"))
    assert all(part in shown for part in ("2650 hồ sơ;", "trễ hạn 3;", "thiếu giấy tờ 7"))


def test_a_screen_reader_is_told_every_row() -> None:
    told = parsed(draw_board(Texts("vi"), BOARD)).findtext(f"{SPACE}desc") or ""
    assert "12/2700 hồ sơ đã có kết quả" in told
    told = parsed(draw_funnel(Texts("en"), FUNNEL)).findtext(f"{SPACE}desc") or ""
    assert "Have come here: 2700; here now: 2650. Ended straight from this stage: 50" in told


def test_the_broader_bar_is_the_stage_that_more_have_reached() -> None:
    root = parsed(draw_funnel(Texts("vi"), FUNNEL))
    stages = {one.get("data-stage"): one for one in root.iter(f"{SPACE}g") if one.get("data-stage")}
    bars = {name: [one for one in group if one.get("fill") == "#9db4c9"] for name, group in stages.items()}
    assert [len(found) for found in bars.values()] == [1, 0]


def test_the_same_numbers_are_drawn_by_the_same_bytes() -> None:
    assert draw_board(Texts("vi"), BOARD) == draw_board(Texts("vi"), BOARD)


def test_the_conditions_under_a_drawing_name_values_by_their_titles() -> None:
    found = read_configuration(CONFIG)
    assert isinstance(found, Configuration)
    definition = found.rules.definitions["evaluation_148"]
    told = draw_workflow(Texts("vi").under(found.rules, definition), definition)
    assert "Số sao = 3" in told
    assert "(stars)" not in told


# A use of each guard, and a word by which its line is known.
USES: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "window": ({"window": "idea"}, "Window: idea"),
    "before": ({"deadline": "resubmission"}, "Until the deadline"),
    "after": ({"deadline": "resubmission"}, "has passed"),
    "paper": ({"one_of": ("form_01",), "count": 2}, "at least 2"),
    "value": ({"value": "stars", "at_least": "3"}, "≥ 3"),
    "minimum_score": ({"minimum": "70"}, "≥ 70"),
    "below_score": ({"below": "50"}, "< 50"),
    "decision_by": ({"role": "office"}, "decision of"),
    "producer_eligible": ({}, "may take part"),
    "children_answered": ({"family": "evaluation"}, "all such have ended"),
    "not_same_person_as": ({"trigger": "vote"}, "somebody else"),
    "running": ({"deadline": "resubmission"}, "is running"),
    "covered": ({"value": "lead", "by": "reported"}, "have acted"),
    "ahead": ({"deadline": "resubmission", "most": 180, "least": 120}, "From 180 to 120 days before"),
    "children_closed": ({"family": "evaluation"}, "All dossiers of the family"),
    "council": ({"outcomes": ("ranked",)}, "concluded: "),
    "given": ({"value": "stars"}, "is recorded"),
    "ended_well": ({"value": "previous", "finals": ("noted",)}, "has ended: noted"),
}


def told_of(**fields: Any) -> str:
    transition = Transition("go", ("a.b",), "a.c", (Who("office", "any"),), **fields)
    return "\n".join(needs_of(Texts("en"), transition))


@pytest.mark.parametrize("guard", sorted(GUARD_NAMES))
def test_no_guard_is_left_out_under_a_drawing(guard: str) -> None:
    params, word = USES[guard]
    told = told_of(guards=(GuardUse(guard, params),))
    assert word in told
    assert "?" not in told


@pytest.mark.parametrize(("bound", "word"), [("most", "At most 9 days before"), ("least", "At least 9 days before")])
def test_one_bound_before_the_end_of_a_deadline_is_told_alone(bound: str, word: str) -> None:
    assert word in told_of(guards=(GuardUse("ahead", {"deadline": "resubmission", bound: 9}),))


def test_of_many_papers_the_number_is_told_and_where_they_are_named() -> None:
    told = told_of(guards=tuple(GuardUse("paper", {"one_of": (name,)}) for name in "abcd"))
    assert told == "Papers: 4 kinds, see ocop workflow explain"


def test_what_follows_from_an_act_and_what_may_be_set_aside_is_told() -> None:
    override = Override((Who("office", "any"),), frozenset({"window", "paper"}))
    told = told_of(dated=True, opens="evaluation", children="stop", override=override)
    words = ("under the day when it was done", "Also opens a dossier", "still open", "May set aside", "office")
    assert all(word in told for word in words)


def test_who_acts_only_where_others_are_missing_is_told_as_that() -> None:
    who = (Who("commune", "of_product"), Who("district", "of_product", otherwise=True))
    told = people(Texts("en"), who)
    assert "; where there is no office of that level, district" in told
