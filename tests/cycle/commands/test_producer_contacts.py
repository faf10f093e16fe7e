"""How a producer is reached is changed by whoever is near; history tells it without saying anything personal."""

from datetime import date
from typing import Any

import pytest

from cycle.addresses import address_key
from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.producers.producer_contacts import ProducerContact, change_producer_contact
from cycle.letters.addresses import addresses_of
from cycle.queries.verification import verify
from tests.scene import PRODUCER, Scene

EMAIL = "htx@example.vn"


def change(scene: Scene, by: str = "to_chuc", code: str = PRODUCER, **more: Any) -> list[str]:
    answer = change_producer_contact(scene.office, Caller(by), ProducerContact(code, **more))
    return [] if isinstance(answer, Done) else [one.code for one in answer.reasons]


def stored(scene: Scene) -> tuple[Any, ...]:
    with scene.office.database.reading() as transaction:
        found = transaction.row("SELECT representative, phone, email FROM producer WHERE code = ?", (PRODUCER,))
    assert found is not None
    return found


def test_what_is_given_changes_and_the_rest_stays(scene: Scene) -> None:
    assert change(scene, "xa", representative="Bà  Hoa", email=f" {EMAIL} ") == []
    assert stored(scene) == ("Bà Hoa", None, EMAIL)
    assert change(scene, phone="0905 123 456", cleared=frozenset({"representative"})) == []
    assert stored(scene) == (None, "0905 123 456", EMAIL)
    assert verify(scene.office).faults == ()
    with scene.office.database.reading() as transaction:
        payloads = str(transaction.rows("SELECT payload FROM record WHERE kind = 'producer'"))
    assert [text for text in ("Hoa", "0905 123 456", EMAIL) if text in payloads] == []


def test_a_change_by_hand_in_the_table_is_found(scene: Scene) -> None:
    assert change(scene, email=EMAIL) == []
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE producer SET email = 'khac@example.vn'")
    assert [fault.code for fault in verify(scene.office).faults] == ["row_changed"]


def test_an_address_given_again_is_written_to_again(scene: Scene) -> None:
    assert change(scene, email=EMAIL) == []
    with scene.office.database.writing() as transaction:
        values = (address_key(EMAIL), "2024-03-01", "2024-03-01")
        transaction.run("INSERT INTO bad_address (address, count, since, last) VALUES (?, 2, ?, ?)", values)
    assert reached(scene) == ()
    assert change(scene, email=EMAIL) == []
    assert reached(scene) == (EMAIL,)


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({}, ["producer_unchanged"]),
        ({"email": "a..b@x.vn", "phone": "x"}, ["phone_malformed", "email_malformed"]),
        ({"representative": " "}, ["text_empty"]),
        ({"code": "CT-0", "phone": "0905123456"}, ["producer_unknown"]),
        ({"code": "a/b"}, ["code_malformed"]),
        ({"by": "huyen_khac", "phone": "0905123456"}, ["out_of_reach"]),
        ({"by": "kiem_tra", "phone": "0905123456"}, ["not_permitted"]),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    scene: Scene, more: dict[str, Any], reasons: list[str]
) -> None:
    before = stored(scene)
    assert change(scene, **more) == reasons
    assert stored(scene) == before


def reached(scene: Scene) -> tuple[str, ...]:
    with scene.office.database.reading() as transaction:
        return addresses_of(transaction, f"producer:{PRODUCER}", date(2024, 3, 5)).emails
