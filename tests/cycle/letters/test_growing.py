"""A mark that joins a reminder while somebody else has drafted it is told in it, or in the next one: never lost."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from cycle.database import patiently
from cycle.letters.planning import plan
from tests.conftest import TestClock
from tests.cycle.letters.passes import passed, screening
from tests.cycle.letters.posted import BODY, Posted, posted
from tests.scene import Scene

T = TypeVar("T")
SOON, MORNING = "2024-03-12T00:05:00+07:00", "2024-03-12T08:00:00+07:00"
# Told by the letter of the commune, though the letter that the mark names is another recipient's.
UNTOLD = "UPDATE effect SET told = NULL WHERE subject = ? AND told <> ''"


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

    monkeypatch.setattr("cycle.letters.sealing.patiently", between)


def drafted_before(office: Posted, clock: TestClock) -> str:
    """A dossier whose mark is planned only after the reminder to the commune was drafted for another one."""
    screening(office.scene)
    late = screening(office.scene, office.scene.add_product(2))
    passed(office.scene, SOON, clock)
    office.run(UNTOLD, late)
    clock.set(MORNING)
    return late


def told_to(office: Posted, recipient: str) -> list[str]:
    """The dossiers whose deadlines the reminders to a recipient told, as their records say."""
    sealed = [one for one in office.records(recipient) if one["event"] == "sealed" and one["kind"] == "reminder"]
    return [told["dossier"] for one in sealed for told in one["tells"] if "dossier" in told]


def test_a_mark_that_joins_a_drafted_reminder_is_told_in_it(
    office: Posted, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = drafted_before(office, clock)
    beside(office, lambda: plan(office.office), monkeypatch)
    assert office.seal().counts["sealed"] >= 1
    assert late in told_to(office, BODY)


def test_a_mark_that_joins_another_recipients_reminder_first_is_told_too(
    office: Posted, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = drafted_before(office, clock)

    def elsewhere() -> None:
        plan(office.office)
        office.run("UPDATE effect SET told = 'TH-KHAC' WHERE subject = ? AND told <> ''", late)

    beside(office, elsewhere, monkeypatch)
    assert office.seal().counts["sealed"] >= 1
    assert late in told_to(office, BODY)


def test_a_reminder_that_took_nothing_up_is_not_composed_again(
    office: Posted, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted_before(office, clock)
    before = office.rows("SELECT code, about FROM letter WHERE kind = 'reminder' ORDER BY code")
    plan(office.office)
    joined = office.rows("SELECT code, about FROM letter WHERE kind = 'reminder' ORDER BY code")
    assert joined != before
    plan(office.office)
    assert office.rows("SELECT code, about FROM letter WHERE kind = 'reminder' ORDER BY code") == joined

    def failing(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("cycle.letters.press.Press.anew", failing)
    found = office.seal()
    assert (found.counts["sealed"] >= 1, found.hindered) == (True, [])
