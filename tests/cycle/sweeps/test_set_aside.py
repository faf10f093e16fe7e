"""What cannot be done is set aside with its reason, the rest is done, and once it can be done it is."""

from datetime import timedelta

import pytest

from cycle.sweeps import sweep
from tests.conftest import TestClock
from tests.cycle.sweeps.looking import by_machine, count, in_screening, is_true_to_history, returned, stands
from tests.scene import Scene

OVER = "2024-03-25T00:00:00+07:00"
REMINDED = "2024-03-12T09:00:00+07:00"
PINNED = "SELECT definition FROM dossier WHERE code = ?"


def test_a_dossier_whose_rules_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    timely: Scene, clock: TestClock
) -> None:
    poisoned, *others = [returned(timely, timely.add_product(number)) for number in range(2, 6)]
    right = _pin(timely, poisoned, "papers.yaml")
    clock.set(OVER)
    found = sweep(timely.office, "a")
    assert found.counts["expired"] == len(others)
    (aside,) = found.aside
    assert (aside.key[:3], aside.reason.code) == (("deadline", poisoned, "resubmission"), "publication_unreadable")
    clock.advance(timedelta(hours=1))
    assert len(sweep(timely.office, "a").aside) == 1
    (shown,) = stands(timely).set_aside
    assert (shown.subject, shown.attempts, shown.since < shown.last) == (poisoned, 2, True)
    _repin(timely, poisoned, right)
    assert sweep(timely.office, "a").counts["expired"] == 1
    assert stands(timely).set_aside == ()
    assert len(by_machine(timely, "deadline")) == len(others) + 1
    assert is_true_to_history(timely)


@pytest.mark.parametrize("damage", ["no json", '{"format": 2, "marks": [{"mark": 1}]}', '{"format": 2}', "[]"])
def test_a_derivation_that_cannot_be_read_stops_nobody_else_from_being_reminded(
    timely: Scene, clock: TestClock, damage: str
) -> None:
    poisoned, other = [in_screening(timely, timely.add_product(number)) for number in (2, 3)]
    with timely.office.database.writing() as transaction:
        (kept,) = transaction.row("SELECT derivation FROM deadline WHERE dossier = ?", (poisoned,)) or ("",)
    _derive(timely, poisoned, damage)
    clock.set(REMINDED)
    found = sweep(timely.office, "a")
    assert found.counts["reminders"] == 1
    assert [(one.key[1], one.reason.code) for one in found.aside] == [(poisoned, "derivation_unreadable")]
    _derive(timely, poisoned, kept)
    again = sweep(timely.office, "a")
    assert (again.counts["reminders"], again.aside, count(timely, "set_aside")) == (1, (), 0)
    assert is_true_to_history(timely)
    assert other


def test_what_was_set_aside_and_then_settled_by_people_is_forgotten(timely: Scene, clock: TestClock) -> None:
    poisoned = returned(timely)
    right = _pin(timely, poisoned, "papers.yaml")
    clock.set(OVER)
    assert len(sweep(timely.office, "a").aside) == 1
    _repin(timely, poisoned, right)
    timely.done(poisoned, "lapse", "to_chuc")
    found = sweep(timely.office, "a")
    assert (found.aside, count(timely, "set_aside")) == ((), 0)
    assert found.counts["void"] > 0


def _pin(scene: Scene, dossier: str, path: str) -> str:
    """Let a dossier pin a text that is no workflow; what it pinned before."""
    with scene.office.database.writing() as transaction:
        (right,) = transaction.row(PINNED, (dossier,)) or ("",)
        (wrong,) = transaction.row("SELECT file FROM publication_file WHERE path = ?", (path,)) or ("",)
        transaction.write("UPDATE dossier SET definition = ? WHERE code = ?", (wrong, dossier))
    return str(right)


def _repin(scene: Scene, dossier: str, right: str) -> None:
    with scene.office.database.writing() as transaction:
        transaction.write("UPDATE dossier SET definition = ? WHERE code = ?", (right, dossier))


def _derive(scene: Scene, dossier: str, text: str) -> None:
    with scene.office.database.writing() as transaction:
        transaction.write("UPDATE deadline SET derivation = ? WHERE dossier = ? AND status = 'open'", (text, dossier))
