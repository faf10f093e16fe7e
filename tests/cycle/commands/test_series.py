"""Receipts and products are numbered in turn, without a gap, by who counts them and by year."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Table, delete, update

from cycle import tables
from cycle.commands.fire import Fire, fire, fire_in_batches, try_fire
from cycle.database import patiently
from cycle.facts import read_family
from cycle.office import Office
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.evaluating import COMMUNE, PRODUCT, Scene, bring, scene_26
from tests.workers import at_once, office_on

PLACE = "21244"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


@pytest.fixture
def alone(sqlite_url: str, clock: TestClock) -> Iterator[Scene]:
    """What no kind of database does otherwise."""
    scene = scene_26(sqlite_url, clock)
    yield scene
    scene.office.database.close()


def values(scene: Scene, dossier: str) -> dict[str, str]:
    with scene.office.database.reading() as transaction:
        family = read_family(transaction, dossier, scene.office.clock)
    assert family is not None
    return dict(family.members[dossier].values)


def several(scene: Scene, count: int) -> list[str]:
    products = [PRODUCT, *(scene.add_product(number) for number in range(2, count + 1))]
    return [bring(scene, product, "commune.checking") for product in products]


def last_numbers(scene: Scene) -> dict[str, int]:
    with scene.office.database.reading() as transaction:
        return dict(transaction.rows("SELECT series, last FROM series"))


def test_receipts_of_a_commune_are_numbered_from_one(scene: Scene) -> None:
    first, second = several(scene, 2)
    for one in (second, first):
        scene.done(one, "register_receipt", "xa")
    assert [values(scene, one)["receipt"] for one in (first, second)] == [
        f"02/PĐK-51-{PLACE}-2026",
        f"01/PĐK-51-{PLACE}-2026",
    ]
    assert last_numbers(scene) == {f"commune_receipt/{COMMUNE}/2026": 2}
    assert verify(scene.office).faults == ()


def test_a_receipt_written_again_keeps_its_number_and_a_new_year_begins_anew(alone: Scene, clock: TestClock) -> None:
    first, second = several(alone, 2)
    alone.done(first, "register_receipt", "xa")
    alone.done(first, "register_receipt", "xa")
    clock.set("2027-01-04T02:00:00+00:00")
    alone.done(second, "register_receipt", "xa")
    assert [values(alone, one)["receipt"] for one in (first, second)] == [
        f"01/PĐK-51-{PLACE}-2026",
        f"01/PĐK-51-{PLACE}-2027",
    ]


def test_the_product_is_coded_as_the_commune_proposes_it_and_the_province_counts_its_own(alone: Scene) -> None:
    dossier = bring(alone, PRODUCT, "province.received")
    assert values(alone, dossier)["product_code"] == f"51-{PLACE}-01-2026"
    alone.done(dossier, "register_receipt", "to_chuc")
    assert values(alone, dossier)["province_receipt"] == f"01/PĐK-51-{PLACE}-2026"
    assert last_numbers(alone)["province_receipt/QNG/2026"] == 1


def test_a_product_proposed_after_the_last_cut_off_is_coded_in_the_year_of_its_evaluation(
    alone: Scene, clock: TestClock
) -> None:
    (dossier,) = several(alone, 1)
    clock.set("2026-10-30T02:00:00+00:00")
    given = {name: f"{dossier}/{name}/1" for name in ("commune_report", "commune_request")}
    alone.done(dossier, "propose", "xa", values=given)
    assert values(alone, dossier)["round"] == "T-01-2027"
    assert values(alone, dossier)["product_code"] == f"51-{PLACE}-01-2027"
    # A receipt is of the day on which it is written.
    alone.done(dossier, "register_receipt", "to_chuc")
    assert values(alone, dossier)["province_receipt"] == f"01/PĐK-51-{PLACE}-2026"
    assert last_numbers(alone)[f"product_code/{COMMUNE}/2027"] == 1
    assert verify(alone.office).faults == ()


def test_what_is_tried_or_refused_uses_no_number_and_a_repeated_request_the_same(alone: Scene) -> None:
    first, second = several(alone, 2)
    try_fire(alone.office, Fire(first, "register_receipt", "xa"))
    alone.fire(first, "register_receipt", "xa_khac")
    asked = Fire(second, "register_receipt", "xa", request_id="R1")
    answers = [fire(alone.office, asked) for _ in range(2)]
    assert [getattr(one, "repeated", None) for one in answers] == [False, True]
    assert values(alone, second)["receipt"].startswith("01/")
    alone.done(first, "register_receipt", "xa")
    assert values(alone, first)["receipt"].startswith("02/")
    assert verify(alone.office).faults == ()


def test_a_batch_is_numbered_in_the_order_asked(alone: Scene) -> None:
    codes = several(alone, 3)
    asked = [Fire(code, "register_receipt", "xa") for code in reversed(codes)]
    assert len(list(fire_in_batches(alone.office, asked))) == 3
    assert [values(alone, code)["receipt"][:2] for code in codes] == ["03", "02", "01"]


def test_officers_at_once_leave_no_gap_and_share_no_number(scene: Scene, database_url: str) -> None:
    codes = several(scene, 4)
    offices = [office_on(database_url, scene.office.clock.now().isoformat()) for _ in codes]

    def register(office: Office, dossier: str) -> None:
        patiently(lambda: fire(office, Fire(dossier, "register_receipt", "xa")))

    at_once(*(partial(register, *both) for both in zip(offices, codes, strict=True)))
    for office in offices:
        office.database.close()
    assert sorted(values(scene, code)["receipt"][:2] for code in codes) == ["01", "02", "03", "04"]
    assert verify(scene.office).faults == ()


def test_a_number_changed_in_the_rows_is_found(scene: Scene) -> None:
    (dossier,) = several(scene, 1)
    scene.done(dossier, "register_receipt", "xa")
    assert faults_after(scene, tables.series, last=7) == {"row_changed"}
    with scene.office.database.writing() as transaction:
        transaction.connection.execute(delete(tables.series))
    assert {fault.code for fault in verify(scene.office).faults} == {"row_missing"}


def faults_after(scene: Scene, table: Table, **columns: object) -> set[str]:
    with scene.office.database.writing() as transaction:
        transaction.connection.execute(update(table).values(**columns))
    return {fault.code for fault in verify(scene.office).faults}
