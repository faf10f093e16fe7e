"""A session of a round: of the council's own level, for dossiers of that round and those in none, late with a word."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from cycle.answers import Answer, Done
from cycle.commands import councils
from cycle.commands.councils import OpenSession
from tests.cycle.commands.councils.sitting import SECRETARY, TODAY, Sitting, codes
from workflows.verdict import Refusal

OWN, NEXT, OF_CENTRE = "T-02-2026", "T-01-2027", "TW-02-2026"


@pytest.fixture
def free(sitting: Sitting) -> Sitting:
    """The same council; its dossier, of the round of its day, is in no session."""
    sitting.done(councils.CancelSession, note="Hoãn")
    return sitting


def opening(sitting: Sitting, of_round: str | None, day: date = TODAY) -> OpenSession:
    return OpenSession(SECRETARY, sitting.council, "meeting", day, of_round)


def turn_in(sitting: Sitting, of_round: str | None) -> Answer:
    opened = councils.open_session(sitting.office, opening(sitting, of_round))
    assert isinstance(opened, Done), opened
    return sitting.open_turn(opened.target)


def test_a_council_of_the_province_holds_no_session_of_a_round_of_the_centre(free: Sitting) -> None:
    asked = opening(free, OF_CENTRE)
    for answer in (councils.try_open_session(free.office, asked), councils.open_session(free.office, asked)):
        assert codes(answer) == ["round_of_other_level"]
        assert isinstance(answer, Refusal)
        told = answer.reasons[0].params
        assert (told["round"], told["level"], told["own"]) == (OF_CENTRE, "centre", "province")


@pytest.mark.parametrize("of_round", [OWN, None])
def test_a_dossier_comes_before_a_session_of_its_round_or_of_none(free: Sitting, of_round: str | None) -> None:
    assert isinstance(turn_in(free, of_round), Done)


def test_a_dossier_of_another_round_is_refused_with_both_named_until_it_is_moved(free: Sitting) -> None:
    refused = turn_in(free, NEXT)
    assert codes(refused) == ["dossier_of_other_round"]
    assert isinstance(refused, Refusal)
    told = refused.reasons[0].params
    assert (told["round"], told["held"], told["dossier"]) == (OWN, NEXT, free.dossier)
    free.scene.done(free.dossier, "postpone", "to_chuc", note="Chủ thể vắng")
    assert codes(turn_in(free, OWN)) == ["dossier_of_other_round"]
    assert isinstance(turn_in(free, NEXT), Done)


def test_a_dossier_in_no_round_comes_before_any_session(free: Sitting) -> None:
    with free.office.database.writing() as transaction:
        [(text,)] = transaction.rows("SELECT data FROM dossier WHERE code = ?", (free.dossier,))
        data = orjson.loads(text)
        del data["values"]["round"]
        transaction.run("UPDATE dossier SET data = ? WHERE code = ?", (orjson.dumps(data).decode(), free.dossier))
    assert isinstance(turn_in(free, NEXT), Done)


@pytest.mark.parametrize(("day", "late"), [(date(2026, 12, 29), False), (date(2026, 12, 30), True)])
def test_a_session_after_the_last_day_of_its_round_tells_that_day(free: Sitting, day: date, late: bool) -> None:
    asked = opening(free, OWN, day)
    for answer in (councils.try_open_session(free.office, asked), councils.open_session(free.office, asked)):
        assert isinstance(answer, Done), answer
        assert answer.details.get("held_by") == ("2026-12-29" if late else None)
    without = councils.try_open_session(free.office, replace(asked, round=None))
    assert isinstance(without, Done), without
    assert "held_by" not in without.details
