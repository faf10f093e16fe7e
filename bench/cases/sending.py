"""Queued letters to a relay on loopback, each outcome kept durably, against the bare library that keeps nothing."""

import asyncio
from collections.abc import Callable, Iterator

import aiosmtplib

from bench.grounds import Ground, driver_connection
from bench.profiling import where_time_goes
from bench.rounds import in_turns
from bench.sink import Sink, sink
from bench.table import Result
from cycle import migrations
from cycle.clock import instant_text
from cycle.letters.post import Post
from cycle.letters.sending.send import send_due
from cycle.office import Office
from notifications.mailer import SmtpChannel
from notifications.smtp_relay import Relay
from tests.cycle.letters.rows import office_at, put_letters

REACH = 1.0
CONNECTIONS = 4
SENDER, RECIPIENT = "so@so.test", "xa{}@xa.test"
# As long as a letter with its HTML and its calendar is.
BODY = "Subject: Thu nhac viec\r\nMessage-ID: {}\r\n\r\n" + ("Kinh gui Uy ban nhan dan xa, " * 2 + "\r\n") * 140
CASE = "sending queued letters, per letter"


def sending(ground: Ground, letters: int, rounds: int) -> Iterator[Result]:
    """A row for so many letters, each to one address, over as many connections as there may be."""
    url = ground.url(f"sending_{letters}")
    migrations.upgrade(url)
    office = office_at(url)
    put_letters(office, range(letters), content=BODY)
    with sink() as server:
        bench = _Bench(office, server, letters)
        (found,) = in_turns([bench.sent, bench.bare], rounds)
        dominates = where_time_goes(bench.sent(rounds))
        yield Result(CASE, ground.kind, letters, found, REACH, dominates)
    office.database.close()


class _Bench:
    """One office and one server, to which both ways send the same."""

    def __init__(self, office: Office, server: Sink, letters: int) -> None:
        self._office, self._server, self._letters = office, server, letters
        relay = Relay("127.0.0.1", server.port, "none", connections=CONNECTIONS)
        self._post = Post((SmtpChannel(relay),), SENDER, "", "", "so.test", True)

    def sent(self, _number: int) -> Callable[[], int]:
        """By the engine: claimed, let through to DATA, kept and recorded."""
        self._queue_again()

        def work() -> int:
            found = send_due(self._office, self._post, "bench")
            assert found.counts["handed"] == self._letters, found
            assert self._server.taken() == self._letters
            return self._letters

        return work

    def bare(self, _number: int) -> Callable[[], int]:
        """The same messages by the library alone on one connection."""
        content = BODY.format("<x@so.test>").encode()

        def work() -> int:
            asyncio.run(_send(self._server.port, self._letters, content))
            assert self._server.taken() == self._letters
            return self._letters

        return work

    def _queue_again(self) -> None:
        connection = driver_connection(self._office.database.url.render_as_string(False))
        at = instant_text(self._office.clock.now())
        connection.execute(f"UPDATE delivery SET status = 'queued', next_at = '{at}'")
        connection.commit()
        connection.close()


async def _send(port: int, letters: int, content: bytes) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
        for number in range(letters):
            await client.sendmail(SENDER, [RECIPIENT.format(number)], content)
