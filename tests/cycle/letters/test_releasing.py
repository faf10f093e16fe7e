"""A letter that waits because nobody can be written to is due as soon as an address is entered."""

from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.clock import instant_text
from cycle.commands.producers.producer_contacts import ProducerContact, change_producer_contact
from cycle.commands.register import contacts
from cycle.commands.register.contacts import ContactChange
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.cycle.letters.posted import ABOVE, BODY, Posted, posted
from tests.scene import DISTRICT, PRODUCER, Scene

ENDED, EMAIL = "524", "huyen@example.vn"


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    found = posted(scene, clock, tmp_path)
    found.run("UPDATE organisation SET valid_to = '2024-03-01' WHERE code = ?", ENDED)
    found.run("DELETE FROM organisation_successor WHERE code = ?", ENDED)
    found.run("INSERT INTO organisation_successor (code, successor) VALUES (?, ?)", ENDED, DISTRICT)
    return found


def waiting(office: Posted) -> list[str]:
    """A letter to the district and one to another whose place it took, which both found no address."""
    record = office.step()
    codes = [office.notice(one, "recognised", record) for one in (ABOVE, f"organisation:{ENDED}")]
    assert office.seal().counts["unreached"] == 2
    assert {office.letter(one)["reason"] for one in codes} == {"no_address"}
    assert office.seal().counts["unreached"] == 0
    return codes


def test_an_address_entered_lets_go_what_waits_for_it_and_for_those_it_stands_for(office: Posted) -> None:
    codes = waiting(office)
    office.contact(DISTRICT, None, "DM2")
    assert {office.letter(one)["reason"] for one in codes} == {"no_address"}
    office.contact(DISTRICT, EMAIL, "DM3")
    now = instant_text(office.clock.now())
    assert [(office.letter(one)["reason"], office.letter(one)["send_after"]) for one in codes] == [(None, now)] * 2
    assert office.seal().counts["sealed"] == 2
    places = [fault.place.partition(" ")[0] for fault in verify(office.office).faults]
    assert not {"letter", "mailbox", "contact"} & {*places}


def test_an_address_given_to_a_contact_lets_go_what_waits_for_it(office: Posted) -> None:
    office.contact(DISTRICT, None, "DM2")
    codes = waiting(office)
    for change in (ContactChange("DM2", name="Trần Thị Lan"), ContactChange("DM2", email=EMAIL)):
        assert {office.letter(one)["reason"] for one in codes} == {"no_address"}
        assert isinstance(contacts.change_contact(office.office, office.scene.admin, change), Done)
    assert {office.letter(one)["reason"] for one in codes} == {None}
    assert office.seal().counts["sealed"] == 2


def test_what_waits_for_somebody_else_or_for_another_reason_goes_on_waiting(office: Posted) -> None:
    hindered = office.reminder(ABOVE, send_after="2024-03-11T00:30:00.000000Z")
    elsewhere = office.notice(BODY, "decided")
    office.run("UPDATE letter SET reason = 'no_address' WHERE code = ?", elsewhere)
    office.contact(DISTRICT, EMAIL, "DM2")
    assert office.letter(hindered)["send_after"] == "2024-03-11T00:30:00.000000Z"
    assert office.letter(elsewhere)["reason"] == "no_address"


def test_an_address_given_to_a_producer_lets_go_what_waits_for_it(office: Posted) -> None:
    office.run("UPDATE producer SET email = NULL WHERE code = ?", PRODUCER)
    code = office.notice()
    office.seal()
    assert office.letter(code)["reason"] == "no_address"
    change = ProducerContact(PRODUCER, email="htx@example.vn")
    assert isinstance(change_producer_contact(office.office, office.scene.secretariat, change), Done)
    assert office.letter(code)["reason"] is None
    assert office.seal().counts["sealed"] == 1
