"""What is told of runs of a change of law, and runs taken back, for the tests of both."""

from datetime import date
from typing import Any

import orjson

from cycle.law import Asked, Back, revert_run, to_return
from cycle.queries.law import LawMove, LawRun, list_moves, list_runs
from cycle.queries.viewing import View
from tests import laws
from tests.scene import Scene
from workflows.verdict import Refusal

ALL = {"accept": True, "note": "Theo gợi ý của kế hoạch", "basis": "1489/QĐ-TTg"}


def everything() -> Asked:
    return laws.asked_of(laws.TO_1489, **ALL)


def view(*, everything: bool = True) -> View:
    return View("to_chuc", date(2025, 7, 7), everything=everything)


def runs(scene: Scene) -> tuple[LawRun, ...]:
    found = list_runs(scene.office, view())
    assert isinstance(found, tuple), found
    return found


def moves(scene: Scene, run: str) -> tuple[LawMove, ...]:
    found = list_moves(scene.office, view(), run)
    assert isinstance(found, tuple), found
    return found


def rows(scene: Scene) -> tuple[list[Any], list[Any]]:
    with scene.office.database.reading() as transaction:
        return laws.rows_of(transaction)


def taken_back(scene: Scene, run: str, only: tuple[str, ...] = ()) -> list[Any]:
    back = Back(run, "Nhầm", only)
    codes = to_return(scene.office, laws.SECRETARIAT, back)
    assert not isinstance(codes, Refusal)
    return [one.answer for one in revert_run(scene.office, laws.SECRETARIAT, back, codes)]


def told_of_runs(scene: Scene) -> list[str]:
    with scene.office.database.reading() as transaction:
        found = transaction.rows("SELECT payload FROM record WHERE stream = 'register' AND kind = 'law' ORDER BY seq")
    return [orjson.loads(text)["event"] for (text,) in found]
