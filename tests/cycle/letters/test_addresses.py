"""Who is reached: the contacts of the day, alternates where an address takes nothing, successors of an office."""

from datetime import date
from email import message_from_string
from pathlib import Path

import pytest

from cycle.addresses import address_key
from cycle.answers import Done
from cycle.commands.producers import producers
from cycle.commands.register import contacts
from cycle.letters.addresses import Addresses, addresses_of
from cycle.queries.letters.bad_addresses import find_bad_addresses
from tests.conftest import TestClock
from tests.cycle.letters.posted import posted
from tests.scene import COMMUNE, DISTRICT, PRODUCER, SECRETARIAT_BODY, Scene

TODAY = date(2024, 3, 5)
BODY = f"organisation:{DISTRICT}"
A, B, C = "a@huyen.example", "b@huyen.example", "c@huyen.example"


def enter(
    scene: Scene, code: str, email: str | None, phone: str | None = None, alternate_of: str | None = None
) -> None:
    about = (code, DISTRICT, f"Người {code}", phone or (None if email else "0905000111"), email, TODAY)
    answer = contacts.add_contact(scene.office, scene.admin, contacts.Contact(*about, alternate_of=alternate_of))
    assert isinstance(answer, Done), answer


def bad(scene: Scene, email: str, count: int = 2) -> None:
    with scene.office.database.writing() as transaction:
        values = (address_key(email), count, "2024-03-01T00:00:00.000000Z", "2024-03-04T00:00:00.000000Z")
        transaction.run("INSERT INTO bad_address (address, count, since, last) VALUES (?, ?, ?, ?)", values)


def reached(scene: Scene, recipient: str = BODY, day: date = TODAY) -> Addresses:
    with scene.office.database.reading() as transaction:
        return addresses_of(transaction, recipient, day)


def test_every_contact_of_the_day_is_written_to_once_whatever_the_capitals(scene: Scene) -> None:
    enter(scene, "L2", B, "0905000222")
    enter(scene, "L1", A.upper())
    enter(scene, "L3", A)
    enter(scene, "L4", C, alternate_of="L1")
    found = reached(scene)
    assert (found.emails, found.phones, found.missing) == ((A.upper(), B), ("0905000222",), False)
    assert found.names == ("Người L1", "Người L2", "Người L3")
    assert reached(scene, day=date(2024, 3, 4)) == Addresses((), (), ())


def test_a_contact_that_has_ended_is_not_written_to(scene: Scene) -> None:
    enter(scene, "L1", A)
    enter(scene, "L2", B)
    assert isinstance(contacts.end_contact(scene.office, scene.admin, "L1", TODAY), Done)
    assert reached(scene).emails == (A, B)
    assert reached(scene, day=date(2024, 3, 6)).emails == (B,)


@pytest.mark.parametrize(("count", "emails"), [(1, (A, C)), (2, (B, C)), (3, (B, C))])
def test_from_the_second_message_back_an_address_gives_way_to_its_alternate(
    scene: Scene, count: int, emails: tuple[str, ...]
) -> None:
    enter(scene, "L1", A)
    enter(scene, "L2", B, alternate_of="L1")
    enter(scene, "L3", C)
    bad(scene, A.upper(), count)
    assert reached(scene).emails == emails


def test_an_alternate_that_takes_nothing_gives_way_to_its_own(scene: Scene) -> None:
    enter(scene, "L1", A)
    enter(scene, "L2", B, alternate_of="L1")
    enter(scene, "L3", C, alternate_of="L2")
    bad(scene, A)
    bad(scene, B)
    assert reached(scene).emails == (C,)
    bad(scene, C)
    assert reached(scene).missing


def test_where_no_contact_has_an_address_its_alternates_are_written_to(scene: Scene) -> None:
    enter(scene, "L1", None, "0905000111")
    assert (reached(scene).missing, reached(scene).phones) == (True, ("0905000111",))
    enter(scene, "L2", B, alternate_of="L1")
    assert reached(scene).emails == (B,)


def test_an_address_given_again_is_written_to_again(scene: Scene) -> None:
    enter(scene, "L1", A)
    bad(scene, A)
    assert reached(scene).missing
    assert isinstance(contacts.change_contact(scene.office, scene.admin, contacts.ContactChange("L1", email=A)), Done)
    assert reached(scene).emails == (A,)


def test_for_an_office_that_has_ended_its_successors_are_reached(scene: Scene) -> None:
    enter(scene, "L1", A)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE organisation SET valid_to = '2024-06-30' WHERE code = ?", (COMMUNE,))
        transaction.run("DELETE FROM organisation_successor WHERE code = ?", (COMMUNE,))
        transaction.run("INSERT INTO organisation_successor (code, successor) VALUES (?, ?)", (COMMUNE, DISTRICT))
    assert reached(scene, f"organisation:{COMMUNE}", date(2024, 6, 30)).missing
    assert reached(scene, f"organisation:{COMMUNE}", date(2024, 7, 1)).emails == (A,)


def test_a_producer_is_reached_at_its_own_address_unless_that_takes_nothing(scene: Scene) -> None:
    assert reached(scene, f"producer:{PRODUCER}") == Addresses((), (), ("Hợp tác xã Thử nghiệm",))
    one = producers.Producer("4300100009", "tax", "company", "Công ty Chín", COMMUNE, "Bà Chín", "0905999888", C)
    assert isinstance(producers.add_producer(scene.office, scene.secretariat, one), Done)
    assert reached(scene, "producer:CT-4300100009") == Addresses((C,), ("0905999888",), ("Bà Chín",))
    bad(scene, C)
    assert (reached(scene, "producer:CT-4300100009").missing, reached(scene, "producer:CT-0").names) == (True, ())


# What the register took before letters were checked against it.
OLD = ("phòng@huyen.example", "a..b@x.vn", "ubnd.xa.@x.vn", "a@tinh_qn.gov.vn", "a(b)@x.vn")


@pytest.mark.parametrize("old", OLD)
def test_an_address_that_no_letter_can_be_sent_to_gives_way_and_hinders_no_other(scene: Scene, old: str) -> None:
    enter(scene, "L1", A)
    enter(scene, "L2", B, alternate_of="L1")
    enter(scene, "L3", C)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE contact SET email = ? WHERE code = 'L1'", (old,))
        transaction.run("UPDATE producer SET email = ?", (old,))
    assert reached(scene).emails == (B, C)
    assert reached(scene, f"producer:{PRODUCER}").missing
    told = {(one.code, one.count) for one in find_bad_addresses(scene.office)}
    assert told == {("L1", None), (PRODUCER, None)}
    bad(scene, C, 3)
    assert ("L3", 3) in {(one.code, one.count) for one in find_bad_addresses(scene.office)}


@pytest.mark.parametrize("old", OLD)
def test_an_old_address_of_the_secretariat_hinders_no_letter(
    scene: Scene, clock: TestClock, tmp_path: Path, old: str
) -> None:
    office = posted(scene, clock, tmp_path / "mail")
    office.contact(SECRETARIAT_BODY, "so@example.vn", "DM2")
    office.run("UPDATE contact SET email = ? WHERE code = 'DM2'", old)
    code = office.notice()
    assert office.seal().counts["sealed"] == 1
    message = message_from_string(office.letter(code)["content"])
    assert (message["Reply-To"], message["Subject"] is None) == (None, False)
    office.contact(SECRETARIAT_BODY, "ocop@example.vn", "DM3")
    code = office.notice()
    office.seal()
    assert message_from_string(office.letter(code)["content"])["Reply-To"] == "<ocop@example.vn>"
