"""A calendar that changes while deadlines run: what becomes later is moved, what becomes earlier never of itself."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.calendars.recalculating import BATCH, apply_calendars
from cycle.commands.calendars.shifts import Survey, survey_calendars
from cycle.commands.clocks import EXTENDED, PAUSED, RESUMED
from cycle.commands.permits import Caller
from tests.cycle.commands.clocks.acting import Clocks, codes, next_at
from tests.scene import declared
from workflows.verdict import Refusal

Publish = Callable[[str, str], None]
OFF = '{day: "2024-03-14", reason: Nghỉ bão, document: CĐ 1}'
WORKED = '{day: "2024-03-16", reason: Làm bù, document: CĐ 2}'


@pytest.fixture
def publish(clocks: Clocks, tmp_path: Path) -> Publish:
    """Publishes the calendar with a day off and a day worked more, in force at once."""
    folder = Path(shutil.copytree(clocks.config, tmp_path / "config"))
    file = folder / "calendars" / "vietnam.yaml"
    revisions = iter(range(90, 100))

    def change(off: str, worked: str) -> None:
        text = (clocks.config / "calendars" / "vietnam.yaml").read_text(encoding="utf-8")
        before, year, after = text.partition("  - year: 2024\n")
        after = after.replace("days_off:\n", f"days_off:\n      - {off}\n", 1) if off else after
        after = after.replace("days_worked:\n", f"days_worked:\n      - {worked}\n", 1) if worked else after
        head = "\n".join(
            f"revision: {next(revisions)}" if line.startswith("revision:") else line for line in before.split("\n")
        )
        file.write_text(head + year + after, encoding="utf-8")
        office, secretariat = clocks.scene.office, clocks.scene.secretariat
        answer = publishing.publish(office, secretariat, declared(folder), None)
        assert isinstance(answer, Done), answer

    return change


def surveyed(clocks: Clocks) -> Survey:
    survey = survey_calendars(clocks.scene.office, clocks.scene.secretariat)
    assert isinstance(survey, Survey), survey
    return survey


def kinds(clocks: Clocks) -> dict[str, str]:
    return {shift.dossier: shift.kind for shift in surveyed(clocks).shifts}


def applied(clocks: Clocks, *kinds_wanted: str, note: str | None = None) -> list[Done | Refusal]:
    shifts = surveyed(clocks).of(*kinds_wanted)
    return [answer for _, answer in apply_calendars(clocks.scene.office, clocks.scene.secretariat, shifts, note)]


def test_a_holiday_announced_late_moves_what_rests_on_it_as_a_recorded_act(clocks: Clocks, publish: Publish) -> None:
    dossier, settled = clocks.in_screening(), clocks.in_screening()
    clocks.scene.done(settled, "accept", "xa")
    assert surveyed(clocks).shifts == ()
    publish(OFF, "")
    (shift,) = surveyed(clocks).shifts
    assert (shift.dossier, shift.kind, shift.before, shift.after) == (
        dossier,
        "later",
        date(2024, 3, 19),
        date(2024, 3, 20),
    )
    assert clocks.told(dossier).last_day == date(2024, 3, 19)
    assert [type(answer) for answer in applied(clocks, "later")] == [Done]
    told = clocks.told(dossier)
    assert (told.last_day, told.original) == (date(2024, 3, 20), date(2024, 3, 19))
    assert {"day": "2024-03-14", "why": "Nghỉ bão (CĐ 1)", "counts": False} in told.derivation["days"]
    assert [(act.event, act.actor, act.before) for act in told.acts] == [("recalculated", "to_chuc", date(2024, 3, 19))]
    assert next_at(clocks.scene, dossier) == "2024-03-14T17:00:00.000000Z"
    assert surveyed(clocks).shifts == ()
    assert clocks.sound()


def test_nothing_is_shortened_without_being_asked_for_with_a_reason(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    publish("", WORKED)
    assert kinds(clocks) == {dossier: "earlier"}
    assert applied(clocks, "later") == []
    (refused,) = applied(clocks, "earlier")
    assert codes(refused) == ["shift_earlier"]
    assert clocks.told(dossier).last_day == date(2024, 3, 19)
    (done,) = applied(clocks, "earlier", note="Thống nhất với xã")
    assert isinstance(done, Done), done
    told = clocks.told(dossier)
    assert (told.last_day, told.acts[-1].note) == (date(2024, 3, 18), "Thống nhất với xã")
    assert {"day": "2024-03-16", "why": "Làm bù (CĐ 2)", "counts": True} in told.derivation["days"]
    assert clocks.sound()


def test_nothing_is_shortened_to_a_day_that_has_passed(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-19")
    publish("", WORKED)
    assert kinds(clocks) == {dossier: "over"}
    (refused,) = applied(clocks, "over", note="rút ngắn")
    assert codes(refused) == ["shift_over"]


def test_an_expiry_is_taken_back_by_a_day_off_that_was_not_known(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-20")
    clocks.sweep()
    assert clocks.told(dossier).escalation == "waiting"
    publish(OFF, "")
    applied(clocks, "later")
    told = clocks.told(dossier)
    assert (told.overdue, told.escalation, told.last_day) == (False, None, date(2024, 3, 20))
    assert clocks.sound()


def test_a_day_that_was_named_by_an_extension_stays_and_a_pause_is_counted_again_when_it_ends(
    clocks: Clocks, publish: Publish
) -> None:
    extended, paused, later = clocks.in_screening(), clocks.in_screening(), clocks.in_screening()
    clocks.done(EXTENDED, extended, until=date(2024, 3, 25), basis="CV 1")
    clocks.on("2024-03-12")
    clocks.done(PAUSED, paused)
    publish(OFF, "")
    assert kinds(clocks) == {paused: "paused", later: "later"}
    (refused,) = applied(clocks, "paused")
    assert codes(refused) == ["deadline_paused"]
    clocks.on("2024-03-13")
    clocks.done(RESUMED, paused)
    assert clocks.told(paused).last_day == date(2024, 3, 21)
    assert kinds(clocks) == {later: "later"}
    assert clocks.sound()


def test_whoever_may_not_is_told_and_what_has_changed_meanwhile_is_left(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    refused = survey_calendars(clocks.scene.office, Caller("xa"))
    assert codes(refused) == ["not_permitted"]
    publish(OFF, "")
    shifts = surveyed(clocks).shifts
    clocks.done(EXTENDED, dossier, until=date(2024, 3, 25), basis="CV 1")
    ((_, answer),) = apply_calendars(clocks.scene.office, clocks.scene.secretariat, shifts)
    assert codes(answer) == ["shift_no_longer"]
    assert clocks.told(dossier).last_day == date(2024, 3, 25)


def test_what_was_interrupted_is_gone_on_with(clocks: Clocks, publish: Publish) -> None:
    dossiers = [clocks.in_screening() for _ in range(3)]
    publish(OFF, "")
    shifts = surveyed(clocks).shifts
    assert [shift.dossier for shift in shifts] == dossiers
    assert len(shifts) < BATCH
    list(apply_calendars(clocks.scene.office, clocks.scene.secretariat, shifts[:1]))
    assert [shift.dossier for shift in surveyed(clocks).shifts] == dossiers[1:]
    assert all(isinstance(answer, Done) for answer in applied(clocks, "later"))
    again = list(apply_calendars(clocks.scene.office, clocks.scene.secretariat, shifts))
    assert {code for _, answer in again for code in codes(answer)} == {"shift_no_longer"}
    assert {len(clocks.told(dossier).acts) for dossier in dossiers} == {1}
    assert clocks.sound()


def test_an_act_of_an_earlier_day_is_reckoned_with_the_calendar_of_today(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-12")
    publish(OFF, "")
    applied(clocks, "later")
    assert clocks.told(dossier).last_day == date(2024, 3, 20)
    # On the eleventh another calendar was in force.
    clocks.done(PAUSED, dossier, happened=date(2024, 3, 11))
    clocks.done(RESUMED, dossier, happened=date(2024, 3, 11))
    told = clocks.told(dossier)
    assert (told.last_day, told.derivation["calendar"]["revision"]) == (date(2024, 3, 20), 90)
    assert clocks.sound()


def test_what_a_calendar_alone_makes_earlier_is_shortened_only_with_a_reason(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-12")
    clocks.done(PAUSED, dossier)
    publish("", WORKED)
    clocks.on("2024-03-13")
    answer = clocks.act(RESUMED, dossier)
    assert codes(answer) == ["calendar_shortens"]
    assert isinstance(answer, Refusal)
    told = answer.reasons[0].params
    assert (told["before"], told["after"], told["revision"]) == (date(2024, 3, 20), date(2024, 3, 19), 90)
    clocks.done(RESUMED, dossier, note="Thống nhất với xã")
    assert clocks.told(dossier).last_day == date(2024, 3, 19)
    assert clocks.sound()


def test_each_expiry_has_a_mark_of_its_own(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-20")
    clocks.sweep()
    clocks.done(EXTENDED, dossier, until=date(2024, 3, 22), basis="CV 1")
    clocks.on("2024-03-23")
    clocks.sweep()
    expired = [mark.mark for mark in clocks.told(dossier).marks if mark.kind == "expiry"]
    assert expired == ["expiry@2024-03-19", "expiry@2024-03-22#1"]
    assert clocks.sound()


def test_two_revisions_of_a_calendar_leave_history_whole(clocks: Clocks, publish: Publish) -> None:
    """The first takes the last day away, the second brings it back; its reminder now comes on another day."""
    dossier = clocks.in_screening()
    clocks.on("2024-03-15")
    clocks.sweep()
    publish(OFF, "")
    applied(clocks, "later")
    clocks.sweep()
    publish("", "")
    applied(clocks, "earlier", note="Huỷ ngày nghỉ bão")
    assert clocks.told(dossier).last_day == date(2024, 3, 19)
    clocks.on("2024-03-20")
    clocks.sweep()
    assert clocks.told(dossier).escalation == "waiting"
    assert clocks.sound()


def test_a_calendar_that_is_confirmed_is_noted_though_nothing_moves(clocks: Clocks, publish: Publish) -> None:
    unsure = clocks.config / "calendars" / "vietnam.yaml"
    before = unsure.read_text(encoding="utf-8")
    head, year, after = before.partition("  - year: 2024\n")
    unsure.write_text(head + year + after.replace("confirmed", "provisional", 1), encoding="utf-8")
    try:
        publish("", "")
    finally:
        unsure.write_text(before, encoding="utf-8")
    dossier = clocks.in_screening()
    clocks.on("2024-03-20")
    clocks.sweep()
    assert clocks.told(dossier).provisional == (2024,)
    publish("", "")
    assert kinds(clocks) == {dossier: "confirmed"}
    (done,) = applied(clocks, "confirmed")
    assert isinstance(done, Done), done
    told = clocks.told(dossier)
    assert (told.provisional, told.last_day, told.escalation) == ((), date(2024, 3, 19), "waiting")
    assert next_at(clocks.scene, dossier) is None
    assert surveyed(clocks).shifts == ()
    assert clocks.sound()


def test_reminders_before_a_day_that_is_named_follow_the_calendar(clocks: Clocks, publish: Publish) -> None:
    dossier = clocks.in_screening()
    clocks.done(EXTENDED, dossier, until=date(2024, 3, 20), basis="CV 1")
    # Three working days before it.
    assert next_at(clocks.scene, dossier) == "2024-03-14T17:00:00.000000Z"
    publish('{day: "2024-03-18", reason: Nghỉ bão, document: CĐ 1}', "")
    assert kinds(clocks) == {dossier: "reminders"}
    (done,) = applied(clocks, "reminders")
    assert isinstance(done, Done), done
    assert clocks.told(dossier).last_day == date(2024, 3, 20)
    assert next_at(clocks.scene, dossier) == "2024-03-13T17:00:00.000000Z"
    assert surveyed(clocks).shifts == ()
    assert clocks.sound()


def test_a_calendar_is_applied_in_nobody_elses_name(clocks: Clocks) -> None:
    caller = Caller("to_chuc", "organisation:21244")
    assert codes(survey_calendars(clocks.scene.office, caller)) == ["may_not_act_for"]
