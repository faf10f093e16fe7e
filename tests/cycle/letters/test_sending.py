"""Sending sealed letters: what stands of each address afterwards, in its row and in history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cycle.clock import read_instant
from cycle.letters.post import Post
from cycle.letters.sending.claiming import Claim, claim_due
from cycle.letters.sending.outcomes import delay_after
from cycle.letters.sending.send import send_due
from cycle.office import Office
from notifications.files import FilesChannel
from notifications.mailer import SmtpChannel
from notifications.smtp_relay import Patience, Relay
from tests.conftest import TestClock
from tests.cycle.letters.rows import NOW, deliveries, office_at, put_letters, records
from tests.notifications.smtp_server import DROP, Script, ScriptedServer

QUICK = Patience(connect=2.0, command=2.0, content=2.0)
WORKER = "test"


@pytest.fixture
def office(database_url: str, clock: TestClock) -> Iterator[Office]:
    clock.set(NOW)
    office = replace(office_at(database_url), clock=clock)
    yield office
    office.database.close()


def post_to(server: ScriptedServer, log: Path | None = None) -> Post:
    relay = Relay("127.0.0.1", server.port, "none", patience=QUICK)
    return Post((SmtpChannel(relay),), "so@so.test", "tra@so.test", "", "so.test", True, log)


def send(office: Office, script: Script, log: Path | None = None) -> tuple[dict[str, int], ScriptedServer]:
    with ScriptedServer(script) as server:
        sent = send_due(office, post_to(server, log), WORKER, lambda: 0.5)
    return {name: count for name, count in sent.counts.items() if count}, server


def test_letters_are_handed_over_and_each_is_recorded(office: Office) -> None:
    codes = put_letters(office, range(1, 31))
    counts, server = send(office, Script())
    assert counts == {"handed": 30}
    assert len(server.taken) == 30
    assert set(deliveries(office).values()) == {"handed"}
    told = records(office)
    assert sorted(one["letter"] for one in told) == sorted(codes)
    results = [{"address": 0, "code": 250, "outcome": "handed", "phase": "content"}]
    assert all(one["event"] == "handed" and one["results"] == results for one in told)
    assert {one.sender for one in server.taken} == {f"tra+{code}@so.test" for code in codes}
    assert send(office, Script())[0] == {}


def test_bytes_go_as_they_were_frozen(office: Office) -> None:
    put_letters(office, [1], content="Subject: x\r\n\r\n.dot\r\n..two\r\n")
    _, server = send(office, Script())
    assert [one.content for one in server.taken] == [b"Subject: x\r\n\r\n.dot\r\n..two\r\n"]


def test_partly_refused_addresses_are_recorded_one_by_one(office: Office) -> None:
    to = ("a@xa.test", "b@xa.test", "c@xa.test")
    (code,) = put_letters(office, [1], lambda _: to)
    script = Script(by_address={"a@xa.test": "450 4.2.1 Full", "b@xa.test": "550 5.1.1 Unknown"})
    counts, server = send(office, script)
    assert counts == {"handed": 1, "failed": 1, "queued": 1}
    assert deliveries(office) == {(code, to[0]): "queued", (code, to[1]): "failed", (code, to[2]): "handed"}
    (told,) = records(office)
    assert [(one["address"], one["outcome"], one["code"]) for one in told["results"]] == [
        (1, "refused", 550),
        (2, "handed", 250),
    ]
    assert [one.recipients for one in server.taken] == [(to[2],)]
    assert "b@xa.test" not in str(told)
    with office.database.reading() as transaction:
        assert transaction.rows("SELECT address, count FROM bad_address") == [("b@xa.test", 1)]
        attempts = transaction.rows("SELECT address, number, phase, code, reply FROM attempt")
    assert attempts == [("a@xa.test", 1, "rcpt", 450, "4.2.1 Full")]


def test_what_is_put_off_waits_longer_each_time_and_fails_after_three_days(office: Office, clock: TestClock) -> None:
    (code,) = put_letters(office, [1])
    waited = []
    for _ in range(12):
        send(office, Script({"RCPT": "450 4.2.0 Later"}))
        next_at = read_instant(deliveries(office, "next_at")[code, "xa1@xa.test"])
        waited.append((next_at - clock.now()) / timedelta(minutes=1))
        assert send(office, Script())[0] == {}, "not before its time"
        clock.set(next_at)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]
    clock.set(read_instant(NOW) + timedelta(hours=72))
    counts, _ = send(office, Script({"RCPT": "450 4.2.0 Later"}))
    assert counts == {"failed": 1}
    (told,) = records(office)
    assert (told["event"], told["results"][0]["outcome"], told["results"][0]["code"]) == ("failed", "expired", 450)


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_attempts_are_spread_and_never_more_than_an_hour_apart(chance: float) -> None:
    delays = [delay_after(attempts, chance) for attempts in range(1, 40)]
    assert delays == sorted(delays)
    assert timedelta(seconds=45) <= delays[0] <= timedelta(seconds=75)
    assert delays[-1] <= timedelta(hours=1)
    assert delays[-1] >= timedelta(minutes=59)


def test_a_relay_that_cannot_be_reached_ends_the_pass_and_all_letters_wait(office: Office) -> None:
    put_letters(office, range(1, 251))
    with ScriptedServer(Script()) as server:
        post = post_to(server)
    sent = send_due(office, post, WORKER, lambda: 0.5)
    assert {name: count for name, count in sent.counts.items() if count} == {"queued": 200}
    assert set(deliveries(office).values()) == {"queued"}
    assert records(office) == []


def test_a_connection_lost_after_data_is_uncertain_and_never_sent_again(office: Office, clock: TestClock) -> None:
    (code,) = put_letters(office, [1])
    counts, server = send(office, Script({"content": DROP}, taken_before=True))
    assert counts == {"uncertain": 1}
    assert len(server.taken) == 1
    clock.advance(timedelta(days=4))
    assert send(office, Script())[0] == {}
    assert deliveries(office) == {(code, "xa1@xa.test"): "uncertain"}
    (told,) = records(office)
    assert (told["event"], told["letter"]) == ("uncertain", code)


def test_another_way_never_makes_a_letter_failed_and_is_counted_by_its_name(office: Office, tmp_path: Path) -> None:
    put_letters(office, [1])
    put_letters(office, [2], lambda _: ("files",), channel="files")
    with ScriptedServer(Script()) as server:
        post = post_to(server)
        both = replace(post, channels=(*post.channels, FilesChannel(tmp_path / "thu")))
        sent = send_due(office, both, WORKER)
    assert {name: count for name, count in sent.counts.items() if count} == {"handed": 1, "files.handed": 1}
    assert len(list((tmp_path / "thu").rglob("*.eml"))) == 1


def test_a_claim_that_ran_out_is_taken_up_again(office: Office, clock: TestClock) -> None:
    (code,) = put_letters(office, [1])
    with office.database.writing() as transaction:
        assert len(claim_due(transaction, Post(), Claim("dead", "mail"), clock.now()).tickets) == 1
    assert send(office, Script())[0] == {}, "another worker has it"
    clock.advance(timedelta(minutes=11))
    counts, server = send(office, Script())
    assert counts == {"recovered": 1, "handed": 1}
    assert len(server.taken) == 1
    assert deliveries(office, "fence") == {(code, "xa1@xa.test"): 3}
