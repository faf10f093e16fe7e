"""What a season that closes hands to the next: papers that are valid, one dossier for a product, children."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands.papers import papers
from cycle.commands.seasons import closing, opening, seasons
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.cycle.commands.closed_season import (
    CARRIED,
    CLOSING,
    GOING_ON,
    begun,
    open_next,
    rows,
    settled,
    standing,
    to_evaluation,
)
from tests.scene import PRODUCER, PRODUCT, PROGRAMME, Scene
from tests.seasons import NEXT, two_seasons
from workflows.verdict import Refusal


@pytest.fixture
def scene(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    scene = begun(database_url, clock, two_seasons(tmp_path))
    yield scene
    scene.office.database.close()


def test_only_papers_that_are_verified_and_still_valid_go_over(scene: Scene) -> None:
    day = date(2025, 1, 6)
    good = scene.paper("idea_form_new", "dossier", CARRIED, day, issued=day)
    unverified = scene.unverified("production_plan", "dossier", CARRIED, day)
    expired = scene.paper("support_needs", "dossier", CARRIED, day, expires=date(2025, 1, 5), issued=date(2024, 1, 5))
    last_day = scene.paper("support_needs", "dossier", CARRIED, day, expires=day, issued=date(2024, 1, 6))
    rejected = scene.unverified("idea_form_existing", "dossier", CARRIED, day)
    refused = papers.Judgement((rejected,), verified=False, reason="Thiếu chữ ký")
    assert isinstance(papers.judge_papers(scene.office, scene.secretariat, refused), list)
    elsewhere = scene.paper("organisation_profile", "producer", PRODUCER, day)
    open_next(scene)
    done = settled(scene)[CARRIED]
    assert isinstance(done, Done)
    new = done.details["carried_to"]
    assert done.details["papers"] == [f"{new}/idea_form_new/1", f"{new}/support_needs/1"]
    assert done.details["left"] == {unverified: "unverified", expired: "expired", rejected: "rejected"}
    kept = "SELECT status, file, hash, received, issued, expires, judged_by, judged FROM paper WHERE code = ?"
    assert rows(scene, kept, f"{new}/idea_form_new/1") == rows(scene, kept, good)
    assert rows(scene, kept, f"{new}/support_needs/1") == rows(scene, kept, last_day)
    assert rows(scene, "SELECT holder FROM paper WHERE code = ?", elsewhere) == [(PRODUCER,)]
    assert verify(scene.office).faults == ()


def test_a_taken_paper_meets_the_guards_of_the_new_dossier(scene: Scene, clock: TestClock) -> None:
    day = date(2025, 1, 6)
    scene.paper("idea_form_new", "dossier", CARRIED, day)
    open_next(scene)
    done = settled(scene)[CARRIED]
    assert isinstance(done, Done)
    new = done.details["carried_to"]
    clock.set("2025-03-05T02:00:00+00:00")
    scene.done(new, "choose", "xa")
    scene.done(new, "submit", "xa", on_behalf=f"producer:{PRODUCER}")


def test_a_product_that_is_open_in_the_next_season_already_gets_no_second_dossier(scene: Scene) -> None:
    day = date(2025, 1, 6)
    scene.paper("idea_form_new", "dossier", CARRIED, day)
    open_next(scene)
    opened = opening.open_dossier(scene.office, scene.secretariat, opening.Opening(NEXT, "SP002"))
    assert isinstance(opened, Done), opened
    there = opened.target
    count = len(standing(scene))
    done = settled(scene)[CARRIED]
    assert isinstance(done, Done)
    assert (done.details["carried_to"], done.details["opened"]) == (there, False)
    assert done.details["papers"] == [f"{there}/idea_form_new/1"]
    assert len(standing(scene)) == count
    assert rows(scene, "SELECT dossier, target FROM link") == [(there, CARRIED)]
    assert verify(scene.office).faults == ()


def test_after_the_close_opening_the_next_season_skips_what_was_carried_over(scene: Scene) -> None:
    open_next(scene)
    settled(scene)
    waiting = seasons.begin(scene.office, scene.secretariat, NEXT)
    assert not isinstance(waiting, Refusal)
    assert waiting.products == (PRODUCT,), "the third is still under way in the season before"


def test_what_another_stream_says_of_a_taken_paper_is_verified(scene: Scene) -> None:
    day = date(2025, 1, 6)
    good = scene.paper("idea_form_new", "dossier", CARRIED, day)
    open_next(scene)
    settled(scene)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE paper SET received = '2025-01-05' WHERE code = ?", (good,))
        transaction.run("UPDATE programme SET closed = '2025-01-05' WHERE code = ?", (PROGRAMME,))
        transaction.run("DELETE FROM link")
    found = {(fault.code, fault.place.split()[0]) for fault in verify(scene.office).faults}
    assert ("record_taken", f"dossier/{NEXT}-0001#2") in found
    assert {("row_changed", "paper"), ("row_changed", "programme"), ("row_missing", "link")} <= found


def test_an_evaluation_under_way_goes_on_with_its_season(scene: Scene, clock: TestClock) -> None:
    child = to_evaluation(scene, clock)
    open_next(scene)
    settled(scene)
    done = closing.close(scene.office, scene.secretariat, CLOSING)
    assert isinstance(done, Done)
    assert done.details == {"going_on": 1}
    assert {(GOING_ON, "evaluation.under_evaluation"), (child, "district.received")} <= set(standing(scene))


def test_children_end_with_a_parent_whose_trigger_says_so(database_url: str, clock: TestClock, tmp_path: Path) -> None:
    config = two_seasons(tmp_path)
    file = config / "workflows" / "season.yaml"
    text = file.read_text(encoding="utf-8")
    before, _, after = text.partition("state: under_evaluation")
    after = after.replace("at_close: continue", "at_close: {do: end_season}", 1)
    ending = "- {do: end_season, from: under_evaluation, to: next_season, by: secretariat, children: withdraw}\n      "
    moved = "- {do: recognise, from: under_evaluation"
    file.write_text(f"{before}state: under_evaluation{after.replace(moved, ending + moved, 1)}", encoding="utf-8")
    scene = begun(database_url, clock, config)
    child = to_evaluation(scene, clock)
    open_next(scene)
    assert isinstance(settled(scene)[GOING_ON], Done)
    assert {(GOING_ON, "evaluation.next_season"), (child, "closed.withdrawn")} <= set(standing(scene))
    assert verify(scene.office).faults == ()
    scene.office.database.close()
