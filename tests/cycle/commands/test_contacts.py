"""Contacts are entered, changed and ended; who stands in for whom makes sense; history tells all of it."""

from datetime import date
from typing import Any

import pytest

from cycle.answers import Answer, Done
from cycle.commands.producers.producers import Producer, add_producer
from cycle.commands.register import contacts
from cycle.commands.register.contacts import Contact, ContactChange
from cycle.queries.verification import verify
from notifications.envelope import check_address
from tests.scene import COMMUNE, DISTRICT, Scene

TODAY = date(2024, 3, 5)


def codes(answer: Answer) -> list[str]:
    return [] if isinstance(answer, Done) else [one.code for one in answer.reasons]  # type: ignore[union-attr]  # another kind of answer fails the test


def enter(scene: Scene, code: str, **more: Any) -> list[str]:
    about = {"phone": None, "email": f"{code}@huyen.example", "valid_from": TODAY, "organisation": DISTRICT}
    one = Contact(code=code, name=f"Người {code}", **{**about, **more})
    return codes(contacts.add_contact(scene.office, scene.admin, one))


def change(scene: Scene, code: str, **more: Any) -> list[str]:
    return codes(contacts.change_contact(scene.office, scene.admin, ContactChange(code, **more)))


def stored(scene: Scene, code: str) -> tuple[object, ...]:
    statement = "SELECT name, phone, email, valid_to, alternate_of FROM contact WHERE code = ?"
    with scene.office.database.reading() as transaction:
        found = transaction.row(statement, (code,))
    assert found is not None
    return found


def test_a_contact_is_entered_changed_and_ended_and_history_tells_it(scene: Scene) -> None:
    assert enter(scene, "L1") == []
    assert enter(scene, "L2", alternate_of=" L1 ") == []
    assert change(scene, "L2", name="Trần  Thị Hoa", phone="0905 123 456", cleared=frozenset({"email"})) == []
    assert stored(scene, "L2") == ("Trần Thị Hoa", "0905 123 456", None, None, "L1")
    assert codes(contacts.end_contact(scene.office, scene.admin, "L2", date(2024, 6, 30))) == []
    assert codes(contacts.end_contact(scene.office, scene.admin, "L2", date(2024, 6, 30))) == ["contact_ended"]
    assert codes(contacts.end_contact(scene.office, scene.admin, "L2", date(2024, 6, 1))) == []
    assert stored(scene, "L2")[3] == "2024-06-01"
    assert verify(scene.office).faults == ()
    with scene.office.database.reading() as transaction:
        payloads = str(transaction.rows("SELECT payload FROM record WHERE kind = 'contact'"))
    assert "Hoa" not in payloads
    assert "0905 123 456" not in payloads


def test_a_change_by_hand_in_the_table_is_found(scene: Scene) -> None:
    enter(scene, "L1")
    change(scene, "L1", name="Trần Thị Hoa")
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE contact SET email = 'khac@huyen.example', alternate_of = 'L9'")
    assert [fault.code for fault in verify(scene.office).faults] != []


@pytest.mark.parametrize(
    ("alternate_of", "reasons"),
    [("L9", ["contact_unknown"]), ("X1", ["alternate_elsewhere"]), ("L3", ["alternate_of_itself"])],
)
def test_who_cannot_be_stood_in_for_is_said(scene: Scene, alternate_of: str, reasons: list[str]) -> None:
    assert enter(scene, "X1", organisation=COMMUNE) == []
    assert enter(scene, "L3", alternate_of=alternate_of) == reasons


def test_contacts_never_stand_in_for_one_another_in_a_circle(scene: Scene) -> None:
    for code, other in (("L1", None), ("L2", "L1"), ("L3", "L2")):
        assert enter(scene, code, alternate_of=other) == []
    assert change(scene, "L1", alternate_of="L3") == ["alternates_in_circle"]
    assert change(scene, "L1", alternate_of="L1") == ["alternate_of_itself"]
    assert change(scene, "L3", cleared=frozenset({"alternate_of"})) == []
    assert change(scene, "L1", alternate_of="L3") == []
    assert verify(scene.office).faults == ()


def test_what_makes_no_sense_is_refused_with_every_reason_and_changes_nothing(scene: Scene) -> None:
    enter(scene, "L1")
    before = stored(scene, "L1")
    assert change(scene, "L9", name="Ai") == ["contact_unknown"]
    assert change(scene, "L1") == ["contact_unchanged"]
    assert change(scene, "L1", email="abc", phone="x") == ["phone_malformed", "email_malformed"]
    assert change(scene, "L1", cleared=frozenset({"email"})) == ["contact_unreachable"]
    assert change(scene, "L1", alternate_of="a/b") == ["code_malformed"]
    early = contacts.end_contact(scene.office, scene.admin, "L1", date(2024, 3, 1))
    assert codes(early) == ["dates_out_of_order"]
    assert codes(contacts.end_contact(scene.office, scene.admin, "L9", TODAY)) == ["contact_unknown"]
    refused = contacts.change_contact(scene.office, scene.secretariat, ContactChange("L1", name="Ai"))
    assert codes(refused) == ["not_permitted"]
    assert stored(scene, "L1") == before


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("phòng@huyen.example", "email_not_ascii"),
        ("a..b@x.vn", "email_malformed"),
        ("ubnd.xa.@x.vn", "email_malformed"),
        ("a@tinh_qn.gov.vn", "email_malformed"),
        ("a(b)@x.vn", "email_malformed"),
        ("a@localhost", "email_malformed"),
        ("=?utf-8?q?a=0A?=@x.vn", "email_malformed"),
        (f"{'a' * 65}@x.vn", "email_too_long"),
        (" a@x.vn ", None),
        ("O'Brien+ocop@x-y.gov.vn", None),
    ],
)
def test_an_address_is_taken_only_where_letters_can_be_sent_to_it(scene: Scene, email: str, reason: str | None) -> None:
    refused = [reason] if reason else []
    assert enter(scene, "L1", email=email) == refused
    maker = Producer("4300100009", "tax", "company", "Công ty Chín", COMMUNE, email=email)
    assert codes(add_producer(scene.office, scene.secretariat, maker)) == refused
    if reason is None:
        check_address(str(stored(scene, "L1")[2]))
