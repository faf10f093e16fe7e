"""Numbers of letters: one after the other for each recipient and year, whoever seals and however many do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from cycle.database import Database
from cycle.letters.sealing.seal import seal_due
from cycle.queries.letters.letter_standing import letter_standing
from tests.conftest import TestClock
from tests.cycle.letters.posted import BODY, MAKER, Posted, posted
from tests.scene import Scene

SEALERS = 8


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def seal_until_none_is_left(office: Posted) -> int:
    """How many letters one of several sealers seals on a database of its own."""
    own = replace(office.office, database=Database(office.office.database.url.render_as_string(hide_password=False)))
    sealed = 0
    while True:
        counts = seal_due(own, office.post).counts
        sealed += counts["sealed"]
        if not counts["left"]:
            own.database.close()
            return sealed


@pytest.mark.torture
def test_eight_sealers_at_once_leave_no_gap_and_give_no_number_twice(
    office: Posted, share: Callable[[int], int]
) -> None:
    record, many = office.step(), share(600)
    notice = {"stream": record[0], "seq": record[1]}
    for number in range(many):
        recipient = (MAKER, BODY)[number % 2]
        office.plan(f"notice/x/{number}", ("decided", "recognised")[number % 2], "notice", recipient, notice)
    with ThreadPoolExecutor(SEALERS) as pool:
        assert sum(pool.map(lambda _: seal_until_none_is_left(office), range(SEALERS))) == many
    assert office.numbers(MAKER) == [(2024, number) for number in range(1, many // 2 + 1)]
    assert office.numbers(BODY) == [(2024, number) for number in range(1, many // 2 + 1)]
    assert [record["number"] for record in office.records(BODY)] == list(range(1, many // 2 + 1))
    assert letter_standing(office.office).gaps == ()


def test_a_number_that_is_gone_is_named(office: Posted) -> None:
    first, _, last = office.notice(), office.notice(), office.notice()
    office.seal()
    assert letter_standing(office.office).gaps == ()
    for code, gap in ((first, (2, 3)), (last, (1, 3))):
        office.run("DELETE FROM delivery WHERE letter = ?", code)
        office.run("DELETE FROM letter WHERE code = ?", code)
        assert [(one.recipient, one.year, one.found, one.last) for one in letter_standing(office.office).gaps] == [
            (MAKER, 2024, *gap)
        ]
