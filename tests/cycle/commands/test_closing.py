"""Closing a season: what goes on and what ends, who may, and that it happens once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Conflict, Done
from cycle.commands import entering
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.seasons import closing, opening
from cycle.commands.seasons.closing import Closing, Review
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.cycle.commands.closed_season import (
    CARRIED,
    CLOSING,
    ENDING,
    GOING_ON,
    NEW_YEAR,
    begun,
    codes,
    open_next,
    records,
    reviewed,
    rows,
    settled,
    standing,
)
from tests.scene import PRODUCER, PROGRAMME, Scene
from tests.seasons import NEXT, two_seasons


@pytest.fixture
def scene(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    scene = begun(database_url, clock, two_seasons(tmp_path))
    yield scene
    scene.office.database.close()


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
    found.close()  # type: ignore[attr-defined]  # it is a generator
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
