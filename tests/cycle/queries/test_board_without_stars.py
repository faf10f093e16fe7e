"""The board of a programme that gives no stars: what cannot be counted is left out, not shown as nought."""

from collections.abc import Iterator
from datetime import date

import pytest

from cycle.office import Office
from cycle.pictures.board import draw_board
from cycle.queries.seasons.board import Board, board
from cycle.queries.viewing import View
from cycle.texts import Texts
from tests.conftest import TestClock
from tests.cycle.queries.test_funnel import craft_villages

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(sqlite_url: str, clock: TestClock) -> Iterator[Office]:
    clock.set("2026-03-02T02:00:00+00:00")
    made = craft_villages(sqlite_url, clock)
    yield made
    made.database.close()


def seen(office: Office) -> Board:
    found = board(office, View("to_chuc", TODAY, everything=True), "CV2026", TODAY)
    assert isinstance(found, Board), found
    return found


def test_what_only_stars_can_tell_is_not_counted(office: Office) -> None:
    found = seen(office)
    assert (found.dossiers, found.open, found.evaluated, found.rated) == (1, 1, None, False)
    (place,) = found.localities
    assert (place.dossiers, place.evaluating, place.evaluated, place.recognised) == (1, None, None, None)
    assert [row.reached for row in found.targets] == [None]


@pytest.mark.parametrize(("language", "word"), [("vi", "đánh giá"), ("en", "valuat")])
def test_the_picture_does_not_speak_of_evaluations(office: Office, language: str, word: str) -> None:
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, TODAY)
    assert published is not None
    told = draw_board(Texts(language).under(published.rules), seen(office))
    assert word not in told
    assert ("1 hồ sơ" if language == "vi" else "Dossiers: 1") in told
