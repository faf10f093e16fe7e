"""Addresses that are counted as bad: for what a relay says of them, never for what it says of us, and not for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cycle.answers import Done
from cycle.clock import instant_text
from cycle.commands.producers.producers import Producer, add_producer
from cycle.office import Office
from tests.conftest import TestClock
from tests.cycle.letters.rows import NOW, deliveries, office_at, put_letters, records
from tests.cycle.letters.test_sending import send
from tests.notifications.smtp_server import Script
from tests.scene import COMMUNE, Scene

TO = "xa1@xa.test"
UNKNOWN = Script({"RCPT": "550 5.1.1 User unknown"})
RETURNED = "INSERT INTO bounce (hash, letter, address, action, read, file) VALUES (?, ?, ?, ?, ?, ?)"


@pytest.fixture
def office(database_url: str, clock: TestClock) -> Iterator[Office]:
    clock.set(NOW)
    office = replace(office_at(database_url), clock=clock)
    yield office
    office.database.close()


def bad(office: Office) -> dict[str, int]:
    with office.database.reading() as transaction:
        return dict(transaction.rows("SELECT address, count FROM bad_address"))


def put(office: Office, number: int, to: str = TO) -> str:
    (code,) = put_letters(office, [number], lambda _: (to,))
    return code


@pytest.mark.parametrize(
    "reply",
    [
        "554 5.7.1 <so.test[10.0.0.7]>: Client host rejected: Access denied",
        "550 5.7.1 Unable to relay",
        "530 5.7.0 Must issue a STARTTLS command first",
        "504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname",
        "550 5.1.8 Sender address rejected: Domain not found",
    ],
)
def test_a_relay_that_refuses_us_fails_no_letter_and_makes_no_address_bad(office: Office, reply: str) -> None:
    put_letters(office, range(1, 231))
    counts, server = send(office, Script({"RCPT": reply}))
    assert counts == {"queued": 200}, "the pass ends with the batch"
    assert len([one for one in server.commands if one.startswith("RCPT")]) <= 4
    assert set(deliveries(office).values()) == {"queued"}
    assert (bad(office), records(office)) == ({}, [])


@pytest.mark.parametrize(
    ("reply", "counts"),
    [
        ("550 5.1.1 User unknown", {TO: 1}),
        ("554 5.1.0 Address rejected", {TO: 1}),
        ("550 5.2.1 Disabled", {TO: 1}),
        ("553 no such user", {TO: 1}),
        ("552 5.2.2 Mailbox full", {}),
        ("550 5.6.2 Not here", {}),
    ],
)
def test_an_address_is_bad_where_the_refusal_is_of_the_address(
    office: Office, reply: str, counts: dict[str, int]
) -> None:
    put(office, 1)
    assert send(office, Script({"RCPT": reply}))[0] == {"failed": 1}
    assert bad(office) == counts


def test_an_address_that_takes_mail_again_is_bad_no_more(office: Office) -> None:
    put(office, 1)
    send(office, UNKNOWN)
    put(office, 2, "XA1@xa.test")
    assert (bad(office), send(office, Script())[0]) == ({TO: 1}, {"handed": 1})
    assert bad(office) == {}
    put(office, 3)
    send(office, UNKNOWN)
    assert bad(office) == {TO: 1}


def test_what_came_back_is_forgotten_only_after_thirty_days(office: Office, clock: TestClock) -> None:
    code = put(office, 1)
    send(office, Script())
    at = instant_text(clock.now())
    with office.database.writing() as transaction:
        transaction.run(RETURNED, ("a" * 64, code, TO, "failed", at, "x"))
        transaction.run("INSERT INTO bad_address (address, count, since, last) VALUES (?, 1, ?, ?)", (TO, at, at))
    clock.advance(timedelta(days=8))
    put(office, 2)
    send(office, Script())
    assert bad(office) == {TO: 1}, "a relay takes what comes back days later"
    clock.advance(timedelta(days=23))
    put(office, 3)
    send(office, Script())
    assert bad(office) == {}


def test_a_producer_who_is_entered_with_an_address_is_written_to_there(scene: Scene) -> None:
    with scene.office.database.writing() as transaction:
        transaction.run("INSERT INTO bad_address (address, count, since, last) VALUES ('htx2@example.vn', 3, 'x', 'x')")
    producer = Producer("4300900009", "tax", "cooperative", "HTX Mới", COMMUNE, email="HTX2@example.vn")
    assert isinstance(add_producer(scene.office, scene.secretariat, producer), Done)
    assert bad(scene.office) == {}
