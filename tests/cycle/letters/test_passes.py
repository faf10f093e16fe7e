"""One pass of sending: what it leaves to the next, what it sets aside, and what a dead worker left to it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cycle.letters.post import Post
from cycle.letters.sending.claiming import Claim, claim_due
from cycle.letters.sending.entering import enter
from cycle.letters.sending.relay_log import resolve_now_and_then
from cycle.letters.sending.send import send_due
from cycle.office import Office
from notifications.files import FilesChannel
from tests.conftest import TestClock
from tests.cycle.letters.rows import NOW, deliveries, office_at, put_letters
from tests.cycle.letters.test_sending import WORKER, post_to, send
from tests.notifications.smtp_server import DROP, Script, ScriptedServer


@pytest.fixture
def office(database_url: str, clock: TestClock) -> Iterator[Office]:
    clock.set(NOW)
    office = replace(office_at(database_url), clock=clock)
    yield office
    office.database.close()


def change(office: Office, code: str, content: str) -> None:
    with office.database.writing() as transaction:
        transaction.run("UPDATE letter SET content = ? WHERE code = ?", (content, code))


def content_of(office: Office, code: str) -> str:
    with office.database.reading() as transaction:
        return str((transaction.row("SELECT content FROM letter WHERE code = ?", (code,)) or ("",))[0])


@pytest.mark.parametrize("changed", ["Subject: other\r\n\r\nother\r\n", "Subject: thư\r\n\r\nđã sửa\r\n"])
def test_a_letter_whose_bytes_were_changed_is_set_aside_and_the_others_go(
    office: Office, clock: TestClock, changed: str
) -> None:
    codes = put_letters(office, range(1, 4))
    before = content_of(office, codes[1])
    change(office, codes[1], changed)
    with ScriptedServer(Script()) as server:
        sent = send_due(office, post_to(server), WORKER)
    assert (sent.counts["handed"], len(server.taken)) == (2, 2)
    assert [(code, reason.code) for code, reason in sent.damaged] == [(codes[1], "letter_damaged")]
    assert send(office, Script())[0] == {}, "not before a day is over"
    change(office, codes[1], before)
    clock.advance(timedelta(days=1))
    assert send(office, Script())[0] == {"handed": 1}
    with office.database.reading() as transaction:
        assert transaction.rows("SELECT reason FROM letter WHERE reason IS NOT NULL") == []


def test_what_a_pass_has_no_time_for_waits_for_the_next(office: Office, clock: TestClock) -> None:
    put_letters(office, range(1, 41))
    slow = lambda phase: clock.advance(timedelta(seconds=30)) if phase == "content" else None  # noqa: E731 - one line, used once
    with ScriptedServer(Script(), slow) as server:
        sent = send_due(office, post_to(server), WORKER)
        taken = len(server.taken)
    assert sent.more
    assert 0 < taken < 40
    assert sorted(set(deliveries(office, "status, worker").values())) == [("handed", WORKER), ("queued", None)]
    assert send(office, Script())[0] == {"handed": 40 - taken}


def test_files_for_which_there_is_no_time_are_given_back(office: Office, clock: TestClock, tmp_path: Path) -> None:
    class SlowDisk(FilesChannel):
        def path_of(self, ticket: object) -> Path:
            clock.advance(timedelta(minutes=5))
            return super().path_of(ticket)  # type: ignore[arg-type]  # a ticket, as an object

    put_letters(office, range(1, 131), channel="files")
    sent = send_due(office, Post((SlowDisk(tmp_path),)), WORKER)
    assert (sent.counts["handed"], sent.more) == (100, True)
    assert sorted(deliveries(office).values()) == ["handed"] * 100 + ["queued"] * 30


@pytest.mark.parametrize(("channel", "becomes"), [("files", "handed"), ("mail", "uncertain")])
def test_what_a_dead_worker_had_begun_is_begun_again_where_that_does_no_harm(
    office: Office, clock: TestClock, tmp_path: Path, channel: str, becomes: str
) -> None:
    put_letters(office, [1], channel=channel)
    with office.database.writing() as transaction:
        claim = Claim("dead", channel)
        enter(transaction, claim, claim_due(transaction, Post(), claim, clock.now()).tickets, clock.now())
    clock.advance(timedelta(minutes=16))
    send_due(office, Post((FilesChannel(tmp_path),)), WORKER)
    assert set(deliveries(office).values()) == {becomes}


def test_what_the_log_does_not_settle_is_asked_again_after_a_while_only(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    put_letters(office, [1])
    send(office, Script({"content": DROP}))
    log = tmp_path / "mail.log"
    asked = []
    for _ in range(7):
        asked.append(resolve_now_and_then(office, log).left)
        clock.advance(timedelta(minutes=5))
    assert asked == [1, 0, 0, 1, 0, 0, 1]


def test_what_was_not_taken_has_three_days_again(office: Office, clock: TestClock, tmp_path: Path) -> None:
    (code,) = put_letters(office, [1])
    send(office, Script({"content": DROP}))
    clock.advance(timedelta(days=4))
    line = "{at} mx postfix/qmgr[790]: 4RXzz99AbC: removed\n"
    first, last = "2024-03-05T01:00:00+00:00", "2024-03-09T01:59:00+00:00"
    log = tmp_path / "mail.log"
    log.write_text(line.format(at=first) + line.format(at=last), encoding="utf-8")
    assert send(office, Script({"RCPT": "450 4.2.0 Later"}), log)[0] == {"resolved": 1, "queued": 1}
    assert deliveries(office)[code, "xa1@xa.test"] == "queued"
