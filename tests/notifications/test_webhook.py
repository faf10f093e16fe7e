"""A signed webhook over real TLS on this machine: what is sent, who is believed, and what is not reached."""

import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from notifications.port import HANDED, LATER, REFUSED
from notifications.reaching import NoAddress, Target, is_open, reach, url_fault
from notifications.webhook import WebhookChannel
from tests.notifications.gates import OpenGate, ticket

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
SECRET = "bí mật của nơi nhận"


@dataclass
class Receiver:
    """A server that keeps what it was sent and answers as told."""

    port: int
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    silent: threading.Event | None = None


@contextmanager
def receiving(certificate: trustme.LeafCert | None) -> Iterator[Receiver]:
    holder: list[Receiver] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(holder))
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver = Receiver(server.server_port)
    holder.append(receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(holder: list[Receiver]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (receiver,) = holder
            size = int(self.headers["Content-Length"])
            receiver.taken.append(
                ({name.lower(): value for name, value in self.headers.items()}, self.rfile.read(size))
            )
            if receiver.silent is not None:
                receiver.silent.wait(20)
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing on stderr."""

    return Handler


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trust(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


@pytest.fixture
def receiver(authority: trustme.CA) -> Iterator[Receiver]:
    with receiving(authority.issue_cert("localhost")) as receiver:
        yield receiver


def channel(receiver: Receiver, trust: str | None, path: str = "/hooks?a=1", **more: Any) -> WebhookChannel:
    url = f"https://localhost:{receiver.port}{path}"
    return WebhookChannel(url, SECRET, lambda: NOW, trust=trust, **{"allow_private": True, "timeout": 5.0, **more})


def sent(one: WebhookChannel, *numbers: int) -> OpenGate:
    gate = OpenGate()
    one.send([ticket(number) for number in numbers or (1,)], gate)
    return gate


def test_a_receiver_can_check_who_sent_what_and_when(receiver: Receiver, trust: str) -> None:
    (result,) = sent(channel(receiver, trust)).results.values()
    assert (result.outcome, result.code) == (HANDED, 204)
    ((headers, body),) = receiver.taken
    told = f"{int(NOW.timestamp())}.".encode() + body
    wanted = hmac.new(SECRET.encode(), told, hashlib.sha256).hexdigest()
    assert headers["x-ocop-timestamp"] == str(int(NOW.timestamp()))
    assert headers["x-ocop-signature"] == f"sha256={wanted}"
    assert headers["idempotency-key"] == ticket().letter
    value = json.loads(body)
    assert value["content_sha256"] == hashlib.sha256(ticket().content).hexdigest()
    assert (value["subject"], value["recipient"], value["number"]) == (
        "Thư nhắc việc",
        "organisation:528",
        "528/2026/1",
    )
    assert b"@" not in body


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((200, HANDED), (302, REFUSED), (307, REFUSED), (400, REFUSED), (401, REFUSED), (410, REFUSED)),
        *((408, LATER), (429, LATER), (500, LATER), (503, LATER)),
    ],
)
def test_what_the_answer_makes_of_a_letter(receiver: Receiver, trust: str, status: int, outcome: str) -> None:
    receiver.status = status
    receiver.headers = {"Retry-After": "120", "Location": f"https://localhost:{receiver.port}/elsewhere"}
    (result,) = sent(channel(receiver, trust)).results.values()
    assert (result.outcome, result.code) == (outcome, status)
    assert result.reply == ("Retry-After: 120" if outcome == LATER else "")
    assert len(receiver.taken) == 1


def test_a_receiver_that_does_not_answer_is_told_again_later(receiver: Receiver, trust: str) -> None:
    receiver.silent = threading.Event()
    try:
        (result,) = sent(channel(receiver, trust, timeout=0.3)).results.values()
    finally:
        receiver.silent.set()
    assert (result.outcome, result.phase) == (LATER, "answer")


def test_a_certificate_of_another_name_or_of_nobody_known_is_not_believed(authority: trustme.CA, trust: str) -> None:
    with receiving(authority.issue_cert("other.example")) as receiver:
        (result,) = sent(channel(receiver, trust)).results.values()
        assert (result.outcome, result.phase, receiver.taken) == (LATER, "connect", [])
        assert "CERTIFICATE" in result.reply
        (result,) = sent(channel(receiver, None)).results.values()
        assert (result.outcome, receiver.taken) == (LATER, [])


def test_where_nobody_listens_the_rest_is_left_for_later_untried(receiver: Receiver, trust: str) -> None:
    gone = Receiver(1)
    began = time.monotonic()
    results = sent(channel(gone, trust), *range(1, 8)).results
    assert {(one.outcome, one.phase) for one in results.values()} == {(LATER, "connect")}
    assert (len(results), time.monotonic() - began < 5) == (7, True)


def test_a_letter_that_the_gate_holds_back_is_not_told(receiver: Receiver, trust: str) -> None:
    gate = OpenGate(frozenset({ticket(1).letter}))
    channel(receiver, trust).send([ticket(1), ticket(2)], gate)
    assert list(gate.results) == [ticket(2).letter]
    assert [headers["idempotency-key"] for headers, _ in receiver.taken] == [ticket(2).letter]


def test_a_private_address_is_refused_unless_it_is_allowed(receiver: Receiver, trust: str) -> None:
    (result,) = sent(channel(receiver, trust, allow_private=False)).results.values()
    assert (result.outcome, result.reply, receiver.taken) == (REFUSED, "private address", [])


def test_plain_http_reaches_this_machine_alone_and_only_where_that_is_allowed() -> None:
    with receiving(None) as receiver:
        url = f"http://127.0.0.1:{receiver.port}/"
        (result,) = sent(WebhookChannel(url, SECRET, lambda: NOW, allow_private=True)).results.values()
        assert (result.outcome, len(receiver.taken)) == (HANDED, 1)
    with pytest.raises(ValueError, match="url_not_https"):
        WebhookChannel(url, SECRET, lambda: NOW)
    target = Target.of("http://93.184.216.34/", allow_private=True)
    assert reach(target, allow_private=True) == NoAddress(REFUSED, "not this machine")


@pytest.mark.parametrize(
    "place",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
        *("0.0.0.0", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1"),  # noqa: S104 - nothing is bound: it must be refused
        *("fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff0e::1"),
        *("64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:a00:1::1"),
        *("::127.0.0.1", "fec0::1", "feff::1"),
    ],
)
def test_no_address_within_reach_of_the_office_passes_for_one_of_the_internet(place: str) -> None:
    assert not is_open(place)


@pytest.mark.parametrize("place", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_internet_pass(place: str) -> None:
    assert is_open(place)


@pytest.mark.parametrize(
    "url", ["https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://0/"]
)
def test_this_machine_is_known_under_every_spelling(url: str) -> None:
    reached = reach(Target.of(url, allow_private=False), allow_private=False)
    assert isinstance(reached, NoAddress)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://a.example/", "url_not_https"),
        ("ftp://a.example/", "url_not_https"),
        ("https:///x", "url_without_host"),
        ("https://u:p@a.example/", "url_with_password"),
        ("https://a.example:99999/", "url_unreadable"),
        ("https://a.example/\r\nX: y", "url_unreadable"),
        ("https://a.example/#x", "url_unreadable"),
        ("https://a.example/ok", None),
    ],
)
def test_what_cannot_be_a_webhook_is_said(url: str, code: str | None) -> None:
    assert url_fault(url, allow_private=False) == code
