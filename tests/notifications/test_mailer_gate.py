"""Who is let through to a relay, what the gate raises, and how soon a relay that does not want us is left alone."""

import asyncio
import threading
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import pytest

from notifications.port import HANDED, LATER, UNSENT, Outcome, Result, Ticket
from notifications.smtp_gate import Turnstile
from tests.notifications.handing import A, B, Gate, letter, plain, sent
from tests.notifications.smtp_server import Script, ScriptedServer


def test_who_is_not_let_through_is_not_sent() -> None:
    with ScriptedServer(Script()) as server:
        gate = sent(server, plain(server), letter(1), letter(2), letter(3), gate=Gate(frozenset({"TH-2"})))
    assert gate.outcomes() == {"TH-1": {A: HANDED}, "TH-2": {A: UNSENT}, "TH-3": {A: HANDED}}
    assert len(server.taken) == 2


def test_what_the_gate_raises_ends_the_sending_and_no_letter_passes_unseen() -> None:
    class BrokenGate(Gate):
        def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
            super().__call__(finished, entering)
            raise RuntimeError("no database")

    with ScriptedServer(Script()) as server:
        with pytest.raises(RuntimeError, match="no database"):
            sent(server, plain(server), *(letter(number) for number in range(10)), gate=BrokenGate())
        assert server.taken == []


def test_what_the_gate_raises_while_a_pass_ends_is_raised() -> None:
    asked, answer = threading.Event(), threading.Event()

    class LateGate(Gate):
        def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
            super().__call__(finished, entering)
            asked.set()
            answer.wait(10)
            raise RuntimeError("no database")

    async def ended() -> None:
        turnstile = Turnstile(LateGate())
        turnstile.finish(Outcome(letter(), {A: Result(HANDED, "content")}))
        await asyncio.to_thread(asked.wait, 10)
        closing = asyncio.create_task(turnstile.close())
        await asyncio.sleep(0)
        answer.set()
        await closing

    with pytest.raises(RuntimeError, match="no database"):
        asyncio.run(ended())


def test_a_relay_that_refuses_us_at_rcpt_is_asked_for_few_letters_only() -> None:
    with ScriptedServer(Script({"RCPT": "554 5.7.1 Client host rejected"})) as server:
        gate = sent(server, plain(server), *(letter(number) for number in range(40)))
        asked = [one for one in server.commands if one.startswith("RCPT")]
    assert {outcome for found in gate.outcomes().values() for outcome in found.values()} == {LATER}
    assert {found[A].code for found in gate.results.values()} == {554}
    assert (len(gate.results), len(asked) <= 4) == (40, True)


def test_a_recipient_that_a_relay_forbids_keeps_no_other_letter_back() -> None:
    with ScriptedServer(Script(by_address={B: "550 5.7.1 Not for this one"})) as server:
        tickets = [letter(number, (B if number % 3 == 0 else A,)) for number in range(30)]
        gate = sent(server, plain(server, connections=1), *tickets)
    assert [found for found in gate.outcomes().values() if B in found] == [{B: LATER}] * 10
    assert [found for found in gate.outcomes().values() if A in found] == [{A: HANDED}] * 20
