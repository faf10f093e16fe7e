"""Acts that leave the last day where it is leave what its expiry brought about; a day that comes back is over again."""

from datetime import date
from typing import Any

from cycle.commands.clocks import DECLINED, EXTENDED, PAUSED, RELEASED, RESUMED, SETTLED
from cycle.queries.deadlines.sweeps import standing
from tests.cycle.commands.clocks.acting import Clocks, codes, next_at


def test_a_pause_that_moves_nothing_leaves_what_the_expiry_brought_about(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-20")
    clocks.sweep()
    clocks.done(PAUSED, dossier, happened=date(2024, 3, 18))
    clocks.done(RESUMED, dossier, happened=date(2024, 3, 18))
    told = clocks.told(dossier)
    assert (told.last_day, told.overdue, told.escalation) == (date(2024, 3, 19), True, "waiting")
    assert next_at(clocks.scene, dossier) is None
    clocks.on("2024-03-21")
    clocks.sweep()
    assert [act.event for act in clocks.told(dossier).acts] == ["expired", "paused", "resumed"]
    assert [one.dossier for one in standing(clocks.scene.office, clocks.view()).waiting] == [dossier]
    assert clocks.sound()


def test_reminders_done_before_such_a_pause_are_not_done_again(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-15")
    clocks.sweep()
    clocks.done(PAUSED, dossier)
    clocks.done(RESUMED, dossier)
    assert next_at(clocks.scene, dossier) == "2024-03-19T17:00:00.000000Z"
    clocks.on("2024-03-20")
    clocks.sweep()
    assert [act.event for act in clocks.told(dossier).acts] == ["paused", "resumed", "expired"]
    assert [(one.mark, one.status) for one in clocks.told(dossier).marks] == [
        ("before_3_working_days@2024-03-19", "done"),
        ("expiry@2024-03-19", "done"),
    ]
    assert clocks.sound()


def test_nothing_is_decided_about_an_expiry_while_its_clock_stands_still(clocks: Clocks) -> None:
    dossier, returned = clocks.in_screening(), clocks.in_screening()
    clocks.on("2024-03-20")
    clocks.sweep()
    clocks.done(PAUSED, dossier, happened=date(2024, 3, 18))
    assert codes(clocks.act(RELEASED, dossier)) == ["deadline_paused"]
    assert codes(clocks.act(SETTLED, dossier, note="Xã hẹn")) == ["deadline_paused"]
    declined = clocks.act(DECLINED, dossier, note="a")
    assert {"deadline_paused", "nothing_proposed"} <= set(codes(declined))
    clocks.done(SETTLED, returned, note="Xã hẹn")
    clocks.done(RESUMED, dossier)
    told = clocks.told(dossier)
    assert (told.last_day, told.escalation, told.overdue) == (date(2024, 3, 21), None, False)
    assert clocks.sound()


def test_a_pause_that_lasts_as_long_as_it_may_is_told_once_and_ends_nothing(clocks: Clocks) -> None:
    dossier, other = clocks.in_screening(), clocks.in_screening()
    clocks.done(PAUSED, dossier)
    clocks.done(PAUSED, other)
    clocks.scene.done(other, "accept", "xa")
    # Twenty days from the fifth of March.
    assert next_at(clocks.scene, dossier) == "2024-03-25T17:00:00.000000Z"
    assert next_at(clocks.scene, other) is None
    clocks.on("2024-03-25")
    clocks.sweep()
    assert standing(clocks.scene.office, clocks.view()).pauses == ()
    clocks.on("2024-03-26")
    clocks.sweep()
    clocks.sweep()
    told = clocks.told(dossier)
    assert (told.status, next_at(clocks.scene, dossier)) == ("paused", None)
    assert [(one.kind, one.mark, one.status) for one in told.marks if one.kind == "pause_over"] == [
        ("pause_over", "pause_over@2024-03-25#1", "done")
    ]
    assert [act.event for act in told.acts] == ["paused"]
    (over,) = standing(clocks.scene.office, clocks.view()).pauses
    assert (over.dossier, over.deadline, over.latest) == (dossier, "screening", "2024-03-25")
    assert clocks.sound()
    clocks.done(RESUMED, dossier, happened=date(2024, 3, 25))
    assert standing(clocks.scene.office, clocks.view()).pauses == ()
    assert clocks.sound()


def test_the_day_of_an_act_lies_no_further_back_than_that_of_a_step(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-04-08")
    extend: dict[str, Any] = {"until": date(2024, 4, 15), "basis": "CV 1"}
    assert codes(clocks.act(EXTENDED, dossier, happened=date(2024, 3, 8), **extend)) == ["happened_too_long_ago"]
    clocks.done(EXTENDED, dossier, happened=date(2024, 3, 9), **extend)
    assert clocks.sound()


def test_what_pauses_took_is_not_taken_from_extensions(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.done(PAUSED, dossier)
    clocks.on("2024-03-22")
    clocks.done(RESUMED, dossier)
    # Ten working days were left; thirty days from then on, not from the nineteenth of March.
    assert clocks.told(dossier).last_day == date(2024, 4, 5)
    refused = clocks.act(EXTENDED, dossier, until=date(2024, 5, 6), basis="CV 1")
    assert codes(refused) == ["until_too_late"]
    clocks.done(EXTENDED, dossier, until=date(2024, 5, 5), basis="CV 1")
    assert clocks.sound()
