"""The bench runs whole on the smallest database there is, and its hand does what the engine does. No speeds here."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import Sizes, run
from bench.bare import Hand
from bench.grounds import driver_connection, grounds
from bench.preparing import Asked, prepare
from bench.rounds import Measured
from bench.stand import Stand, stand
from bench.table import GROWTH_REACH, Result, growth_lines, growths, lines
from cycle.answers import Done
from cycle.commands.fire import fire
from cycle.queries.history import verify

SMALLEST = replace(
    Sizes((15, 20), rounds=1, acts=2, many=2, replays=2, rows=3, deadlines=(20, 40), letters=5, told=3, ranked=5),
    open=22,
    turns=(1, 2),
)
CASES = {
    "board",
    "fire",
    "fire, against one INSERT + UPDATE",
    "fire-many, per dossier",
    "first sweep, a tenth due, per deadline",
    "import of 3 rows, per row",
    "import, against reading the workbook",
    "law apply, per dossier, against 6 ms",
    "law try, per dossier, against 6 ms",
    "list, far page, filtered",
    "list, first page",
    "longest wait of an act meanwhile, 1 s",
    "rank and explain, against adding up 9 sheets",
    "rank, against adding up 9 sheets",
    "reminders of 300 organisations, against 60 s",
    "replay, per record",
    "search for dossiers",
    "search for producers",
    "search for products",
    "sending queued letters, per letter",
    "sheets entered, per sheet, against its rows",
    "step with a result, against COUNCIL_RESULTS",
    "sweep with nothing new, against 5 ms",
    "turns closed and concluded, against their rows",
    "turns opened, per turn, against its rows",
    "verify, per record",
    "… composing and rendering, per letter",
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_case_is_measured_with_a_ratio(kind: str) -> None:
    results = run((kind,), SMALLEST, 1)
    pipelined = {"fire, against a pipeline by hand"} if kind == "postgresql" else set()
    assert {one.case for one in results} == CASES | pipelined
    assert all(ratio > 0 for one in results for ratio in one.measured.ratios)
    assert {one.dossiers for one in results if one.case == "board"} == {15, 20}


def test_the_hand_asks_and_writes_what_the_engine_does(tmp_path: Path) -> None:
    with grounds(("sqlite",), tmp_path) as (ground,), stand(ground, 20, 2, 1) as there:
        for trigger in ("resubmit", "return"):
            ours, told = _traced(there, trigger)
            text = Hand(driver_connection(there.url), postgresql=False)
            prepared = prepare(there.office, ours, text.text)(Asked(4, there.place(4), trigger, f"hand-{trigger}"))
            assert sorted(told) == sorted(_traced_by_hand(text, prepared))
            text.connection.close()


def test_a_crowd_is_a_history_that_verifies_and_goes_on(tmp_path: Path) -> None:
    with grounds(("sqlite",), tmp_path) as (ground,), stand(ground, 20, 2, 1) as there:
        before = verify(there.office)
        assert before.faults == ()
        answer = fire(there.office, Asked(7, there.place(7), "resubmit", "again").fire)
        assert isinstance(answer, Done), answer
        after = verify(there.office)
        assert (after.faults, after.records) == ((), before.records + 1)


def test_the_table_says_what_is_reached_and_what_is_missed() -> None:
    small, large = Measured(20.0, 10.0, (2.0,), 1), Measured(30.0, 10.0, (3.0,), 1)
    results = [Result("board", "sqlite", 10, small, 2.5), Result("board", "sqlite", 100, large, 2.5)]
    told = "\n".join(lines(results))
    assert "2.00" in told
    assert "<= 2.5 reached" in told
    assert "<= 2.5 MISSED" in told
    (growth,) = growths(results)
    assert growth.factor == pytest.approx(1.5)
    assert f"<= {GROWTH_REACH} MISSED" in growth_lines([growth])[-1]


def _traced(there: Stand, trigger: str) -> tuple[Asked, list[str]]:
    """What the engine says to the driver for one act."""
    asked = Asked(3, there.place(3), trigger, f"engine-{trigger}")
    told: list[str] = []
    with there.office.database.writing() as transaction:
        driver: Any = transaction.connection.connection.driver_connection
    driver.set_trace_callback(told.append)
    answer = fire(there.office, asked.fire)
    driver.set_trace_callback(None)
    assert isinstance(answer, Done), answer
    return asked, [_shape(one) for one in told]


def _traced_by_hand(hand: Hand, prepared: Any) -> list[str]:
    told: list[str] = []
    hand.connection.set_trace_callback(told.append)
    hand.begin()
    hand.act(prepared)
    hand.connection.commit()
    hand.connection.set_trace_callback(None)
    return [_shape(one) for one in told]


def _shape(statement: str) -> str:
    """A statement without what it was asked with."""
    return " ".join(statement.split()[:6]).partition("'")[0]
