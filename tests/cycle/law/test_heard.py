"""What a council considers does not move meanwhile, and what it has considered since a move does not go back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from cycle.answers import Done
from cycle.commands.assessing import Assessment, assess
from cycle.commands.councils import CancelSession, OpenTurns, SetTurnAside
from cycle.commands.permits import Caller
from cycle.database import Database
from cycle.law import Asked, Back, Chosen, apply_plan, revert_run, to_return
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.verification import verify
from cycle.sweeps import sweep
from tests import laws
from tests.conftest import TestClock
from tests.evaluating import PROGRAMME, Scene, filed, scene_26
from tests.judged import SET, best, done, judge, opened, scoring_set
from tests.kept import begin_as_kept
from workflows.verdict import Refusal

FILED, AFTER = "2026-05-20T02:00:00+00:00", "2026-07-23T02:00:00+00:00"
EVALUATION = f"{PROGRAMME}-0001.1"
WALK = (
    ("propose", "xa", {"commune_report": "commune_report", "commune_request": "commune_request"}),
    ("complete_review", "to_tu_van", {"report": "advisory_report"}),
)


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    """An evaluation of the old law that waits for its council when the time for finishing is over."""
    clock.set(FILED)
    begin_as_kept(database_url, ("before the council",), lambda: _walk(database_url, clock))
    clock.set(AFTER)
    scene = Scene(Office(Database(database_url), Rulebook(), clock, rehearsal=True))
    sweep(scene.office, "law")
    yield scene
    scene.office.database.close()


def _walk(url: str, clock: TestClock) -> None:
    scene = scene_26(url, clock, early=True)
    assert filed(scene) == EVALUATION
    for trigger, actor, papers in WALK:
        scene.done(EVALUATION, trigger, actor, values={name: f"{EVALUATION}/{one}/1" for name, one in papers.items()})
    scene.office.database.close()


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """The shipped plan, but that the council goes on with what lies before it."""
    text = laws.TO_26.read_text(encoding="utf-8")
    line = "choices: [province.in_review, province.received],\n         deadlines: {province_evaluation: end}"
    assert line in text
    plan = tmp_path / "tiep-tuc.yaml"
    plan.write_text(text.replace(line, "choices: [province.in_council]"), encoding="utf-8")
    return laws.asked_of(plan, choices={EVALUATION: Chosen("province.in_council")}, note="Họp tiếp")


def taken_back(scene: Scene) -> list[Any]:
    back = Back("LAW-1", "Nhầm")
    codes = to_return(scene.office, Caller("to_chuc"), back)
    assert not isinstance(codes, Refusal)
    return [one.answer for one in revert_run(scene.office, Caller("to_chuc"), back, codes)]


def test_a_session_held_since_keeps_a_dossier_where_it_is(scene: Scene, asked: Asked) -> None:
    (moved,) = applied(scene, asked)
    assert isinstance(moved.answer, Done), moved
    session = judge(scene, EVALUATION)
    (answer,) = taken_back(scene)
    assert isinstance(answer, Refusal)
    assert [(one.code, one.params["session"]) for one in answer.reasons] == [("law_heard_since", session)]
    assert verify(scene.office).faults == ()


def test_a_session_that_was_cancelled_does_not(scene: Scene, asked: Asked) -> None:
    applied(scene, asked)
    session = opened(scene)
    done(scene, OpenTurns, session=session, dossiers={EVALUATION: SET})
    done(scene, SetTurnAside, session=session, dossier=EVALUATION, note="Không đủ thành viên")
    done(scene, CancelSession, session=session, note="Không đủ thành viên")
    assert [type(one) for one in taken_back(scene)] == [Done]
    assert verify(scene.office).faults == ()


def test_an_open_turn_keeps_a_dossier_until_it_is_concluded_or_void(scene: Scene, asked: Asked) -> None:
    session = opened(scene)
    with scene.office.database.writing() as transaction:
        # Sheets of the old decision are not shipped: an office loads them.
        row = (session, EVALUATION, 1, "qd1489_2025", SET, "open", 1)
        transaction.run(OPEN_TURN, row)
    (moved,) = applied(scene, asked)
    assert [(one.code, one.params) for one in moved.tried.result.reasons] == [
        ("law_turn_open", {"dossier": EVALUATION, "session": session})
    ]
    assert moved.answer is None


def test_what_was_concluded_under_the_old_law_keeps_nobody_from_scoring(scene: Scene, asked: Asked) -> None:
    old = opened(scene)
    with scene.office.database.writing() as transaction:
        row = (old, EVALUATION, 1, "qd1489_2025", SET, "concluded", 1, 1, 1)
        transaction.run(CONCLUDED_TURN, row)
    (moved,) = applied(scene, asked)
    assert isinstance(moved.answer, Done), moved
    done(scene, OpenTurns, session=opened(scene), dossiers={EVALUATION: SET})


def test_an_assessment_by_the_new_law_keeps_a_dossier_where_it_is(scene: Scene, asked: Asked) -> None:
    applied(scene, asked)
    assessed = assess(
        scene.office, Assessment(Caller("chu_the"), EVALUATION, best(scoring_set(scene.office)), set_number=SET)
    )
    assert isinstance(assessed, Done), assessed
    (answer,) = taken_back(scene)
    assert isinstance(answer, Refusal)
    assert [one.code for one in answer.reasons] == ["law_acted_since"]


def test_what_goes_on_before_the_council_joins_the_round_of_the_day(scene: Scene) -> None:
    (moved,) = applied(scene, laws.asked_of(laws.TO_26, accept=True, note="Theo gợi ý"))
    assert moved.tried.result.target == "province.in_review"
    with scene.office.database.reading() as transaction:
        joined = transaction.rows("SELECT dossier, name, round FROM dossier_round")
        clocks = transaction.rows("SELECT last_day FROM deadline WHERE name = 'session' AND status = 'open'")
    assert (joined, clocks) == ([(EVALUATION, "round", "T-02-2026")], [("2026-12-29",)])
    assert [type(one) for one in taken_back(scene)] == [Done]
    with scene.office.database.reading() as transaction:
        assert transaction.rows("SELECT dossier FROM dossier_round") == []
    assert verify(scene.office).faults == ()


def test_what_the_way_there_would_have_numbered_is_numbered_by_the_next_acts(scene: Scene) -> None:
    applied(scene, laws.asked_of(laws.TO_26, accept=True, note="Theo gợi ý"))
    scene.done(EVALUATION, "register_receipt", "to_chuc")
    report = scene.paper("advisory_report", "dossier", EVALUATION, scene.office.clock.now().date())
    scene.done(EVALUATION, "complete_review", "to_tu_van", values={"report": report})
    with scene.office.database.reading() as transaction:
        (data,) = transaction.row("SELECT data FROM dossier WHERE code = ?", (EVALUATION,)) or ("{}",)
    values = orjson.loads(data)["values"]
    assert values["province_receipt"] == "01/PĐK-51-21244-2026"
    assert values["product_code"] == "51-21244-01-2026"
    assert verify(scene.office).faults == ()


def applied(scene: Scene, asked: Asked) -> list[Any]:
    desk = laws.desk_for(scene, asked, account="to_chuc")
    return list(apply_plan(desk))


OPEN_TURN = (
    "INSERT INTO turn (session, dossier, number, criteria, set_number, status, opened_seq) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
CONCLUDED_TURN = (
    "INSERT INTO turn (session, dossier, number, criteria, set_number, status, opened_seq, closed_seq, concluded_seq) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
