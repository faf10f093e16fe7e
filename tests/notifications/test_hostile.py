"""Five thousand names, units and subjects from hostile hands: nothing is added to a message, or it is refused."""

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import SMTP

import pytest

from notifications.envelope import Envelope
from notifications.facts import Facts, Line, Notice, Reminder, Text
from notifications.message import UnsafeTextError, build, check_address
from notifications.sample import footer, head
from tests.notifications.letters import envelope, renderer
from tests.notifications.test_message import HEADERS
from tests.notifications.test_texts import Page

CASES, RENDERED, PER_LETTER = 5_000, 100, 10
SEED = 20_241_014
DAY = date(2024, 10, 14)
PIECES = (
    "\r\n",
    "\r",
    "\n",
    "\x00",
    "\x0b",
    "\x1b[2J",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ud800",
    "\r\n.\r\n",
    "\n.\n",
    "\r\n\r\n<script>alert(1)</script>",
    "\r\nBcc: kẻ@example.vn",
    "\r\nBcc: evil@example.vn",
    "\nRCPT TO:<evil@example.vn>",
    "\r\nContent-Type: text/html",
    "\r\n--=_",
    "=?utf-8?q?=0D=0ABcc:_evil@example.vn?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS52bg==?=",
    "=?utf-8?q?=E2=80=A8?=",
    "=?utf-8?q?a?==?utf-8?q?=0A?=",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D0A=3F=3D?=",
    "=?UTF-8*vi?Q?=0d=0a?=",
    "=?nosuch?q?=0A?=",
    "=?utf-8?q?th=C6=B0?=",
    "=?utf-8?b?!!!!?=",
    "=?",
    "?=",
    "%0d%0aBcc:evil@example.vn",
    ", evil@example.vn",
    "<evil@example.vn>",
    "evil@example.vn;",
    "nhóm: evil@example.vn;",
    "(evil@example.vn)",
    '"',
    "\\",
    "'",
    "<b>",
    "</p><script>alert(1)</script>",
    '" onload="alert(1)',
    "&amp;",
    "{{ head }}",
    "{% include 'x' %}",
    "{{ ''.__class__ }}",
    "{#",
    "{% raw %}",
    ".",
    "..",
    "Hành tím Lý Sơn",
    "HTX Bình Chánh",
    "ệ" * 40,
    "x" * 1_500,
    " ",
    "\t",
    "🧄",
    "e\u0302\u0323",
)


def hostile(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 5)))


def test_no_name_or_subject_adds_a_header_a_recipient_or_a_part() -> None:
    chance, reasons = random.Random(SEED), Counter[str]()
    for case in range(CASES):
        name, subject, unit = (hostile(chance) if case % 4 in {one, 3} else "HTX" for one in range(3))
        given = replace(envelope(name), sender=replace(envelope().sender, name=unit))
        text = Text(subject, f"{name}\n.\n{subject}\n".encode(errors="replace").decode(), f"<p>{case}</p>\n", "x")
        content, reason = built(given, text)
        reasons[reason] += 1
        if content:
            assert_nothing_was_added(content, given.addresses)
    assert set(reasons) == {"", "control", "too_long", "empty"}
    assert min(reasons[""], reasons["control"]) > CASES / 20


def built(given: Envelope, text: Text) -> tuple[bytes, str]:
    """The bytes, or why there are none."""
    try:
        return build(given, text), ""
    except UnsafeTextError as refusal:
        return b"", refusal.reason


def assert_nothing_was_added(content: bytes, addresses: tuple[str, ...]) -> None:
    head_of, _, body = content.partition(b"\r\n\r\n")
    names = re.findall(rb"^([^\s:]+):", head_of, re.MULTILINE)
    assert [one.decode() for one in names] == HEADERS
    assert content.isascii()
    assert b"\r\n.\r\n" not in content
    assert body.count(b"Content-Type:") == 2
    assert re.findall(rb"<([^>]*@[^>]*)>", re.sub(rb"Message-ID:.*", b"", head_of)) == [
        b"ocop@example.vn",
        *(one.encode() for one in addresses),
    ]


def test_a_second_reader_sees_the_same() -> None:
    chance, seen = random.Random(SEED + 1), 0
    while seen < 200:
        name, subject = hostile(chance), hostile(chance)
        content, _ = built(envelope(name), Text(subject, "x\n", "<p>x</p>\n", "x"))
        if not content:
            continue
        seen += 1
        message = message_from_bytes(content, policy=SMTP)
        assert message.keys() == HEADERS
        assert str(message["Subject"]) == subject
        assert [one.addr_spec for one in message["To"].addresses] == ["binhson@example.vn"]
        assert len(list(message.walk())) == 3


def test_no_address_carries_a_second_one() -> None:
    chance = random.Random(SEED + 2)
    for _ in range(CASES):
        address = chance.choice(["a", "a@", "a@example.vn"]) + hostile(chance) + chance.choice(["", "@example.vn"])
        try:
            check_address(address)
        except UnsafeTextError:
            continue
        assert re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+", address)
        assert not re.search(r'[\s,;<>()"\\:]', address)


@pytest.mark.parametrize("letter", ["owed", "returned"])
def test_no_fact_reaches_a_text_as_more_than_words(letter: str) -> None:
    chance = random.Random(SEED + 3)
    for _ in range(RENDERED):
        given = [hostile(chance) for _ in range(PER_LETTER)]
        text = renderer().render(letter, facts(letter, given))
        page = Page(text.html)
        assert (page.open, page.fetched) == ([], [])
        assert not {"script", "b"} & set(page.tags)
        assert not re.search("[\x00-\x09\x0b-\x1f\x85\u2028\u2029\u202e\ud800]", text.plain + text.html + text.short)
        assert "\n" not in text.subject + text.short
        assert_sent_or_refused(text)


def assert_sent_or_refused(text: Text) -> None:
    """What is left to refuse in a rendered subject are encoded words that decode to line breaks."""
    content, reason = built(envelope(), text)
    if content:
        assert_nothing_was_added(content, ("binhson@example.vn",))
    else:
        assert (reason, "=?" in text.subject) == ("control", True)


def facts(letter: str, given: list[str]) -> Facts:
    line = Line(given[0], given[1], given[2], DAY, 3, given[3], given[4], given[5], (given[6],), given[7], given[8])
    body = Reminder(overdue=(line,), new=(line,))
    notice = Notice(given[0], given[1], given[2], given[3], DAY, given[4], given[5], given[6], ((given[7], given[8]),))
    named = replace(head("vi"), recipient=given[9], programme=given[8])
    return Facts(named, "Thư nhắc việc", body if letter == "owed" else replace(notice, owed=(line,)), footer())
