"""Opening seasons and dossiers: when, by whom, and of what kind."""

from datetime import date

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.producers import producers
from cycle.commands.register import register
from cycle.commands.seasons import opening
from tests.conftest import TestClock
from tests.scene import COMMUNE, PRODUCER, PRODUCT, PROGRAMME, Scene, found_office
from workflows.verdict import Refusal


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def asked(**more: object) -> opening.Opening:
    return opening.Opening(PROGRAMME, PRODUCT, **more)  # type: ignore[arg-type]  # each value is of its own field


def test_what_a_step_opens_is_not_opened_by_hand(scene: Scene) -> None:
    for family in ("evaluation", "certificate"):
        answer = opening.open_dossier(scene.office, scene.secretariat, asked(family=family))
        assert "family_not_opened_by_hand" in codes(answer)


def test_a_dossier_is_opened_no_further_back_than_acts_may_be_entered(scene: Scene) -> None:
    answer = opening.open_dossier(scene.office, Caller("xa"), asked(happened=date(2024, 1, 1)))
    assert codes(answer) == ["happened_too_long_ago"]
    assert isinstance(opening.open_dossier(scene.office, Caller("xa"), asked(happened=date(2024, 2, 20))), Done)


def test_a_listed_product_begins_on_the_day_it_was_listed(scene: Scene) -> None:
    product = producers.Product("SP-L", PRODUCER, "Quế", "food", (COMMUNE,), listed=date(2024, 1, 15))
    assert isinstance(producers.add_product(scene.office, scene.secretariat, product), Done)
    done = opening.open_dossier(scene.office, scene.secretariat, opening.Opening(PROGRAMME, "SP-L"))
    assert isinstance(done, Done)
    with scene.office.database.reading() as transaction:
        assert transaction.row("SELECT opened FROM dossier WHERE code = ?", (done.target,)) == ("2024-01-15",)


def test_one_product_has_one_open_dossier_in_a_season(scene: Scene) -> None:
    scene.open()
    assert codes(opening.open_dossier(scene.office, scene.secretariat, asked())) == ["dossier_already_open"]


def test_after_the_season_nothing_is_opened_in_it(scene: Scene, clock: TestClock) -> None:
    clock.set("2025-02-03T02:00:00+00:00")
    assert codes(opening.open_dossier(scene.office, scene.secretariat, asked())) == ["outside_season"]


def test_a_season_is_opened_once_and_by_the_secretariat(scene: Scene) -> None:
    assert codes(opening.open_season(scene.office, scene.secretariat, PROGRAMME)) == ["season_already_open"]
    assert codes(opening.open_season(scene.office, Caller("xa"), PROGRAMME)) == ["not_permitted"]


def test_a_season_that_is_over_is_not_opened(sqlite_url: str, clock: TestClock) -> None:
    clock.set("2025-02-03T02:00:00+00:00")
    office = found_office(sqlite_url, clock)
    admin, today = Caller("quan_tri"), date(2025, 2, 3)
    assert isinstance(register.add_account(office, admin, register.Account("to_chuc", "Tổ chức")), Done)
    holding = register.Holding("to_chuc", "secretariat", "QNG-SNNPTNT", today)
    assert isinstance(register.grant_role(office, admin, holding), Done)
    assert codes(opening.open_season(office, Caller("to_chuc"), PROGRAMME)) == ["outside_season"]
    office.database.close()
