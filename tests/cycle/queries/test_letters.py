"""Questions about letters, on both databases: lists by every filter and order, one letter, how all of them stand."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cycle.queries.letters.letter import LetterTold, code_meant, read_letter
from cycle.queries.letters.letter_standing import letter_standing
from cycle.queries.letters.letters import SORTS, STATUSES, LetterFilter, list_letters, wrong_letter_filter
from cycle.queries.paging import Page
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.letters.posted import BODY, MAKER, Posted, posted
from tests.scene import COMMUNE, PRODUCER, PROGRAMME, Scene
from workflows.verdict import Reason

TODAY = date(2024, 3, 5)
ALL = View("to_chuc", TODAY, everything=True)
NEAR = View("xa", TODAY, areas=frozenset({COMMUNE}))
OWN = View("chu_the", TODAY, producers=frozenset({PRODUCER}))
ELSEWHERE = View("huyen_khac", TODAY, areas=frozenset({"524"}))


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def listed(office: Posted, view: View = ALL, sort: str = "code", **wanted: Any) -> list[str]:
    found = list_letters(office.office, view, replace(LetterFilter(), **wanted), Page(sort=sort))
    assert found.total == len(found.rows)
    return [row.code for row in found.rows]


def test_letters_are_found_by_every_filter_and_in_every_order(office: Posted) -> None:
    record = office.step()
    sealed, other = office.notice(record=record), office.notice(BODY, "recognised", record)
    assert office.seal().counts["sealed"] == 2
    office.run("UPDATE delivery SET status = 'uncertain' WHERE letter = ?", other)
    waiting = office.reminder()
    everything = sorted([sealed, other, waiting])
    assert all(sorted(listed(office, sort=sort)) == everything for sort in SORTS)
    assert listed(office, sort="sent")[0] == waiting
    by_status = {status: listed(office, status=status) for status in STATUSES}
    assert {status: found for status, found in by_status.items() if found} == {
        "queued": [waiting],
        "sending": [sealed],
        "uncertain": [other],
    }
    dossier = record[0].partition("/")[2]
    assert listed(office, dossier=dossier) == sorted([sealed, other])
    assert listed(office, recipient=COMMUNE, kind="reminder") == [waiting]
    assert listed(office, recipient=MAKER, programme=PROGRAMME) == [sealed]
    assert listed(office, since=TODAY, until=TODAY) == everything
    assert listed(office, since=date(2024, 3, 6)) == listed(office, until=date(2024, 3, 4)) == []


def test_everybody_sees_the_letters_to_whom_they_see(office: Posted) -> None:
    mine, theirs = office.notice(), office.notice(BODY, "recognised")
    assert listed(office, NEAR) == sorted([mine, theirs])
    assert listed(office, OWN) == [mine]
    assert listed(office, ELSEWHERE) == []
    assert isinstance(read_letter(office.office, ELSEWHERE, mine), Reason)
    assert isinstance(code_meant(office.office, OWN, theirs), Reason)
    wrong = LetterFilter(programme="QNG1999", recipient="999", dossier="KHONG")
    assert len(wrong_letter_filter(office.office, ALL, wrong)) == 3


def test_a_letter_is_read_with_its_words_its_deliveries_and_its_records(office: Posted) -> None:
    code = office.notice()
    office.seal()
    assert code_meant(office.office, ALL, f"{PRODUCER}/2024/1") == code
    assert isinstance(code_meant(office.office, ALL, f"{PRODUCER}/2024/2"), Reason)
    found = read_letter(office.office, OWN, code)
    assert isinstance(found, LetterTold)
    assert found.words is not None
    assert "Kính gửi: Hợp tác xã Thử nghiệm" in found.words.plain
    assert "<html" in found.words.html
    assert 0 < len(found.words.short) <= 500
    assert [(one.address, one.status) for one in found.deliveries] == [("htx@example.vn", "queued")]
    assert [one.event for one in found.records] == ["sealed"]
    assert found.records[0].personal == {"addresses": "htx@example.vn"}
    assert "addresses" not in found.records[0].payload


def test_how_letters_stand_is_counted(office: Posted) -> None:
    office.notice()
    office.seal()
    office.run("UPDATE delivery SET status = 'failed'")
    office.run("UPDATE producer SET email = NULL")
    office.notice()
    office.seal()
    office.reminder()
    found = letter_standing(office.office)
    assert (found.queued, found.held, found.hindered, found.failed, found.gaps) == (2, 1, 0, 1, ())
    assert found.oldest is not None
    assert found.troubled
