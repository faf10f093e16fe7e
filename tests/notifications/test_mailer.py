"""Handing letters to relays that behave by script: what becomes of each address, and what the relay really took."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from notifications.mailer import SmtpChannel
from notifications.port import HANDED, LATER, REFUSED, UNCERTAIN, Result
from notifications.smtp_relay import Relay
from tests.notifications.handing import BODY, GONE, QUICK, A, B, C, Gate, letter, plain, sent
from tests.notifications.smtp_server import DROP, HANG, RESET, Say, Script, ScriptedServer


@dataclass(frozen=True)
class Case:
    """What a relay says, and what then becomes of one letter to some addresses, in their order."""

    says: Mapping[str, Say]
    outcomes: str
    phase: str
    taken: int = 0
    addresses: tuple[str, ...] = (A,)
    by_address: Mapping[str, Say] = field(default_factory=dict)
    reads: int | None = None
    taken_before: bool = False


THREE = (A, B, C)
CASES = {
    "takes it": Case({}, HANDED, "content", 1),
    "takes it with another word of success": Case(
        {"content": "251 forwarded"}, HANDED, "content", 1, taken_before=True
    ),
    "answers in several lines": Case(
        {"MAIL": "250-one\r\n250-two\r\n250 three", "content": "250-taken\r\n250 as 1A2B"}, HANDED, "content", 1
    ),
    "greets busily": Case({"greeting": "421 4.7.0 Too busy"}, LATER, "greeting"),
    "greets with a refusal": Case({"greeting": "554 5.7.1 You are on a list"}, LATER, "greeting"),
    "greets with nonsense": Case({"greeting": "HTTP/1.1 400 Bad Request"}, LATER, "greeting"),
    "hangs before it greets": Case({"greeting": HANG}, LATER, "greeting"),
    "drops before it greets": Case({"greeting": DROP}, LATER, "greeting"),
    "refuses EHLO": Case({"EHLO": "502 5.5.1 Not here"}, LATER, "ehlo"),
    "takes leave at EHLO": Case({"EHLO": GONE}, LATER, "ehlo"),
    "hangs at EHLO": Case({"EHLO": HANG}, LATER, "ehlo"),
    "greylists the sender": Case({"MAIL": "451 4.7.1 Later"}, LATER, "mail"),
    "refuses the sender": Case({"MAIL": "550 5.1.8 Sender unknown"}, LATER, "mail"),
    "wants a login first": Case({"MAIL": "530 5.7.0 Authentication required"}, LATER, "mail"),
    "takes leave at MAIL": Case({"MAIL": GONE}, LATER, "mail"),
    "hangs at MAIL": Case({"MAIL": HANG}, LATER, "mail"),
    "drops at MAIL": Case({"MAIL": DROP}, LATER, "mail"),
    "greylists the recipient": Case({"RCPT": "450 4.2.0 Greylisted"}, LATER, "rcpt"),
    "refuses the recipient": Case({"RCPT": "550 5.1.1 User unknown"}, REFUSED, "rcpt"),
    "refuses the client at RCPT": Case({"RCPT": "554 5.7.1 Client host rejected: Access denied"}, LATER, "rcpt"),
    "refuses the client at RCPT without more": Case({"RCPT": "554 Access denied"}, LATER, "rcpt"),
    "refuses to relay": Case({"RCPT": "550 5.7.1 Unable to relay"}, LATER, "rcpt"),
    "refuses the sender at RCPT": Case({"RCPT": "550 5.1.8 Sender address rejected"}, LATER, "rcpt"),
    "refuses our name at RCPT": Case({"RCPT": "504 5.5.2 Helo command rejected"}, LATER, "rcpt"),
    "wants a login at RCPT": Case({"RCPT": "530 5.7.0 Authentication required"}, LATER, "rcpt"),
    "wants a better login at RCPT": Case({"RCPT": "535 5.7.8 Not you"}, LATER, "rcpt"),
    "wants another order at RCPT": Case({"RCPT": "503 5.5.1 MAIL first"}, LATER, "rcpt"),
    "refuses the recipient by 554": Case({"RCPT": "554 5.1.1 User unknown"}, REFUSED, "rcpt"),
    "refuses a mailbox that is closed": Case({"RCPT": "554 5.2.1 Disabled"}, REFUSED, "rcpt"),
    "refuses a mailbox that is full": Case({"RCPT": "552 5.2.2 Full"}, REFUSED, "rcpt"),
    "takes leave at RCPT": Case({"RCPT": GONE}, LATER, "rcpt"),
    "hangs at RCPT": Case({"RCPT": HANG}, LATER, "rcpt"),
    "drops at RCPT": Case({"RCPT": DROP}, LATER, "rcpt"),
    "refuses one of three": Case(
        {}, f"{HANDED} {REFUSED} {HANDED}", "content rcpt content", 1, THREE, {B: "550 5.1.1 Unknown"}
    ),
    "refuses one of three and puts one off": Case(
        {}, f"{LATER} {REFUSED} {HANDED}", "rcpt rcpt content", 1, THREE, {A: "450 4.2.1 Full", B: "550 5.1.1 Unknown"}
    ),
    "refuses all three": Case({"RCPT": "550 No"}, f"{REFUSED} {REFUSED} {REFUSED}", "rcpt rcpt rcpt", 0, THREE),
    "drops after it refused one of three": Case(
        {}, f"{REFUSED} {LATER} {LATER}", "rcpt rcpt rcpt", 0, THREE, {A: "550 5.1.1 Unknown", B: DROP}
    ),
    "refuses one and loses the others after DATA": Case(
        {"content": DROP}, f"{UNCERTAIN} {REFUSED} {UNCERTAIN}", "content rcpt content", 0, THREE, {B: "550 No"}
    ),
    "refuses DATA": Case({"DATA": "554 5.5.1 No valid recipients"}, REFUSED, "data"),
    "puts DATA off": Case({"DATA": "451 4.3.0 Queue full"}, LATER, "data"),
    "takes leave at DATA": Case({"DATA": GONE}, LATER, "data"),
    "hangs at DATA": Case({"DATA": HANG}, LATER, "data"),
    "drops at DATA": Case({"DATA": DROP}, LATER, "data"),
    "answers DATA with nonsense": Case({"DATA": "ok go"}, LATER, "data"),
    "finds the message too large": Case({"content": "552 5.3.4 Too big"}, REFUSED, "content"),
    "puts the message off": Case({"content": "452 4.3.1 No space"}, LATER, "content"),
    "takes leave instead of taking the message": Case({"content": GONE}, LATER, "content"),
    "drops while it reads the message": Case({}, UNCERTAIN, "content", reads=5),
    "drops after it took the message": Case({"content": DROP}, UNCERTAIN, "content", 1, taken_before=True),
    "resets after it took the message": Case({"content": RESET}, UNCERTAIN, "content", 1, taken_before=True),
    "hangs after it took the message": Case({"content": HANG}, UNCERTAIN, "content", 1, taken_before=True),
    "answers the message with nonsense": Case({"content": "gesendet"}, UNCERTAIN, "content", 1, taken_before=True),
    "answers the message with half a reply": Case(
        {"content": f"25~|{DROP}"}, UNCERTAIN, "content", 1, taken_before=True
    ),
    "answers the message with a number that means nothing": Case(
        {"content": "399 hm"}, UNCERTAIN, "content", 1, taken_before=True
    ),
    "answers the message with an endless line": Case(
        {"content": "250 " + "x" * 40_000}, UNCERTAIN, "content", 1, taken_before=True
    ),
    "answers with an endless line": Case({"RCPT": "250 " + "x" * 40_000}, LATER, "rcpt"),
    "answers more than was asked": Case({"MAIL": "250 Ok\r\n250 and that"}, LATER, "mail"),
    "says that it took the message before it was sent": Case({"DATA": "354 Go\r\n250 Taken"}, LATER, "data"),
    "gives a reply piece by piece": Case({"MAIL": "25~|0 2.~|1.0 Ok"}, HANDED, "content", 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_relay_that(name: str) -> None:
    case = CASES[name]
    script = Script(case.says, case.by_address, reads=case.reads, taken_before=case.taken_before)
    with ScriptedServer(script) as server:
        gate = sent(server, plain(server), letter(addresses=case.addresses))
        taken = list(server.taken)
    (results,) = gate.results.values()
    assert [results[one].outcome for one in case.addresses] == case.outcomes.split()
    assert [results[one].phase for one in case.addresses] == case.phase.split()
    assert len(taken) == case.taken
    entered = {one for ticket in gate.entered for one in ticket.addresses}
    assert {one for message in taken for one in message.recipients} <= entered
    for message in taken:
        assert message.content == BODY
        assert message.sender == "tra-loi@so.test"


def test_a_relay_that_is_not_there_is_asked_once_for_all_letters() -> None:
    with ScriptedServer(Script()) as server:
        relay = plain(server)
    gate = sent(server, relay, *(letter(number) for number in range(30)))
    assert {one.outcome for found in gate.results.values() for one in found.values()} == {LATER}
    assert {one.phase for found in gate.results.values() for one in found.values()} == {"connect"}
    assert len(gate.results) == 30
    assert gate.entered == []


def test_a_host_that_has_no_address_is_told_as_not_reached() -> None:
    gate = Gate()
    SmtpChannel(Relay("relay.invalid", 25, "none", patience=QUICK)).send((letter(),), gate)
    assert gate.results["TH-1"][A] == Result(LATER, "connect", None, "unreachable")


def test_greylisted_once_it_is_taken_at_the_next_attempt() -> None:
    with ScriptedServer(Script({"RCPT": ["450 4.2.0 Greylisted", "250 Ok"]})) as server:
        first, second = sent(server, plain(server)), sent(server, plain(server))
    assert first.outcomes() == {"TH-1": {A: LATER}}
    assert second.outcomes() == {"TH-1": {A: HANDED}}
    assert len(server.taken) == 1


def test_few_connections_carry_many_letters() -> None:
    with ScriptedServer(Script()) as server:
        gate = sent(server, plain(server), *(letter(number) for number in range(60)))
    assert server.connections == 2
    assert sorted(one.letter for one in gate.entered) == sorted(f"TH-{number}" for number in range(60))
    assert len(server.taken) == 60
    assert gate.calls < 2 * 60, "one call serves several"


def test_a_relay_that_takes_leave_between_letters_loses_none() -> None:
    leaving = ["250 Ok", "250 Ok", "250 Ok", GONE] * 20 + ["250 Ok"]
    with ScriptedServer(Script({"MAIL": leaving})) as server:
        gate = sent(server, plain(server), *(letter(number) for number in range(20)))
    assert set(map(str, gate.outcomes())) == {f"TH-{number}" for number in range(20)}
    handed = [code for code, found in gate.outcomes().items() if found == {A: HANDED}]
    assert len(server.taken) == len(handed) >= 15
    assert server.connections > 2


def test_a_relay_that_breaks_every_connection_is_left_alone_soon() -> None:
    with ScriptedServer(Script({"MAIL": DROP})) as server:
        gate = sent(server, plain(server), *(letter(number) for number in range(40)))
    assert len(gate.results) == 40
    assert {outcome for found in gate.outcomes().values() for outcome in found.values()} == {LATER}
    assert server.connections <= 6


@pytest.mark.parametrize(
    "address", ["a b@xa.test", "a@xa.test>\r\nRCPT TO:<x@y", "ă@xa.test", "a\x00@xa.test", "khong"]
)
def test_an_address_that_cannot_be_written_into_a_command_is_refused_and_the_others_go(address: str) -> None:
    with ScriptedServer(Script()) as server:
        gate = sent(server, plain(server), letter(addresses=(address, B)))
    assert gate.outcomes() == {"TH-1": {address: REFUSED, B: HANDED}}
    assert [one.recipients for one in server.taken] == [(B,)]


@pytest.mark.parametrize(
    "content", [b"one\ntwo\n", b"one\rtwo\r", b".\r\n", b"\r\n.\r\n.", b"x" * 70_000, b"a\r\n.\r\nMAIL FROM:<x@y>\r\n"]
)
def test_no_content_ends_a_message_early(content: bytes) -> None:
    with ScriptedServer(Script()) as server:
        gate = sent(server, plain(server), replace(letter(), content=content))
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
    assert [one.content for one in server.taken] == [lines.replace(b"\n", b"\r\n") + b"\r\n"]
    assert gate.outcomes() == {"TH-1": {A: HANDED}}
    assert server.commands[-1] == "QUIT"
