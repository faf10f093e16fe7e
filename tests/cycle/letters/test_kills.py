"""A sender killed in each phase: no letter is lost, none is taken twice, every uncertain one is listed."""

import signal
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from cycle.clock import read_instant
from cycle.letters.sending.send import send_due
from cycle.office import Office
from tests.cycle.letters.rows import NOW, deliveries, message_id, office_at, put_letters, records
from tests.cycle.letters.senders import Struck, post_to, sender
from tests.notifications.smtp_server import Script, ScriptedServer, Taken

PHASES = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "content", "QUIT")
LETTERS = 4


@pytest.mark.torture
@pytest.mark.parametrize("phase", PHASES)
def test_a_sender_killed_in_a_phase_loses_nothing_and_sends_nothing_twice(
    database_url: str, phase: str, share: Callable[[int], int]
) -> None:
    rounds = share(50) if database_url.startswith("sqlite") else share(20)
    for number in range(rounds):
        _killed(database_url, phase, number)


def _killed(url: str, phase: str, number: int) -> None:
    began = read_instant(NOW) + timedelta(days=number)
    first = number * LETTERS
    office = office_at(url, began.isoformat())
    codes = put_letters(office, range(first, first + LETTERS))
    known = {message_id(first + place): code for place, code in enumerate(codes)}
    struck = Struck(phase, 1 + number % (1 if phase in ("greeting", "EHLO", "QUIT") else LETTERS), signal.SIGKILL)
    with ScriptedServer(Script(), struck) as server:
        with sender(url, began.isoformat(), server.port, struck.knows) as process:
            process.join(60)
            assert process.exitcode == -signal.SIGKILL
        before = list(server.taken)
    office.database.close()
    later = office_at(url, (began + timedelta(hours=1)).isoformat())
    with ScriptedServer(Script()) as server:
        send_due(later, post_to(server.port), "next")
        _check(later, known, [*before, *server.taken], began_data=phase in ("DATA", "content", "QUIT") or bool(before))
    later.database.close()


def _check(office: Office, known: dict[str, str], taken: Iterable[Taken], *, began_data: bool) -> None:
    times = Counter(known[_name(one)] for one in taken)
    stands = {code: status for (code, _), status in deliveries(office).items() if code in known.values()}
    uncertain = {code for code, status in stands.items() if status == "uncertain"}
    assert set(stands.values()) <= {"handed", "uncertain"}, "none is lost"
    assert max(times.values()) == 1, "none is taken twice"
    assert {code for code, status in stands.items() if status == "handed"} <= set(times)
    assert began_data or not uncertain
    listed = {one["letter"] for one in records(office) if one["event"] == "uncertain"}
    assert uncertain <= listed, "every uncertain one is listed"


def _name(taken: Taken) -> str:
    return next(line[12:].decode() for line in taken.content.splitlines() if line.startswith(b"Message-ID: "))
