"""Letters and passwords go over a proven TLS connection or not at all."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from notifications.mailer import SmtpChannel
from notifications.port import HANDED, LATER, UNSENT, Result
from tests.notifications.handing import GONE, SECURE_OFFER, A, letter, plain, sent
from tests.notifications.smtp_server import DROP, HANG, OFFERED, Say, Script, ScriptedServer


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusted(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


def certified(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def relay_with_tls(authority: trustme.CA) -> Iterator[ScriptedServer]:
    with ScriptedServer(Script({"EHLO": SECURE_OFFER}, tls=certified(authority, "127.0.0.1"))) as server:
        yield server


def test_a_secured_relay_gets_letter_and_password_only_under_tls(relay_with_tls: ScriptedServer, trusted: str) -> None:
    relay = plain(relay_with_tls, security="starttls", ca=trusted, user="so", password="bí mật")
    gate = sent(relay_with_tls, relay)
    assert gate.outcomes() == {"TH-1": {A: HANDED}}
    assert [one.secured for one in relay_with_tls.taken] == [True]
    verbs = [line.partition(" ")[0] for line in relay_with_tls.commands]
    assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


def test_tls_from_the_first_byte(authority: trustme.CA, trusted: str) -> None:
    script = Script(tls=certified(authority, "127.0.0.1"), direct_tls=True)
    with ScriptedServer(script) as server:
        gate = sent(server, plain(server, security="tls", ca=trusted))
    assert gate.outcomes() == {"TH-1": {A: HANDED}}
    assert [one.secured for one in server.taken] == [True]


INSECURE = {
    "strips STARTTLS": (Script({"EHLO": OFFERED}), "starttls", "starttls_not_offered"),
    "refuses STARTTLS": (Script({"EHLO": SECURE_OFFER, "STARTTLS": "454 4.7.0 Not now"}), "starttls", "4.7.0 Not now"),
    "answers STARTTLS with nonsense": (Script({"EHLO": SECURE_OFFER, "STARTTLS": "?"}), "starttls", "reply_unreadable"),
    "hangs at STARTTLS": (Script({"EHLO": SECURE_OFFER, "STARTTLS": HANG}), "starttls", "timeout"),
    "drops at STARTTLS": (Script({"EHLO": SECURE_OFFER, "STARTTLS": DROP}), "starttls", "connection_lost"),
    "goes on in clear after STARTTLS": (
        Script({"EHLO": SECURE_OFFER, "STARTTLS": "220 Go\r\n250 Ok|" + HANG}),
        "starttls",
        "",
    ),
    "speaks in clear where TLS is due": (Script(), "tls", ""),
}


@pytest.mark.parametrize("name", INSECURE)
def test_nothing_is_sent_in_clear_to_a_relay_that(name: str, trusted: str) -> None:
    script, security, reply = INSECURE[name]
    with ScriptedServer(script) as server:
        gate = sent(server, plain(server, security=security, ca=trusted, user="so", password="bí mật"))
    (result,) = gate.results["TH-1"].values()
    assert result.outcome == LATER
    assert reply in result.reply
    assert gate.entered == []
    assert server.taken == []
    assert {line.partition(" ")[0] for line in server.commands} <= {"EHLO", "STARTTLS", "QUIT"} | binary(server)


def binary(server: ScriptedServer) -> set[str]:
    """What a server in clear makes of the first bytes of TLS."""
    return {line.partition(" ")[0] for line in server.commands if not line.isprintable() or not line.isascii()}


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(("host", "known"), [("sai-ten.test", True), ("127.0.0.1", False)])
def test_a_certificate_that_proves_nothing_stops_everything(
    authority: trustme.CA, trusted: str, security: str, host: str, known: bool
) -> None:
    issuer = authority if known else trustme.CA()
    script = Script({"EHLO": SECURE_OFFER}, tls=certified(issuer, host), direct_tls=security == "tls")
    with ScriptedServer(script) as server:
        gate = sent(server, plain(server, security=security, ca=trusted, user="so", password="bí mật"))
    (result,) = gate.results["TH-1"].values()
    assert (result.outcome, result.phase) == (LATER, "tls")
    assert result.reply.startswith("certificate_not_trusted")
    assert server.taken == []


def test_a_file_of_authorities_that_is_not_there_stops_everything(
    relay_with_tls: ScriptedServer, tmp_path: Path
) -> None:
    gate = sent(relay_with_tls, plain(relay_with_tls, security="starttls", ca=str(tmp_path / "none.pem")))
    assert gate.results["TH-1"][A] == Result(LATER, "tls", None, "ca_unreadable")
    assert relay_with_tls.taken == []


@pytest.mark.parametrize(
    ("offer", "says", "reply"),
    [
        (SECURE_OFFER, "535 5.7.8 Authentication failed", "5.7.8 Authentication failed"),
        (SECURE_OFFER, GONE, "4.3.2 Service shutting down"),
        (SECURE_OFFER, HANG, "timeout"),
        ("250-relay.test\r\n250 STARTTLS", "235 Ok", "auth_not_offered"),
        ("250-relay.test\r\n250-STARTTLS\r\n250 AUTH LOGIN", ["334 VXNlcg==", "334 UGFzcw==", "535 No"], "No"),
    ],
)
def test_a_login_that_fails_is_tried_again_later(
    authority: trustme.CA, trusted: str, offer: str, says: Say, reply: str
) -> None:
    with ScriptedServer(Script({"EHLO": offer, "AUTH": says}, tls=certified(authority, "127.0.0.1"))) as server:
        gate = sent(server, plain(server, security="starttls", ca=trusted, user="so", password="bí mật"))
    (result,) = gate.results["TH-1"].values()
    assert (result.outcome, result.phase) == (LATER, "auth")
    assert server.taken == []
    if not isinstance(says, list):
        assert result.reply == reply


def test_no_password_is_given_to_a_relay_without_tls() -> None:
    with ScriptedServer(Script({"EHLO": "250-relay.test\r\n250 AUTH PLAIN"})) as server:
        gate = sent(server, plain(server, user="so", password="bí mật"))
    assert gate.results["TH-1"][A] == Result(LATER, "auth", None, "auth_needs_tls")
    assert not any(line.startswith("AUTH") for line in server.commands)


def test_a_probe_tells_each_phase_and_a_dry_one_stops_before_data(relay_with_tls: ScriptedServer, trusted: str) -> None:
    relay = plain(relay_with_tls, security="starttls", ca=trusted, user="so", password="bí mật")
    for dry, taken in ((True, 0), (False, 1)):
        phases_told, texts = list[str](), list[str]()

        def told(phase: str, text: str, to: tuple[list[str], list[str]] = (phases_told, texts)) -> None:
            to[0].append(phase)
            to[1].append(text)

        result = SmtpChannel(relay).probe(letter(), told, dry=dry)
        phases = ["connect", "greeting", "ehlo", "starttls", "tls", "ehlo", "auth", "mail", "rcpt"]
        assert phases_told == phases + ([] if dry else ["data", "content"])
        assert texts[phases_told.index("tls")].startswith("TLSv1.")
        assert result.outcome == (UNSENT if dry else HANDED)
        assert len(relay_with_tls.taken) == taken
        assert "bí mật" not in str(texts)
