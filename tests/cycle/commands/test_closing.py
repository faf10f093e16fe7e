"""Closing a season: what goes on, what ends, what is carried over with which papers, and that it happens once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Answer, Conflict, Done
from cycle.commands import closing, entering, opening, papers, seasons
from cycle.commands.closing import Closing, Review
from cycle.commands.permits import Caller, Permit, permitted
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.scene import MARCH, PRODUCER, PRODUCT, PROGRAMME, Scene, set_scene
from tests.seasons import NEXT, two_seasons
from workflows.verdict import Refusal

NEW_YEAR = "2025-01-06T02:00:00+00:00"
ENDING, CARRIED, GOING_ON = (f"{PROGRAMME}-{number:04d}" for number in (1, 2, 3))
CLOSING = Closing(PROGRAMME, NEXT, note="Hết chu trình năm 2024")


@pytest.fixture
def scene(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    scene = begun(database_url, clock, two_seasons(tmp_path))
    yield scene
    scene.office.database.close()


def begun(url: str, clock: TestClock, config: Path) -> Scene:
    """In January 2025: one product not chosen yet, one drafting its idea, one carrying out its plan."""
    clock.set(MARCH)
    scene = set_scene(url, clock, config)
    for code in (PRODUCT, scene.add_product(2), scene.add_product(3)):
        scene.open(code)
    for dossier in (CARRIED, GOING_ON):
        scene.done(dossier, "choose", "xa")
    _to_implementing(scene, clock)
    clock.set(NEW_YEAR)
    return scene


def _to_implementing(scene: Scene, clock: TestClock) -> None:
    day, behalf = date(2024, 3, 5), {"on_behalf": f"producer:{PRODUCER}"}
    scene.paper("idea_form_new", "dossier", GOING_ON, day)
    scene.done(GOING_ON, "submit", "xa", **behalf)
    scene.done(GOING_ON, "accept", "xa")
    scene.done(GOING_ON, "select", "huyen")
    clock.set("2024-04-10T02:00:00+00:00")
    scene.paper("production_plan", "dossier", GOING_ON, date(2024, 4, 10))
    scene.paper("organisation_profile", "producer", PRODUCER, date(2024, 4, 10))
    scene.done(GOING_ON, "submit_plan", "xa", **behalf)
    scene.done(GOING_ON, "accept_plan", "huyen")


def _to_evaluation(scene: Scene, clock: TestClock) -> str:
    """The dossier whose plan is carried out files; the code of its evaluation."""
    clock.set("2024-06-03T02:00:00+00:00")
    for kind in ("self_assessment", "evaluation_registration"):
        scene.paper(kind, "dossier", GOING_ON, date(2024, 6, 3))
    behalf = {"on_behalf": f"producer:{PRODUCER}"}
    scene.done(GOING_ON, "declare_ready", "xa", **behalf)
    scene.done(GOING_ON, "file", "xa", **behalf)
    clock.set(NEW_YEAR)
    return f"{GOING_ON}.1"


def open_next(scene: Scene, *, dossiers: bool = False) -> None:
    waiting = seasons.begin(scene.office, scene.secretariat, NEXT)
    assert not isinstance(waiting, Refusal), waiting
    if dossiers:
        answers = list(seasons.open_waiting(scene.office, scene.secretariat, waiting))
        assert all(isinstance(answer, Done) for _, answer in answers), answers


def reviewed(scene: Scene, asked: Closing = CLOSING) -> Review:
    found = closing.review(scene.office, scene.secretariat, asked)
    assert isinstance(found, Review), found
    return found


def settled(scene: Scene, asked: Closing = CLOSING) -> dict[str, Answer]:
    found = closing.settle(scene.office, scene.secretariat, reviewed(scene, asked))
    return {ending.root.code: answer for ending, answer in found}


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def rows(scene: Scene, statement: str, *given: str) -> list[tuple[object, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement, given)


def standing(scene: Scene) -> list[tuple[object, ...]]:
    return rows(scene, "SELECT code, state FROM dossier ORDER BY code")


def records(scene: Scene) -> int:
    return len(rows(scene, "SELECT stream, seq FROM record"))


def test_each_dossier_goes_on_ends_or_is_carried_over_as_its_state_declares(scene: Scene) -> None:
    open_next(scene)
    found = reviewed(scene)
    assert {one.root.code: one.outcome for one in found.endings} == {
        ENDING: "end",
        CARRIED: "carry_over",
        GOING_ON: "continue",
    }
    answers = settled(scene)
    assert all(isinstance(answer, Done) for answer in answers.values()), answers
    assert standing(scene) == [
        (ENDING, "propaganda.not_chosen"),
        (CARRIED, "idea.next_season"),
        (GOING_ON, "plan.implementing"),
        (f"{NEXT}-0001", "propaganda.candidate"),
    ]
    assert rows(scene, "SELECT dossier, name, target FROM link") == [(f"{NEXT}-0001", "carried_from", CARRIED)]
    done = closing.close(scene.office, scene.secretariat, CLOSING)
    assert isinstance(done, Done)
    assert done.details == {"going_on": 1}
    assert rows(scene, "SELECT closed FROM programme WHERE code = ?", PROGRAMME) == [("2025-01-06",)]
    assert verify(scene.office).faults == ()


def test_what_goes_on_is_acted_on_after_the_close(scene: Scene) -> None:
    open_next(scene)
    settled(scene)
    assert isinstance(closing.close(scene.office, scene.secretariat, CLOSING), Done)
    scene.paper("self_assessment", "dossier", GOING_ON, date(2025, 1, 6))
    scene.done(GOING_ON, "declare_ready", "xa", on_behalf=f"producer:{PRODUCER}")


def test_a_dry_run_tells_what_the_run_does_and_writes_nothing(scene: Scene) -> None:
    open_next(scene)
    scene.unverified("idea_form_new", "dossier", CARRIED, date(2025, 1, 6))
    before = records(scene), standing(scene)
    found = reviewed(scene)
    tried = {e.root.code: a for e, a in closing.try_settle(scene.office, scene.secretariat, found)}
    would = closing.try_close(scene.office, scene.secretariat, CLOSING, set(tried))
    assert (records(scene), standing(scene)) == before
    answers = settled(scene)
    assert tried.keys() == answers.keys()
    for code, answer in answers.items():
        told = tried[code]
        assert isinstance(answer, Done)
        assert isinstance(told, Done)
        assert told.details.get("moves") == answer.details.get("moves")
        assert told.details.get("left") == answer.details.get("left")
    done = closing.close(scene.office, scene.secretariat, CLOSING)
    assert isinstance(done, Done)
    assert isinstance(would, Done)
    assert would.details == done.details


def test_without_a_next_season_what_would_be_carried_over_stays_and_the_season_stays_open(scene: Scene) -> None:
    alone = Closing(PROGRAMME, note="Hết chu trình")
    answers = settled(scene, alone)
    assert codes(answers[CARRIED]) == ["next_season_missing"]
    assert isinstance(answers[ENDING], Done)
    assert (CARRIED, "idea.drafting") in standing(scene)
    left = closing.close(scene.office, scene.secretariat, alone)
    assert codes(left) == ["season_unsettled"]
    assert rows(scene, "SELECT closed FROM programme WHERE code = ?", PROGRAMME) == [(None,)]


def test_a_next_season_that_is_not_open_not_later_or_unknown_is_refused_before_anything_happens(scene: Scene) -> None:
    before = records(scene)
    for into, code in ((NEXT, "season_not_open"), (PROGRAMME, "season_not_later"), ("KHAC", "programme_unknown")):
        answer = closing.review(scene.office, scene.secretariat, Closing(PROGRAMME, into, note="x"))
        assert codes(answer) == [code]
    assert records(scene) == before


def test_a_trigger_that_a_guard_refuses_is_listed_with_every_reason_and_the_dossier_stays(scene: Scene) -> None:
    open_next(scene)
    answers = settled(scene, Closing(PROGRAMME, NEXT))
    assert codes(answers[ENDING]) == ["note_missing"]
    assert codes(answers[CARRIED]) == ["note_missing"]
    assert [state for _, state in standing(scene)] == [
        "propaganda.candidate",
        "idea.drafting",
        "plan.implementing",
    ]


def test_a_season_is_closed_early_only_with_a_note_and_by_who_may(scene: Scene, clock: TestClock) -> None:
    clock.set("2024-11-04T02:00:00+00:00")
    assert codes(closing.review(scene.office, scene.secretariat, Closing(PROGRAMME))) == ["season_not_over"]
    early = Closing(PROGRAMME, early=True)
    assert codes(closing.review(scene.office, scene.secretariat, early)) == ["early_without_note"]
    noted = Closing(PROGRAMME, early=True, note="Dừng chương trình")
    assert isinstance(closing.review(scene.office, scene.secretariat, noted), Review)
    for account in ("xa", "huyen", "kiem_tra", "chu_the", "quan_tri"):
        assert codes(closing.review(scene.office, Caller(account), CLOSING)) == ["not_permitted"]
        assert codes(closing.close(scene.office, Caller(account), CLOSING)) == ["not_permitted"]


def test_closing_again_does_nothing_and_nothing_is_opened_afterwards(scene: Scene) -> None:
    open_next(scene)
    settled(scene)
    assert isinstance(closing.close(scene.office, scene.secretariat, CLOSING), Done)
    before = records(scene)
    again = reviewed(scene)
    assert (again.closed, again.endings) == (date(2025, 1, 6), ())
    repeated = closing.close(scene.office, scene.secretariat, CLOSING)
    assert isinstance(repeated, Done)
    assert repeated.repeated
    late = scene.add_product(9)
    asked = opening.Opening(PROGRAMME, late, happened=date(2024, 12, 30))
    assert codes(opening.open_dossier(scene.office, scene.secretariat, asked)) == ["season_closed"]
    assert codes(opening.open_season(scene.office, scene.secretariat, PROGRAMME))[-1] == "season_closed"
    assert records(scene) == before + 1


def test_nothing_is_entered_from_paper_into_a_closed_season(scene: Scene) -> None:
    open_next(scene)
    settled(scene)
    assert isinstance(closing.close(scene.office, scene.secretariat, CLOSING), Done)
    with scene.office.database.reading() as transaction:
        permit = permitted(transaction, scene.office, scene.secretariat, entering.PERMISSION)
        assert isinstance(permit, Permit)
        faults = entering.desk_faults(entering.Desk(transaction, scene.office, permit, PROGRAMME))
    assert [reason.code for reason in faults] == ["season_closed"]


def test_a_run_that_was_cut_is_gone_on_with(scene: Scene) -> None:
    open_next(scene)
    found = closing.settle(scene.office, scene.secretariat, reviewed(scene))
    ending, first = next(found)
    assert (ending.root.code, isinstance(first, Done)) == (ENDING, True)
    found.close()  # type: ignore[attr-defined]
    rest = settled(scene)
    assert rest.keys() == {CARRIED}
    assert isinstance(closing.close(scene.office, scene.secretariat, CLOSING), Done)
    assert verify(scene.office).faults == ()


def test_a_dossier_that_moves_on_meanwhile_is_left_for_the_next_run_and_the_season_stays_open(
    scene: Scene, clock: TestClock
) -> None:
    clock.set("2024-12-30T02:00:00+00:00")
    early = Closing(PROGRAMME, NEXT, early=True, note="Dừng sớm")
    open_next(scene)
    found = reviewed(scene, early)
    scene.done(ENDING, "choose", "xa")
    scene.done(CARRIED, "withdraw", "xa", note="Không làm nữa", on_behalf=f"producer:{PRODUCER}")
    answers = {ending.root.code: answer for ending, answer in closing.settle(scene.office, scene.secretariat, found)}
    assert [type(answers[code]) for code in (ENDING, CARRIED)] == [Conflict, Conflict]
    assert (ENDING, "idea.drafting") in standing(scene)
    assert codes(closing.close(scene.office, scene.secretariat, early)) == ["season_unsettled"]
    clock.set(NEW_YEAR)
    rest = settled(scene)
    assert {code: isinstance(answer, Done) for code, answer in rest.items()} == {ENDING: True}
    assert rows(scene, "SELECT target FROM link") == [(ENDING,)]
    assert isinstance(closing.close(scene.office, scene.secretariat, CLOSING), Done)
    assert verify(scene.office).faults == ()


def test_a_season_is_not_over_on_its_last_day(scene: Scene, clock: TestClock) -> None:
    clock.set("2024-12-31T10:00:00+00:00")
    assert codes(closing.review(scene.office, scene.secretariat, Closing(PROGRAMME))) == ["season_not_over"]
    clock.set("2024-12-31T17:00:00+00:00")
    assert isinstance(closing.review(scene.office, scene.secretariat, Closing(PROGRAMME)), Review)


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
    child = _to_evaluation(scene, clock)
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
    child = _to_evaluation(scene, clock)
    open_next(scene)
    assert isinstance(settled(scene)[GOING_ON], Done)
    assert {(GOING_ON, "evaluation.next_season"), (child, "closed.withdrawn")} <= set(standing(scene))
    assert verify(scene.office).faults == ()
    scene.office.database.close()
