"""What is uncertain, looked for in the relay's log: taken over, not taken, or still not known."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cycle.clock import read_instant
from cycle.letters.sending.claiming import DATA_LEASE
from cycle.letters.sending.relay_log import Uncertain, resolve_by_log, taken_by
from cycle.office import Office
from notifications.postfix import read_log
from tests.conftest import TestClock
from tests.cycle.letters.rows import NOW, deliveries, message_id, office_at, put_letters
from tests.cycle.letters.test_sending import send
from tests.notifications.smtp_server import DROP, Script

AT = read_instant(NOW)
HERE = timezone(timedelta(hours=7))
TO = "xa1@xa.test"
CLIENT = "{at} mx postfix/smtpd[812]: 4RXyz12AbC: client=so.test[10.0.0.7]"
NAMED = "{at} mx postfix/cleanup[815]: 4RXyz12AbC: message-id={id}"
ACTIVE = "{at} mx postfix/qmgr[790]: 4RXyz12AbC: from=<tra@so.test>, size=812, nrcpt=1 (queue active)"
SENT = "{at} mx postfix/smtp[817]: 4RXyz12AbC: to=<xa1@xa.test>, relay=mx[10.0.0.9]:25, delay=0.3, status=sent (250 Ok)"
ALIAS = "{at} mx postfix/smtp[817]: 4RXyz12AbC: to=<thu@xa.test>, orig_to=<XA1@xa.test>, dsn=2.0.0, status=sent (Ok)"
ELSEWHERE = "{at} mx postfix/smtp[817]: 4RXyz12AbC: to=<khac@xa.test>, relay=mx, dsn=4.4.1, status=deferred (no)"
LOST = "{at} mx postfix/smtpd[812]: lost connection after DATA (20 bytes) from so.test[10.0.0.7]"
LATE = "{at} mx postfix/smtpd[812]: lost connection after END-OF-MESSAGE from so.test[10.0.0.7]"
MILTER = "{at} mx postfix/cleanup[815]: 4RXyz12AbC: milter-reject: END-OF-MESSAGE from so.test: 4.7.1 Try later"
NOISE = "{at} mx postfix/qmgr[790]: 4RXzz99AbC: removed"
OTHER = "{at} mx dovecot: imap-login: Login: user=<a>"
TAKEN = (CLIENT, NAMED, ACTIVE, SENT)


def line(template: str, at: datetime, form: str) -> str:
    here = at.astimezone(HERE)
    stamp = here.isoformat() if form == "iso" else f"{here:%b} {here.day:2d} {here:%H:%M:%S}"
    return template.format(at=stamp, id=message_id(1)) + "\n"


def logged(lines: tuple[str, ...], form: str = "iso", around: str = "both", at: datetime = AT) -> str:
    first = line(NOISE, at - timedelta(minutes=5), form) if around in ("both", "before") else ""
    last = line(NOISE, at + timedelta(minutes=25), form) if around in ("both", "after") else ""
    return first + "".join(line(one, at + timedelta(seconds=1), form) for one in lines) + last


@pytest.mark.parametrize("form", ["iso", "syslog"])
@pytest.mark.parametrize(
    ("lines", "around", "taken"),
    [
        (TAKEN, "both", True),
        (TAKEN, "nothing", True),
        ((CLIENT, NAMED, ACTIVE), "before", True),
        ((CLIENT, NAMED, LATE, ACTIVE, SENT), "both", True),
        ((CLIENT, NAMED, ACTIVE, ALIAS), "both", True),
        ((), "both", False),
        ((OTHER,), "both", False),
        ((CLIENT, NAMED, LOST), "both", False),
        ((CLIENT, LOST, NAMED), "both", False),
        ((CLIENT, NAMED, MILTER), "both", False),
        ((CLIENT, NAMED, ACTIVE, ELSEWHERE), "both", False),
        ((CLIENT, NAMED, LATE), "both", None),
        ((CLIENT, NAMED), "both", None),
        ((), "after", None),
        ((), "before", None),
        ((CLIENT, NAMED, LOST), "before", None),
        ((), "nothing", None),
    ],
)
def test_what_a_log_says(tmp_path: Path, lines: tuple[str, ...], around: str, taken: bool | None, form: str) -> None:
    log = tmp_path / "mail.log"
    log.write_text(logged(lines, form, around), encoding="utf-8")
    asked = Uncertain("TH-1", "mail", TO, "organisation:21001", message_id(1), AT, AT + DATA_LEASE)
    told = read_log(log, {message_id(1)}, AT + timedelta(hours=1), ZoneInfo("Asia/Ho_Chi_Minh"), AT)
    assert taken_by(told, asked) is taken


def test_a_log_by_another_clock_settles_nothing(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(logged(TAKEN, at=AT - timedelta(hours=1)) + logged(()), encoding="utf-8")
    asked = Uncertain("TH-1", "mail", TO, "organisation:21001", message_id(1), AT, AT + DATA_LEASE)
    told = read_log(log, {message_id(1)}, AT + timedelta(hours=1), ZoneInfo("Asia/Ho_Chi_Minh"), AT)
    assert taken_by(told, asked) is None


def test_a_stamp_without_a_year_is_of_the_last_one_in_which_it_can_be(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(
        f"Dec 31 23:59:59 {NOISE[5:]}\nJan  1 00:00:01 {NOISE[5:]}\nFeb 30 00:00:01 {NOISE[5:]}\n", encoding="utf-8"
    )
    now = datetime(2025, 1, 1, 0, 5, tzinfo=HERE)
    told = read_log(log, (), now, ZoneInfo("Asia/Ho_Chi_Minh"), AT)
    assert (told.first, told.last) == (
        datetime(2024, 12, 31, 23, 59, 59, tzinfo=HERE),
        datetime(2025, 1, 1, 0, 0, 1, tzinfo=HERE),
    )


@pytest.fixture
def office(database_url: str, clock: TestClock) -> Iterator[Office]:
    clock.set(NOW)
    office = replace(office_at(database_url), clock=clock)
    yield office
    office.database.close()


def put_uncertain(office: Office, clock: TestClock, addresses: tuple[str, ...] = (TO,)) -> str:
    (code,) = put_letters(office, [1], lambda _: addresses)
    send(office, Script({"content": DROP}))
    assert set(deliveries(office).values()) == {"uncertain"}
    clock.advance(timedelta(minutes=30))
    return code


def test_a_log_that_was_rotated_and_packed_is_read_with_it(office: Office, clock: TestClock, tmp_path: Path) -> None:
    code = put_uncertain(office, clock)
    with gzip.open(tmp_path / "mail.log.2.gz", "wt", encoding="utf-8") as packed:
        packed.write(logged(TAKEN, around="before"))
    (tmp_path / "mail.log").write_text(logged((), around="after"), encoding="utf-8")
    assert resolve_by_log(office, tmp_path / "mail.log").handed == 1
    assert deliveries(office) == {(code, "xa1@xa.test"): "handed"}


def test_an_earlier_attempt_to_another_address_settles_nothing(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    code = put_uncertain(office, clock, ("xa1@xa.test", "xa2@xa.test"))
    log = tmp_path / "mail.log"
    log.write_text(logged(TAKEN), encoding="utf-8")
    assert resolve_by_log(office, log).queued == 1
    assert deliveries(office) == {(code, "xa1@xa.test"): "handed", (code, "xa2@xa.test"): "queued"}


def test_a_log_that_is_not_there_settles_nothing(office: Office, clock: TestClock, tmp_path: Path) -> None:
    put_uncertain(office, clock)
    assert resolve_by_log(office, tmp_path / "none.log").left == 1
    assert set(deliveries(office).values()) == {"uncertain"}


def test_a_pass_asks_the_log_before_it_sends(office: Office, clock: TestClock, tmp_path: Path) -> None:
    put_uncertain(office, clock)
    log = tmp_path / "mail.log"
    log.write_text(logged(()), encoding="utf-8")
    counts, server = send(office, Script(), log)
    assert counts == {"resolved": 1, "handed": 1}
    assert len(server.taken) == 1
