"""Several senders at once, and one that slept past its claim: nobody sends or says what another has taken over."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest

from cycle.clock import read_instant
from cycle.letters.sending.send import send_due
from tests.cycle.letters.rows import NOW, deliveries, office_at, put_letters, records
from tests.cycle.letters.senders import Struck, post_to, send_together, sender
from tests.notifications.smtp_server import Script, ScriptedServer

LATER = (read_instant(NOW) + timedelta(hours=1)).isoformat()


def test_eight_senders_at_once_hand_each_letter_over_once(database_url: str) -> None:
    office = office_at(database_url)
    codes = put_letters(office, range(120))
    with ScriptedServer(Script()) as server:
        send_together(database_url, NOW, server.port, 8)
        taken = Counter(one.recipients[0] for one in server.taken)
    assert taken == Counter(f"xa{number}@xa.test" for number in range(120))
    assert set(deliveries(office).values()) == {"handed"}
    assert sorted(one["letter"] for one in records(office)) == sorted(codes)
    with office.database.reading() as transaction:
        streams = transaction.rows("SELECT stream, COUNT(*), MAX(seq) FROM record GROUP BY stream")
    assert all(count == last for _, count, last in streams)
    office.database.close()


@pytest.mark.parametrize(("phase", "becomes"), [("RCPT", "handed"), ("content", "uncertain")])
def test_a_sender_that_slept_past_its_claim_neither_sends_nor_overwrites(
    database_url: str, phase: str, becomes: str
) -> None:
    office = office_at(database_url)
    (code,) = put_letters(office, [1])
    stopped = Struck(phase, 1, signal.SIGSTOP)
    with ScriptedServer(Script(), stopped) as first, ScriptedServer(Script()) as second:
        with sender(database_url, NOW, first.port, stopped.knows) as process:
            assert stopped.struck.wait(60)
            awake = office_at(database_url, LATER)
            send_due(awake, post_to(second.port), "other")
            before = deliveries(awake, "status, fence, worker, ended, code, reply")
            assert process.pid is not None
            os.kill(process.pid, signal.SIGCONT)
            process.join(60)
            assert process.exitcode == 0
        assert deliveries(awake, "status, fence, worker, ended, code, reply") == before
        assert deliveries(awake) == {(code, "xa1@xa.test"): becomes}
        assert len(first.taken) + len(second.taken) == 1
        assert [one["event"] for one in records(awake)] == [becomes]
        awake.database.close()
    office.database.close()
