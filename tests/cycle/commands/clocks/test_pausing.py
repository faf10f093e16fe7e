"""Clocks that pause where the workflow cites what allows it, and go on with what was left."""

from datetime import date

from cycle.commands.clocks import EXTENDED, PAUSED, RESUMED
from tests.cycle.commands.clocks.acting import Clocks, codes, next_at
from workflows.verdict import Refusal


def test_a_paused_clock_goes_on_with_the_working_days_that_were_left(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    assert clocks.told(dossier).last_day == date(2024, 3, 19)
    clocks.on("2024-03-12")
    clocks.done(PAUSED, dossier, note="Chờ kiểm nghiệm")
    told = clocks.told(dossier)
    assert (told.status, told.last_day, next_at(clocks.scene, dossier)) == (
        "paused",
        date(2024, 3, 19),
        "2024-04-01T17:00:00.000000Z",
    )
    clocks.on("2024-03-25")
    done = clocks.done(RESUMED, dossier)
    # Five working days were left after the twelfth of March; as many follow the twenty-fifth.
    told = clocks.told(dossier)
    assert (told.status, told.last_day, told.original) == ("open", date(2024, 4, 1), date(2024, 3, 19))
    assert done.details["before"]["last_day"] == "2024-03-19"
    assert [act.event for act in told.acts] == ["paused", "resumed"]
    assert told.acts[0].note == "Chờ kiểm nghiệm"
    assert next_at(clocks.scene, dossier) == "2024-03-26T17:00:00.000000Z"
    assert clocks.sound()


def test_a_paused_clock_is_neither_swept_nor_overdue_nor_over_for_a_guard(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.done(PAUSED, dossier)
    clocks.on("2024-05-20")
    clocks.sweep()
    told = clocks.told(dossier)
    assert (told.status, told.overdue, told.escalation) == ("paused", False, None)
    assert clocks.sound()


def test_a_pause_needs_a_basis_in_the_workflow(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.scene.done(dossier, "accept", "xa")
    assert codes(clocks.act(PAUSED, dossier, "selection")) == ["pause_not_allowed"]
    assert codes(clocks.act(RESUMED, dossier, "selection")) == ["pause_not_allowed"]
    assert codes(clocks.act(PAUSED, dossier, "screening")) == ["deadline_not_running"]
    assert codes(clocks.act(PAUSED, dossier, "nothing")) == ["deadline_unknown"]
    assert codes(clocks.act(PAUSED, "QNG2024-9999")) == ["dossier_unknown"]


def test_only_those_declared_who_have_the_permission_may_and_are_told_all_at_once(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-06")
    answer = clocks.act(PAUSED, dossier, actor="xa", happened=date(2024, 3, 7))
    assert codes(answer) == ["happened_in_future", "not_permitted", "role_not_allowed"]
    assert isinstance(answer, Refusal)
    assert {role for reason in answer.reasons for role in reason.mend} == {"secretariat"}
    assert clocks.told(dossier).acts == ()


def test_the_days_of_pauses_come_in_order(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-12")
    assert codes(clocks.act(PAUSED, dossier, happened=date(2024, 3, 4))) == ["happened_before_clock"]
    assert codes(clocks.act(RESUMED, dossier)) == ["deadline_not_paused"]
    clocks.done(PAUSED, dossier, happened=date(2024, 3, 8))
    assert codes(clocks.act(PAUSED, dossier)) == ["deadline_paused"]
    assert codes(clocks.act(RESUMED, dossier, happened=date(2024, 3, 7))) == ["happened_before_act"]
    assert codes(clocks.act(EXTENDED, dossier, until=date(2024, 4, 1), basis="CV 1")) == ["deadline_paused"]
    clocks.done(RESUMED, dossier, happened=date(2024, 3, 11))
    assert codes(clocks.act(PAUSED, dossier, happened=date(2024, 3, 10))) == ["happened_before_act"]
    clocks.on("2024-03-26")
    assert codes(clocks.act(PAUSED, dossier)) == ["deadline_passed"]
    assert clocks.sound()


def test_a_pause_lasts_no_longer_and_comes_no_oftener_than_is_allowed(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.done(PAUSED, dossier, happened=date(2024, 3, 5))
    clocks.on("2024-04-10")
    answer = clocks.act(RESUMED, dossier)
    assert codes(answer) == ["pause_too_long"]
    assert isinstance(answer, Refusal)
    assert answer.reasons[0].params["latest"] == date(2024, 3, 25)
    clocks.done(RESUMED, dossier, happened=date(2024, 3, 18))
    clocks.on("2024-03-20")
    clocks.done(PAUSED, dossier)
    # Thirteen of the twenty days are used.
    clocks.on("2024-04-10")
    assert codes(clocks.act(RESUMED, dossier, happened=date(2024, 3, 28))) == ["pause_too_long"]
    clocks.done(RESUMED, dossier, happened=date(2024, 3, 27))
    assert codes(clocks.act(PAUSED, dossier, happened=date(2024, 3, 28))) == ["allowance_used", "pause_used_up"]
    assert clocks.sound()


def test_a_dry_run_answers_the_same_and_writes_nothing(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    tried = clocks.tried(PAUSED, dossier)
    assert clocks.told(dossier).acts == ()
    assert codes(clocks.tried(RESUMED, dossier)) == ["deadline_not_paused"]
    done = clocks.done(PAUSED, dossier)
    assert getattr(tried, "details", None) == done.details


def test_the_same_request_is_done_once(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    first = clocks.done(PAUSED, dossier, request_id="dung-1")
    again = clocks.done(PAUSED, dossier, request_id="dung-1")
    assert (again.repeated, again.seq, again.details) == (True, first.seq, first.details)
    assert len(clocks.told(dossier).acts) == 1
    assert clocks.sound()


def test_a_dossier_that_moves_on_ends_a_paused_clock(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.done(PAUSED, dossier)
    clocks.scene.done(dossier, "accept", "xa")
    assert clocks.told(dossier, "screening").status == "closed"
    assert clocks.sound()
