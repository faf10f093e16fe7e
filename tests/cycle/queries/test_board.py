"""The board of a season: positions, what is late or blocked, localities, targets, and what it costs."""

from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.producers import producers
from cycle.commands.register import register
from cycle.commands.seasons import opening
from cycle.queries.seasons.board import Board, board
from cycle.queries.seasons.localities import LocalityRow
from tests.cycle.queries.story import (
    COOPERATIVE,
    DECISION,
    DRAFTING,
    EVALUATED,
    JUNE,
    MISSING,
    Story,
    add_papers,
)
from tests.cycle.queries.test_dossiers import counted
from tests.scene import PROGRAMME
from workflows.verdict import Reason


def seen(story: Story, account: str = "kiem_tra", on: date = JUNE, within: str | None = None) -> Board:
    found = board(story.office, story.view(account), PROGRAMME, on, within)
    assert isinstance(found, Board), found
    return found


def positions(found: Board) -> dict[tuple[str, str | None], tuple[int, int, int]]:
    return {
        (one.spot.state, one.inner.state if one.inner else None): (one.dossiers, one.late, one.blocked)
        for one in found.positions
    }


def localities(found: Board) -> dict[str, LocalityRow]:
    return {row.name.removeprefix("Ủy ban nhân dân "): row for row in found.localities}


def test_a_season_stands_where_the_dossier_stands_that_it_waits_for(story: Story) -> None:
    found = seen(story)
    assert (found.dossiers, found.open, found.late, found.evaluated) == (4, 3, 2, 1)
    assert positions(found) == {
        ("idea.drafting", None): (1, 1, 1),
        ("evaluation.under_evaluation", "district.received"): (1, 1, 1),
        ("promotion.recognised", None): (1, 0, 0),
    }
    assert [one.spot.stage for one in found.positions] == ["idea", "evaluation", "promotion"]
    (inner,) = [one.inner for one in found.positions if one.inner]
    assert (inner.workflow, inner.stage) == ("evaluation_148", "district")
    assert [(one.final, one.spot.state, one.dossiers) for one in found.finals] == [("withdrawn", "closed.withdrawn", 1)]


def test_what_is_late_is_late_from_the_day_after_its_last(story: Story) -> None:
    assert [seen(story, on=date(2024, *day)).late for day in ((4, 30), (5, 1), (6, 13), (6, 14))] == [0, 1, 1, 2]


def test_what_is_blocked_names_the_papers_that_are_missing(story: Story) -> None:
    blocked = {one.dossier: one for one in seen(story).blocked}
    assert set(blocked) == {DRAFTING, EVALUATED}
    assert blocked[EVALUATED].waits_in == f"{EVALUATED}.1"
    assert [(r.code, r.params["paper"]) for r in blocked[EVALUATED].reasons] == [("paper_missing", MISSING)]
    assert {reason.code for reason in blocked[DRAFTING].reasons} <= {"paper_rejected", "paper_unverified"}


def test_the_missing_paper_frees_the_dossier(own_story: Story) -> None:
    add_papers(own_story.scene, f"{EVALUATED}.1")
    assert [one.dossier for one in seen(own_story).blocked] == [DRAFTING]


def test_every_locality_has_a_row_and_those_that_have_evaluated_are_counted(story: Story) -> None:
    found = seen(story)
    rows = localities(found)
    assert list(rows) == ["huyện Bình Sơn", "huyện Lý Sơn", "huyện Tư Nghĩa"]
    assert found.localities_evaluated == 1
    told = {
        name: (r.dossiers, r.open, r.late, r.blocked, r.evaluating, r.evaluated, r.recognised)
        for name, r in rows.items()
    }
    assert told == {
        "huyện Bình Sơn": (2, 1, 1, 1, 1, 0, 0),
        "huyện Lý Sơn": (1, 1, 1, 1, 0, 0, 0),
        "huyện Tư Nghĩa": (2, 1, 0, 0, 0, 1, 1),
    }


def test_within_a_district_the_rows_are_its_communes(story: Story) -> None:
    found = seen(story, within="528")
    assert (found.dossiers, found.open) == (2, 1)
    assert [(row.name, row.level, row.dossiers) for row in found.localities] == [
        ("Ủy ban nhân dân xã Nghĩa Thắng", "commune", 2)
    ]


def test_an_officer_sees_the_board_of_the_own_area(story: Story) -> None:
    found = seen(story, "huyen_dao")
    assert (found.dossiers, list(localities(found))) == (1, ["huyện Lý Sơn"])
    own = seen(story, "chu_the")
    assert (own.dossiers, own.late) == (2, 0)


def test_after_the_reform_old_dossiers_stay_in_their_district_and_new_communes_have_rows(story: Story) -> None:
    found = seen(story, on=date(2025, 8, 1))
    assert list(localities(found)) == ["huyện Bình Sơn", "huyện Lý Sơn", "huyện Tư Nghĩa", "xã Trà Giang"]


def test_targets_stand_beside_what_was_reached(story: Story, own_story: Story) -> None:
    reached = {row.name: row.reached for row in seen(story).targets}
    assert (reached["recognised"], reached["four_stars"], reached["potential_five_stars"]) == (1, 0, 0)
    assert {name for name, count in reached.items() if count is None} >= {"trained", "modern_channels"}
    (first, *_) = seen(story).targets
    assert (first.operator, first.low, first.high, first.unit) == ("at_least", 70, None, "product")


def test_five_stars_count_as_potential_once_the_province_has_approved_them(own_story: Story) -> None:
    scene, evaluation = own_story.scene, f"{EVALUATED}.1"
    add_papers(scene, evaluation)
    _send_up(own_story, evaluation)
    minutes = scene.paper("council_minutes", "dossier", evaluation, scene.office.clock.now().date())
    values = {"score": "93,5", "stars": "5", "minutes": minutes}
    scene.done(evaluation, "record_result", "thu_ky_tinh", values=values)
    before = {row.name: row.reached for row in seen(own_story).targets}
    scene.done(evaluation, "approve_result", "chu_tich_tinh", values={"approval": DECISION})
    after = {row.name: row.reached for row in seen(own_story).targets}
    assert (before["potential_five_stars"], after["potential_five_stars"]) == (0, 1)
    assert (after["recognised"], seen(own_story).localities_evaluated) == (1, 2)


def test_an_unknown_programme_is_named_with_the_nearest(story: Story) -> None:
    unknown = board(story.office, story.view("kiem_tra"), "QNG2023", JUNE)
    assert isinstance(unknown, Reason)
    assert (unknown.code, unknown.params["nearest"]) == ("filter_unknown", PROGRAMME)
    early = board(story.office, story.view("kiem_tra"), PROGRAMME, date(2023, 1, 1))
    assert isinstance(early, Reason)
    assert early.code == "no_publication"


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
def test_a_season_of_a_hundred_costs_as_many_questions_as_one_of_four(own_story: Story) -> None:
    scene = own_story.scene
    with counted() as few:
        seen(own_story)
    for number in range(10, 110):
        product = producers.Product(
            f"SP{number:03d}", COOPERATIVE, f"Kẹo gương {number}", "food", ("21244",), ("CS01",)
        )
        assert isinstance(producers.add_product(scene.office, scene.secretariat, product), Done)
    asked = [opening.Opening(PROGRAMME, f"SP{number:03d}") for number in range(10, 110)]
    assert all(isinstance(one, Done) for one in opening.open_dossiers(scene.office, scene.secretariat, asked))
    with counted() as many:
        assert seen(own_story).dossiers == 104
    assert len(many) == len(few) < 20


def _send_up(story: Story, evaluation: str) -> None:
    scene, today = story.scene, JUNE
    for account, role, holder in (
        ("thu_ky_bien", "district_council_secretary", "524"),
        ("to_tu_van", "advisory_team", "QNG"),
        ("thu_ky_tinh", "province_council_secretary", "QNG"),
        ("chu_tich_tinh", "province_chair", "QNG"),
    ):
        register.add_account(scene.office, scene.admin, register.Account(account, f"Người {account}"))
        register.grant_role(scene.office, scene.admin, register.Holding(account, role, holder, today))
    scene.done(evaluation, "confirm_complete", "huyen_bien")
    values = {"score": "91", "stars": "5", "minutes": f"{evaluation}/council_minutes/1"}
    scene.done(evaluation, "record_result", "thu_ky_bien", values=values)
    assert {row.name: row.reached for row in seen(story).targets}["potential_five_stars"] == 0
    scene.done(evaluation, "send_up", "huyen_bien")
    report = {"report": f"{evaluation}/advisory_report/1"}
    scene.done(evaluation, "complete_review", "to_tu_van", values=report)
