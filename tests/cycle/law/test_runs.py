"""A run of a change of law may die anywhere, is shared, ended once, and taken back by who may."""

import itertools
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands.law import moving
from cycle.commands.publishing import publish
from cycle.database import Database
from cycle.law import Back, apply_plan, applying, revert_run, to_return
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.law import list_moves, list_runs
from cycle.queries.verification import verify
from tests import laws
from tests.cycle.law.told import everything, moves, runs, taken_back, told_of_runs, view
from tests.scene import CONFIG, Scene, declared
from workflows.verdict import Reason, Refusal


def test_runs_and_what_they_moved_are_told_to_who_sees_everything(small: Scene) -> None:
    laws.applied(small, everything())
    assert moves(small, runs(small)[0].code)
    seen = view(everything=False)
    for told in (list_runs(small.office, seen), list_moves(small.office, seen, "LAW-1")):
        assert isinstance(told, Reason)
        assert (told.code, told.params["permission"]) == ("not_permitted", ["see.all"])


class Killed(Exception):
    """The process died."""


@contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, at: int) -> Iterator[None]:
    """The process dies at the writing of the dossier of a number."""
    written, real = itertools.count(1), moving.move_by_law

    def write(*args: Any) -> Any:
        if next(written) == at:
            raise Killed
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(applying, "move_by_law", write)
        patch.setattr(applying, "BATCH", 5)
        with pytest.raises(Killed):
            yield


@pytest.mark.parametrize("at", [1, 7, 12])
def test_a_run_killed_anywhere_is_gone_on_with(small: Scene, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    with dying(monkeypatch, at):
        laws.applied(small, everything())
    assert verify(small.office).faults == ()
    first = len(moves(small, "LAW-1"))
    assert runs(small)[0].ended is None
    moved = laws.applied(small, everything())
    assert first + len(moved) == 2 * len(laws.STATES)
    assert [run.code for run in runs(small)] == ["LAW-1"]
    assert verify(small.office).faults == ()


def may_no_more(scene: Scene) -> None:
    with scene.office.database.writing() as transaction:
        transaction.run("DELETE FROM account_grant WHERE account = ?", (laws.SECRETARIAT.account,))


def test_who_may_apply_no_more_begins_no_run(small: Scene) -> None:
    desk = laws.desk_for(small, everything())
    may_no_more(small)
    answers = [one.answer for one in apply_plan(desk) if one.answer is not None]
    assert answers
    assert {one.reasons[0].code for one in answers if isinstance(one, Refusal)} == {"not_permitted"}
    assert (runs(small), told_of_runs(small)) == ((), [])


def test_a_run_whose_keeper_may_no_more_waits_for_the_next(small: Scene) -> None:
    moving_on = apply_plan(laws.desk_for(small, everything()))
    first = next(one for one in moving_on if one.answer is not None)
    may_no_more(small)
    rest = [one.answer for one in moving_on]
    assert isinstance(first.answer, Done)
    assert "not_permitted" in {one.reasons[0].code for one in rest if isinstance(one, Refusal)}
    assert told_of_runs(small) == ["begun"]
    assert runs(small)[0].ended is None


def test_a_run_that_is_not_taken_back_by_whoever_may_says_nothing(small: Scene) -> None:
    laws.applied(small, everything())
    may_no_more(small)
    assert {type(one) for one in answered(small, moves(small, "LAW-1"))} == {Refusal}
    assert told_of_runs(small) == ["begun", "ended"]


def answered(scene: Scene, moves: Any) -> list[Any]:
    back = Back("LAW-1", "Nhầm")
    codes = tuple(one.dossier for one in moves)
    return [one.answer for one in revert_run(scene.office, laws.SECRETARIAT, back, codes)]


def test_two_who_apply_at_once_move_each_dossier_once(scene: Scene) -> None:
    found: list[Any] = []

    def apply() -> None:
        office = Office(
            Database(str(scene.office.database.url.render_as_string(hide_password=False))), Rulebook(), clock
        )
        own = Scene(office)
        found.extend(laws.applied(own, everything()))
        office.database.close()

    clock = scene.office.clock
    workers = [threading.Thread(target=apply) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    done = Counter(one.tried.dossier for one in found if isinstance(one.answer, Done))
    assert set(done.values()) == {1}
    assert len(done) == 4 * len(laws.STATES)
    with scene.office.database.reading() as transaction:
        assert transaction.rows("SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM law_move GROUP BY dossier) m") == [(1,)]
    assert verify(scene.office).faults == ()


def test_a_run_that_is_not_there_is_told_with_those_that_are(small: Scene) -> None:
    answer = to_return(small.office, laws.SECRETARIAT, Back("LAW-9", "thử"))
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["law_run_unknown"]


def test_a_run_taken_back_while_it_goes_on_is_closed_and_the_rest_moves_under_another(small: Scene) -> None:
    moving_on = apply_plan(laws.desk_for(small, everything()))
    first = next(one for one in moving_on if one.answer is not None)
    assert all(isinstance(one, Done) for one in taken_back(small, "LAW-1"))
    rest = [one for one in moving_on if isinstance(one.answer, Done)]
    assert {run.code: (run.ended is None, run.reverted is None) for run in runs(small)} == {
        "LAW-1": (True, False),
        "LAW-2": (False, True),
    }
    assert first.tried.dossier not in {one.dossier for one in moves(small, "LAW-2")}
    assert {one.tried.dossier for one in rest} >= {one.dossier for one in moves(small, "LAW-2")}
    laws.applied(small, everything())
    assert [run.code for run in runs(small)] == ["LAW-3", "LAW-2", "LAW-1"]
    assert verify(small.office).faults == ()


def test_rules_published_meanwhile_stop_what_is_judged_by_those_before(small: Scene, tmp_path: Path) -> None:
    moving_on = apply_plan(laws.desk_for(small, everything()))
    first = next(one for one in moving_on if one.answer is not None)
    config = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    programme = config / "programmes" / "quang-ngai-2024" / "programme.yaml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace('closes: "2024-04-30"', 'closes: "2024-05-31"', 1), encoding="utf-8")
    assert isinstance(publish(small.office, laws.SECRETARIAT, declared(config), None), Done)
    refused = [one.answer for one in moving_on if isinstance(one.answer, Refusal)]
    assert isinstance(first.answer, Done)
    assert {one.reasons[0].code for one in refused} == {"law_rules_changed"}
    assert all(isinstance(one.answer, Done) for one in laws.applied(small, everything()))
    assert verify(small.office).faults == ()
