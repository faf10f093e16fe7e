"""What lies in a divided commune: both successors see it until a person says where it lies."""

from dataclasses import replace
from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.producers import producers
from cycle.commands.producers.placing import Placing, place, try_place
from cycle.commands.register import register
from cycle.queries.dossiers.offers import owed
from cycle.queries.paging import Page
from cycle.queries.register.divided import list_divided
from cycle.queries.register.producers import MakerFilter, list_products
from cycle.queries.verification import verify
from cycle.queries.viewing import View, view_of
from cycle.texts import Texts
from tests.conftest import TestClock
from tests.scene import PRODUCER, Scene
from workflows.verdict import Refusal

DOSSIER = "QNG2024-0001"
DIVIDED, HERE, THERE = "21142", "21136-2025", "21157-2025"
# In another province.
ELSEWHERE = "29242-2025"
BASIS = "Công văn số 12/SNNMT-PTNT ngày 10/07/2025"
SETTLED = Placing("product", "SP009", (HERE,), BASIS)


@pytest.fixture
def divided(scene: Scene, clock: TestClock) -> Scene:
    """A product and its establishment in a commune that was divided, with an officer in each of its successors."""
    office, to_chuc = scene.office, scene.secretariat
    done = [
        producers.add_establishment(office, to_chuc, producers.Establishment("CS09", PRODUCER, "Xưởng", DIVIDED)),
        producers.add_product(
            office, to_chuc, producers.Product("SP009", PRODUCER, "Quế Trà Bùi", "food", (DIVIDED,), ("CS09",))
        ),
    ]
    for account, role, body in (
        ("xa_day", "commune", HERE),
        ("xa_kia", "commune", THERE),
    ):
        done.append(register.add_account(office, scene.admin, register.Account(account, account)))
        holding = register.Holding(account, role, body, date(2024, 3, 1))
        done.append(register.grant_role(office, scene.admin, holding))
    assert all(isinstance(one, Done) for one in done), done
    scene.open("SP009")
    clock.set("2025-07-10T02:00:00+00:00")
    return scene


def view(scene: Scene, account: str) -> View:
    with scene.office.database.reading() as transaction:
        found = view_of(transaction, scene.office, account, date(2025, 7, 10))
    assert isinstance(found, View), found
    return found


def seen(scene: Scene, account: str) -> list[str]:
    rows = list_products(scene.office, view(scene, account), MakerFilter(), Page()).rows
    return [row.code for row in rows]


def waiting(scene: Scene, account: str = "to_chuc") -> list[tuple[str, str]]:
    return [(row.kind, row.code) for row in list_divided(scene.office, view(scene, account), Page()).rows]


def codes(answer: Done | Refusal) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def test_both_successors_see_it_until_a_person_settles_where_it_lies(divided: Scene) -> None:
    assert seen(divided, "xa_day") == seen(divided, "xa_kia") == ["SP009"]
    assert waiting(divided) == [("product", "SP009"), ("establishment", "CS09")]
    assert isinstance(place(divided.office, divided.secretariat, SETTLED), Done)
    assert (seen(divided, "xa_day"), seen(divided, "xa_kia")) == (["SP009"], [])
    assert waiting(divided) == [("establishment", "CS09")]
    assert verify(divided.office).faults == ()


def test_a_list_of_what_waits_names_the_places_before_and_after(divided: Scene) -> None:
    row = list_divided(divided.office, view(divided, "to_chuc"), Page()).rows[0]
    assert (row.place_name, row.successors) == ("Ủy ban nhân dân xã Trà Bùi", (HERE, THERE))
    assert row.successor_names == ("Ủy ban nhân dân xã Cà Đam", "Ủy ban nhân dân xã Tây Trà Bồng")


def test_a_producer_and_an_establishment_lie_in_one_place(divided: Scene) -> None:
    office, to_chuc = divided.office, divided.secretariat
    both = Placing("establishment", "CS09", (HERE, THERE), BASIS)
    assert codes(place(office, to_chuc, both)) == ["one_place_only"]
    for kind, code in (("establishment", "CS09"), ("producer", PRODUCER)):
        assert isinstance(place(office, to_chuc, Placing(kind, code, (THERE,), BASIS)), Done)
    assert waiting(divided) == [("product", "SP009")]
    assert verify(office).faults == ()


def test_a_trial_answers_the_same_and_writes_nothing(divided: Scene) -> None:
    assert isinstance(try_place(divided.office, divided.secretariat, SETTLED), Done)
    assert waiting(divided) == [("product", "SP009"), ("establishment", "CS09")]


def test_where_something_lies_is_told_with_its_province_and_what_may_surprise(divided: Scene) -> None:
    tried = try_place(divided.office, divided.secretariat, replace(SETTLED, places=(ELSEWHERE,)))
    done = place(divided.office, divided.secretariat, SETTLED)
    assert isinstance(tried, Done)
    assert isinstance(done, Done)
    there = {"code": ELSEWHERE, "name": "Ủy ban nhân dân phường Trà Vinh", "province": "Ủy ban nhân dân tỉnh Vĩnh Long"}
    assert tried.details["places"] == [there]
    assert [one["code"] for one in tried.details["before"]] == [DIVIDED]
    assert [one["code"] for one in tried.details["successors"]] == [HERE, THERE]
    assert (tried.details["strange"], tried.details["elsewhere"]) == ([ELSEWHERE], [ELSEWHERE])
    assert (done.details["strange"], done.details["elsewhere"]) == ([], [])
    moved = try_place(divided.office, divided.secretariat, replace(SETTLED, places=(THERE,)))
    assert isinstance(moved, Done)
    assert (moved.details["strange"], moved.details["elsewhere"]) == ([], [])


def test_what_cannot_be_placed_so_is_refused(divided: Scene) -> None:
    wrong: list[tuple[Placing, str, list[str]]] = [
        (Placing("product", "SP999", (HERE,), BASIS), "to_chuc", ["product_unknown"]),
        (Placing("product", "SP009", ("XX",), " "), "to_chuc", ["text_empty"]),
        (Placing("product", "SP009", ("XX", "QNG"), BASIS), "to_chuc", ["organisation_unknown", "not_a_locality"]),
        (Placing("product", "SP009", (DIVIDED,), BASIS), "to_chuc", ["locality_ended", "place_unchanged"]),
        (Placing("product", "SP001", (HERE,), BASIS), "xa_day", ["out_of_reach"]),
        (SETTLED, "kiem_tra", ["not_permitted"]),
    ]
    for asked, actor, reasons in wrong:
        assert codes(place(divided.office, Caller(actor), asked)) == reasons


@pytest.mark.parametrize(("kind", "code"), [("product", "SP009"), ("establishment", "CS09"), ("producer", PRODUCER)])
def test_a_place_that_has_ended_is_refused_with_those_that_stand_for_it(divided: Scene, kind: str, code: str) -> None:
    answer = place(divided.office, divided.secretariat, Placing(kind, code, (DIVIDED,), BASIS))
    assert isinstance(answer, Refusal)
    reason = answer.reasons[0]
    assert (reason.code, reason.params["what"], reason.params["ended"]) == ("locality_ended", kind, "2025-06-30")
    assert [one.partition(" ")[0] for one in reason.params["successors"]] == [HERE, THERE]
    told = Texts("vi").reason(reason)
    where = {"product": "nơi có sản phẩm", "producer": "chủ thể đóng trụ sở", "establishment": "nơi có cơ sở sản xuất"}
    assert f"{HERE} Ủy ban nhân dân xã Cà Đam" in told
    assert where[kind] in told


def test_who_acts_follows_the_place_that_was_settled(divided: Scene) -> None:
    assert isinstance(place(divided.office, Caller("xa_kia"), Placing("product", "SP009", (THERE,), BASIS)), Done)
    assert codes(place(divided.office, Caller("xa_day"), SETTLED)) == ["out_of_reach"]


def against(scene: Scene, actor: str, **more: str) -> set[str]:
    """What is against choosing the product: of whoever acts, not of the day."""
    answer = scene.fire(DOSSIER, "choose", actor, **more)
    found = answer.reasons if isinstance(answer, Refusal) else ()
    return {one.code for one in found} & {"place_divided", "role_not_allowed"}


def test_neither_successor_acts_before_a_person_settles_where_the_product_lies(divided: Scene) -> None:
    assert against(divided, "xa_day") == against(divided, "xa_kia") == {"place_divided"}
    assert against(divided, "to_chuc", on_behalf=f"organisation:{HERE}") == set()
    owing = owed(divided.office, view(divided, "to_chuc"), DOSSIER)
    assert isinstance(owing, tuple)
    assert {one.code for duty in owing[0].duties for one in duty.parties} == {HERE, THERE}
    assert isinstance(place(divided.office, divided.secretariat, SETTLED), Done)
    assert (against(divided, "xa_day"), against(divided, "xa_kia")) == (set(), {"role_not_allowed"})


def test_what_happened_before_the_division_waits_too(divided: Scene) -> None:
    answer = divided.fire(DOSSIER, "choose", "xa_day", happened=date(2025, 6, 27))
    assert isinstance(answer, Refusal)
    assert "place_divided" in codes(answer)


def test_a_place_that_somebody_edited_is_found(divided: Scene) -> None:
    for asked in (SETTLED, Placing("establishment", "CS09", (THERE,), BASIS)):
        assert isinstance(place(divided.office, divided.secretariat, asked), Done)
    with divided.office.database.writing() as transaction:
        transaction.run("UPDATE product_area SET organisation = '21157-2025' WHERE product = 'SP009'")
        transaction.run("UPDATE establishment SET organisation = '21136-2025' WHERE code = 'CS09'")
    places = {fault.place.partition(" 2")[0] for fault in verify(divided.office).faults}
    assert {"product_area SP009", "establishment CS09"} <= places
