"""From a sealed letter to a mailbox by a real Postfix; what a killed sender left is settled by its log."""

import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cycle.clock import WallClock
from cycle.letters.sending.relay_log import resolve_by_log
from cycle.letters.sending.send import send_due
from cycle.office import Office
from tests.cycle.letters.postfix_instance import Postfix, running_postfix
from tests.cycle.letters.rows import deliveries, message_id, office_at, put_letters, records
from tests.cycle.letters.senders import Struck, post_to, sender
from tests.notifications.smtp_between import Between

pytestmark = pytest.mark.torture


@pytest.fixture
def postfix() -> Iterator[Postfix]:
    """In a folder that its own users may enter: pytest closes its own to others."""
    with tempfile.TemporaryDirectory(prefix="ocop-postfix-") as text:
        Path(text).chmod(0o755)
        with running_postfix(Path(text)) as instance:
            yield instance


def test_letters_reach_mailboxes_and_what_was_uncertain_is_settled(sqlite_url: str, postfix: Postfix) -> None:
    """One is handed over, of one the answer is lost, one is cut off within its content."""
    began = WallClock().now()  # as Postfix stamps its log
    office = office_at(sqlite_url, began.isoformat())
    _send_three(office, sqlite_url, postfix)
    _wait_for(postfix, lambda: len(postfix.delivered()) == 2)
    _wait_for(postfix, lambda: postfix.log.read_text().count(message_id(3)) == 1)
    later = office_at(sqlite_url, (began + timedelta(minutes=20)).isoformat())
    _widen(postfix.log, began)
    sent = send_due(later, post_to(postfix.port), "third")
    assert sent.counts["recovered"] == 1
    found = resolve_by_log(later, postfix.log)
    assert (found.handed, found.queued, found.left) == (1, 1, 0)
    assert send_due(later, post_to(postfix.port), "fourth").counts["handed"] == 1
    _wait_for(postfix, lambda: len(postfix.delivered()) == 3)
    assert set(deliveries(later).values()) == {"handed"}
    assert sorted(one["event"] for one in records(later)) == sorted(
        [*["handed"] * 2, *["uncertain"] * 2, *["resolved"] * 2]
    )
    bodies = [one for one in postfix.delivered() if b"Kinh gui" in one]
    assert len(bodies) == len({one.split(b"Message-ID: ")[1].split(b"\n")[0] for one in bodies}) == 3
    later.database.close()
    office.database.close()


def _send_three(office: Office, url: str, postfix: Postfix) -> None:
    """One is handed over, of one the answer is lost, the sender of the third is killed within its content."""
    began = office.clock.now()
    put_letters(office, [1])
    assert send_due(office, post_to(postfix.port), "first").counts["handed"] == 1
    put_letters(office, [2])
    with Between(postfix.port, cut_answer=True) as between:
        assert send_due(office, post_to(between.port), "second").counts["uncertain"] == 1
    put_letters(office, [3])
    with Between(postfix.port, cut_answer=False) as between:
        struck = Struck("content", 1, signal.SIGKILL)
        between.on_content = lambda: struck("content")
        with sender(url, began.isoformat(), between.port, struck.knows) as process:
            process.join(60)
            assert process.exitcode == -signal.SIGKILL


def _widen(log: Path, began: datetime) -> None:
    """Let the log begin earlier and go on: half an hour is not waited for."""
    text = log.read_text(encoding="utf-8")
    log.write_text(
        f"{_noise(began - timedelta(minutes=5))}{text}{_noise(began + timedelta(minutes=17))}", encoding="utf-8"
    )


def _noise(at: datetime) -> str:
    stamp = at.astimezone()
    return f"{stamp:%b} {stamp.day:2d} {stamp:%H:%M:%S} mx postfix/qmgr[1]: 4RXzz99AbC: removed\n"


def _wait_for(postfix: Postfix, happened: Callable[[], bool]) -> None:
    """Wait for what Postfix does by itself, half a minute at most."""
    for _ in range(300):
        if happened():
            return
        threading.Event().wait(0.1)
    raise AssertionError(postfix.log.read_text(encoding="utf-8"))
