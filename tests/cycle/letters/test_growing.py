"""A mark that joins a reminder while somebody else has drafted it is told in it, or in the next one: never lost."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from cycle.database import patiently
from cycle.letters.planning.plan import plan
from tests.conftest import TestClock
from tests.cycle.letters.passes import passed
from tests.cycle.letters.posted import MAKER, Posted, posted
from tests.cycle.sweeps.looking import in_drafting
from tests.scene import Scene

T = TypeVar("T")
# The first reminder; the ideas are due on 30/04/2024, so that their mark comes on 31/03/2024, a Sunday.
FIRST, MARK, MONDAY = "2024-03-11T08:00:00+07:00", "2024-03-31T00:05:00+07:00", "2024-04-01T08:00:00+07:00"
UNTOLD = "UPDATE effect SET told = NULL WHERE subject = ? AND told <> ''"
REMINDERS = "SELECT code, about FROM letter WHERE kind = 'reminder' AND status = 'queued' ORDER BY code"


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def beside(office: Posted, work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker does its work after letters have been drafted, just before the first of them is sealed."""
    waiting = [work]

    def between(seal: Callable[[], T]) -> T:
        while waiting:
            waiting.pop()()
        return patiently(seal)

    monkeypatch.setattr("cycle.letters.sealing.seal.patiently", between)


def drafted_before(office: Posted, clock: TestClock) -> str:
    """A dossier whose mark is planned only after the reminder to its producer was drafted for that of another one."""
    in_drafting(office.scene)
    late = in_drafting(office.scene, office.scene.add_product(2))
    clock.set(FIRST)
    office.reminder(MAKER)
    assert office.seal().counts["sealed"] == 1
    passed(office.scene, MARK, clock)
    office.run(UNTOLD, late)
    clock.set(MONDAY)
    return late


def told_now(office: Posted) -> list[str]:
    """The dossiers that the second reminder to the producer tells of, as its record says."""
    sealed = [one for one in office.records(MAKER) if one["event"] == "sealed" and one["kind"] == "reminder"]
    return [told["dossier"] for told in sealed[1]["tells"]]


def test_a_mark_that_joins_a_drafted_reminder_is_told_in_it(
    office: Posted, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = drafted_before(office, clock)
    beside(office, lambda: plan(office.office), monkeypatch)
    assert office.seal().counts["sealed"] >= 1
    assert late in told_now(office)


def test_a_mark_that_joins_another_recipients_reminder_first_is_told_too(
    office: Posted, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = drafted_before(office, clock)

    def elsewhere() -> None:
        plan(office.office)
        office.run("UPDATE effect SET told = 'TH-KHAC' WHERE subject = ? AND told <> ''", late)

    beside(office, elsewhere, monkeypatch)
    assert office.seal().counts["sealed"] >= 1
    assert late in told_now(office)


def test_a_reminder_that_took_nothing_up_is_not_composed_again(
    office: Posted, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted_before(office, clock)
    before = office.rows(REMINDERS)
    plan(office.office)
    joined = office.rows(REMINDERS)
    assert joined != before
    plan(office.office)
    assert office.rows(REMINDERS) == joined

    def failing(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("cycle.letters.sealing.press.Press.anew", failing)
    found = office.seal()
    assert (found.counts["sealed"] >= 1, found.hindered) == (True, [])
