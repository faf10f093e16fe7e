"""Messages that came back are read whatever they hold, and told apart from what people and programs answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.bounces import AUTO_REPLY, LONGEST, OTHER, REPORT, read_returned
from tests.notifications.returned import fate, mail, report

CODE = "TH-ABCDEFGHIJK23"
VERP = f"bounce+{CODE.lower()}@so.example"


def test_a_report_names_letter_address_and_what_the_server_said() -> None:
    found = read_returned(report("a@huyen.example", to=VERP, message_id=f"<{CODE}@so.example>"))
    assert (found.kind, found.code, found.message_id) == (REPORT, CODE, f"<{CODE}@so.example>")
    (one,) = found.fates
    assert (one.addresses, one.action, one.status) == (("a@huyen.example",), "failed", "5.1.1")
    assert one.diagnostic == "550 5.1.1 <a@huyen.example>: Recipient address rejected: User unknown"


@pytest.mark.parametrize("returns", ["text/rfc822-headers", "message/rfc822"])
def test_the_returned_message_may_be_whole_or_its_head_alone(returns: str) -> None:
    assert read_returned(report("a@huyen.example", returns=returns)).message_id == "<khac@so.example>"


def test_several_recipients_each_have_their_fate() -> None:
    more = (
        fate("a@huyen.example")
        + "\n\n"
        + fate("b@huyen.example", "delayed", "4.4.1")
        + "\n\n"
        + fate("c@huyen.example", "relayed", "2.1.9")
    )
    found = read_returned(report("", fates=more))
    assert [(one.addresses[0], one.action) for one in found.fates] == [
        ("a@huyen.example", "failed"),
        ("b@huyen.example", "delayed"),
        ("c@huyen.example", "relayed"),
    ]


def test_an_address_that_was_forwarded_is_named_first_as_it_was_written_to() -> None:
    content = report("b@khac.example").replace(
        b"Final-Recipient:", b"Original-Recipient: rfc822;a@huyen.example\r\nFinal-Recipient:"
    )
    assert read_returned(content).fates[0].addresses == ("a@huyen.example", "b@khac.example")


def test_a_report_within_parts_of_parts_is_found() -> None:
    inner = report("a@huyen.example").partition(b"Content-Type: multipart")
    content = (
        b"To: "
        + VERP.encode()
        + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="out"\r\n\r\n--out\r\n'
        b"Content-Type: multipart"
        + inner[2]
        + b"\r\n--out\r\nContent-Type: text/plain\r\n\r\nvirus free\r\n--out--\r\n"
    )
    found = read_returned(content)
    assert (found.kind, found.code, len(found.fates)) == (REPORT, CODE, 1)


@pytest.mark.parametrize("missing", [b"Action: failed\r\n", b"Diagnostic-Code", b"Content-Type: text/rfc822-headers"])
def test_what_a_report_lacks_keeps_nobody_from_reading_the_rest(missing: bytes) -> None:
    found = read_returned(
        report("a@huyen.example", to=VERP).replace(missing, b"X: y\r\n" if missing[-1:] == b"\n" else b"X")
    )
    assert (found.kind, found.code, found.fates[0].action) == (REPORT, CODE, "failed")


def test_a_report_encoded_as_a_whole_is_read() -> None:
    content = report("a@huyen.example").replace(
        b"Content-Type: message/delivery-status\r\n", b"Content-Type: message/delivery-status\r\nX-Part: 2\r\n"
    )
    assert read_returned(content.replace(b"\r\n", b"\n")).fates[0].status == "5.1.1"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, AUTO_REPLY),
        ({"X_Autoreply": "yes"}, AUTO_REPLY),
        ({"Precedence": "auto_reply"}, AUTO_REPLY),
        ({"Auto_Submitted": "no"}, OTHER),
        ({}, OTHER),
    ],
)
def test_answers_of_programs_and_of_people_are_no_reports(headers: dict[str, str], kind: str) -> None:
    found = read_returned(mail("Vắng mặt", VERP, **headers))
    assert (found.kind, found.code, found.fates, found.subject) == (kind, CODE, (), "Vắng mặt")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 5000,
        b"\xff\xfe" + "Tiêu đề: không phải thư".encode("utf-16-le"),
        b"Content-Type: multipart/report\r\n\r\nno boundary",
        b"Content-Type: message/delivery-status\r\n\r\n",
        b"Content-Type: message/rfc822\r\n\r\n",
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n'
        + b'--a\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\n' * 3000,
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(2000)),
        b"Subject: =?utf-8?b?////?=\r\nTo: =?x-unknown?q?=41?=\r\nMessage-ID: <\r\n\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"A" * (3 * LONGEST),
        b'Content-Type: text/plain; charset="utf-8\x00"\r\n\r\n\x80',
        b'Content-Type: text/rfc822-headers; charset="\x00"\r\n\r\n\x80',
        b"Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: base64\r\n\r\n=====",
    ],
)
def test_broken_and_endless_messages_are_survived(content: bytes) -> None:
    assert read_returned(content).fates == ()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_report_damaged_anywhere_is_survived(data: st.DataObject) -> None:
    content = bytearray(report("a@huyen.example", to=VERP, returns="message/rfc822"))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
        if not content:
            break
    found = read_returned(bytes(content))
    assert all(one.isprintable() for one in found.subject)
    assert found.code in {None, CODE} or found.code.startswith("TH-")
