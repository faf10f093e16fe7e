"""Extensions: on a basis, within limits, the original always kept, and none lost when two come at once."""

from datetime import date
from functools import partial

from cycle.answers import Answer, Done
from cycle.commands.clocks import EXTENDED, ClockAct, act_on
from tests.cycle.commands.clocks.acting import Clocks, codes, next_at
from tests.workers import at_once, office_on


def test_an_extension_sets_the_day_named_and_keeps_the_original(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    # A Saturday: a day that is named does not roll.
    done = clocks.done(EXTENDED, dossier, until=date(2024, 3, 30), basis="CV 12/UBND", note="Mưa lũ")
    told = clocks.told(dossier)
    assert (told.last_day, told.original, told.due) == (
        date(2024, 3, 30),
        date(2024, 3, 19),
        "2024-03-30T17:00:00.000000Z",
    )
    assert done.details["before"]["last_day"] == "2024-03-19"
    assert done.details["last_day"] == "2024-03-30"
    assert [(act.event, act.basis, act.before, act.last_day) for act in told.acts] == [
        ("extended", "CV 12/UBND", date(2024, 3, 19), date(2024, 3, 30))
    ]
    # Friday is the first of the three working days before it.
    assert next_at(clocks.scene, dossier) == "2024-03-26T17:00:00.000000Z"
    assert clocks.sound()


def test_an_extension_is_later_and_not_too_late_counted_from_the_original(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    extend = {"basis": "CV 1"}
    assert codes(clocks.act(EXTENDED, dossier, until=date(2024, 3, 19), **extend)) == ["until_not_later"]
    assert codes(clocks.act(EXTENDED, dossier, until=date(2024, 4, 19), **extend)) == ["until_too_late"]
    clocks.done(EXTENDED, dossier, until=date(2024, 4, 10), **extend)
    assert codes(clocks.act(EXTENDED, dossier, until=date(2024, 4, 19), **extend)) == ["until_too_late"]
    clocks.done(EXTENDED, dossier, until=date(2024, 4, 18), **extend)
    third = clocks.act(EXTENDED, dossier, until=date(2024, 4, 30), basis=" ")
    assert codes(third) == ["allowance_used", "basis_missing", "until_too_late"]
    assert clocks.told(dossier).original == date(2024, 3, 19)
    assert clocks.sound()


def test_an_extension_after_the_end_takes_back_the_expiry(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-22")
    clocks.sweep()
    told = clocks.told(dossier)
    assert (told.overdue, told.escalation) == (True, "waiting")
    clocks.done(EXTENDED, dossier, until=date(2024, 4, 5), basis="CV 1")
    told = clocks.told(dossier)
    assert (told.overdue, told.escalation, told.last_day) == (False, None, date(2024, 4, 5))
    clocks.on("2024-04-08")
    clocks.sweep()
    assert clocks.told(dossier).escalation == "waiting"
    assert [act.event for act in clocks.told(dossier).acts] == ["expired", "extended", "expired"]
    assert clocks.sound()


def test_a_guard_goes_by_the_new_last_day(clocks: Clocks) -> None:
    dossier = clocks.returned()
    clocks.done(EXTENDED, dossier, "resubmission", until=date(2024, 3, 20), basis="CV 1")
    clocks.on("2024-03-15")
    refused = clocks.scene.fire(dossier, "lapse", "to_chuc", note="quá hạn")
    assert codes(refused) == ["deadline_not_passed"]
    clocks.scene.done(dossier, "resubmit", "chu_the")
    assert clocks.sound()


def test_whoever_is_declared_also_needs_the_permission(clocks: Clocks) -> None:
    dossier = clocks.returned()
    asked = {"until": date(2024, 3, 20), "basis": "CV 1"}
    assert codes(clocks.act(EXTENDED, dossier, "resubmission", "huyen", **asked)) == ["not_permitted"]
    assert codes(clocks.act(EXTENDED, dossier, "resubmission", "huyen_khac", **asked)) == [
        "not_permitted",
        "role_not_allowed",
    ]


def test_of_two_extensions_at_once_none_is_lost(clocks: Clocks, database_url: str) -> None:
    for _ in range(5):
        dossier = clocks.in_screening()
        earlier, later = _both(database_url, dossier, date(2024, 4, 1), date(2024, 4, 10))
        told = clocks.told(dossier)
        # Either both in order, or the later day came first and the earlier one was refused.
        assert isinstance(later, Done), later
        assert told.last_day == date(2024, 4, 10)
        assert len(told.acts) == 1 + isinstance(earlier, Done)
        if not isinstance(earlier, Done):
            assert codes(earlier) == ["until_not_later"]
    assert clocks.sound()


def _both(url: str, dossier: str, *days: date) -> list[Answer]:
    """The answers to extensions to different days, asked for at the same moment."""

    def extend(day: date) -> Answer:
        office = office_on(url, "2024-03-05T03:00:00+00:00")
        answer = act_on(office, ClockAct(EXTENDED, dossier, "screening", "to_chuc", until=day, basis="CV 1"))
        office.database.close()
        return answer

    return at_once(*(partial(extend, day) for day in days))
