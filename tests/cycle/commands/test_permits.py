"""On whose behalf: what an account may do for others, and that nobody gets around it."""

from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.papers import papers
from cycle.commands.permits import Caller
from cycle.commands.producers import producers
from cycle.commands.register import register
from tests.conftest import TestClock
from tests.scene import COMMUNE, PRODUCER, Scene
from workflows.verdict import Refusal

TODAY = date(2024, 3, 5)
PDF = papers.FileContent("ab" * 32, "phieu.pdf", "pdf", 1000)
PAPER = papers.Paper("food_safety", "establishment", "CS01", PDF, TODAY, issued=TODAY)


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


@pytest.mark.parametrize(
    "caller",
    [
        Caller("huyen_khac", "account:to_chuc"),
        Caller("kiem_tra", f"producer:{PRODUCER}"),
        Caller("xa", "organisation:528"),
        Caller("to_chuc", "account:khong_co"),
        Caller("xa", "ai:do"),
    ],
)
def test_an_act_on_behalf_of_somebody_one_may_not_act_for_is_refused(scene: Scene, caller: Caller) -> None:
    assert codes(papers.add_paper(scene.office, caller, PAPER)) == ["may_not_act_for"]


def test_an_account_that_may_enter_for_others_acts_with_their_rights_and_no_more(scene: Scene) -> None:
    entered = papers.add_paper(scene.office, Caller("to_chuc", "account:xa"), PAPER)
    assert isinstance(entered, Done)
    with scene.office.database.reading() as transaction:
        who = transaction.row("SELECT supplier, on_behalf FROM paper")
    assert who == ("to_chuc", "account:xa")
    refused = papers.judge_papers(
        scene.office, Caller("to_chuc", "account:kiem_tra"), papers.Judgement((entered.target,), True)
    )
    assert codes(refused) == ["not_permitted"]


def test_a_role_counts_between_its_days_only(scene: Scene, clock: TestClock) -> None:
    held = register.Holding("xa", "commune", COMMUNE, TODAY)
    assert isinstance(register.end_role(scene.office, scene.admin, held, date(2024, 3, 31)), Done)
    dossier, other = scene.open(), scene.open(scene.add_product(2))
    clock.set("2024-03-31T16:59:00+00:00")
    scene.done(dossier, "choose", "xa")
    clock.set("2024-03-31T17:00:00+00:00")
    assert codes(scene.fire(other, "choose", "xa")) == ["role_not_allowed"]


def test_the_officer_of_a_successor_reaches_what_lay_in_the_commune_it_replaced(scene: Scene, clock: TestClock) -> None:
    with scene.office.database.reading() as transaction:
        (successor,) = transaction.row("SELECT successor FROM organisation_successor WHERE code = ?", (COMMUNE,)) or (
            "",
        )
    added = register.add_account(scene.office, scene.admin, register.Account("xa_moi", "Công chức xã mới"))
    granted = register.grant_role(scene.office, scene.admin, register.Holding("xa_moi", "commune", successor, TODAY))
    assert isinstance(added, Done)
    assert isinstance(granted, Done)
    dossier = scene.open()
    clock.set("2025-07-02T02:00:00+00:00")
    assert codes(scene.fire(dossier, "choose", "xa")) == ["role_not_allowed", "window_closed"]
    assert codes(scene.fire(dossier, "choose", "xa_moi")) == ["window_closed"]
    assert isinstance(papers.add_paper(scene.office, Caller("xa_moi"), PAPER), Done)


@pytest.mark.parametrize("name", ["Hợp tác\x07xã", "  "])
def test_a_name_that_cannot_be_read_is_refused(scene: Scene, name: str) -> None:
    producer = producers.Producer("4300999999", "tax", "company", name, COMMUNE)
    answer = producers.add_producer(scene.office, scene.secretariat, producer)
    assert codes(answer) == ["text_unreadable" if "\x07" in name else "text_empty"]


def test_an_administrator_has_no_power_over_dossiers_and_papers(scene: Scene) -> None:
    dossier = scene.open()
    assert codes(scene.fire(dossier, "choose", "quan_tri")) == ["role_not_allowed"]
    assert codes(papers.add_paper(scene.office, scene.admin, PAPER)) == ["not_permitted"]
