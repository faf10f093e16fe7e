"""The bytes of letters: what stands in them, that they stay the same, and what is refused."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from notifications.facts import Text
from notifications.message import Envelope, Named, UnsafeTextError, build, check_address, message_id_of
from notifications.sample import samples
from tests.notifications.letters import envelope, renderer

TEXT = Text("Thư nhắc việc: 2 việc quá hạn", "Kính gửi\n.\n..\nbcc: x\n", "<p>Kính gửi</p>\n", "ngắn")
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-OCOP-Letter",
    "X-OCOP-Number",
    "X-OCOP-Kind",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
]


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def test_a_message_says_what_was_given() -> None:
    message = read(build(replace(envelope(), reply_to="ocop@example.vn"), TEXT, CALENDAR, "han.ics"))
    assert message.keys() == [*HEADERS[:2], "Reply-To", *HEADERS[2:]]
    assert str(message["Subject"]) == TEXT.subject
    assert [one.addr_spec for one in message["To"].addresses] == ["binhson@example.vn"]
    assert message["To"].addresses[0].display_name == "UBND huyện Bình Sơn"
    assert message["Date"] == "Mon, 14 Oct 2024 08:00:00 +0700"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "vi")
    assert (message["X-OCOP-Letter"], message["Message-ID"]) == ("TH-4Q2M5KX7AB3CD", "<th-4q2m5kx7ab3cd@example.vn>")
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content() == TEXT.plain.replace("\n", "\r\n")
    assert page.get_content() == TEXT.html.replace("\n", "\r\n")
    (file,) = message.iter_attachments()
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "PUBLISH")
    assert (file.get_filename(), file.get_payload(decode=True)) == ("han.ics", CALENDAR)


def test_a_message_is_ascii_with_short_lines_and_the_same_each_time() -> None:
    text = renderer().render("owed", next(iter(samples("reminder", "vi"))))
    content = build(envelope(), text, CALENDAR)
    assert content == build(envelope(), text, CALENDAR)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\n.\r\n" not in content
    assert content != build(replace(envelope(), letter="TH-AAAAAAAAAAAAA"), text, CALENDAR)


def test_several_addresses_stand_in_one_header() -> None:
    message = read(build(envelope("UBND", "a@example.vn", "b@example.vn"), TEXT))
    assert message.get_all("To") is not None
    assert [one.addr_spec for one in message["To"].addresses] == ["a@example.vn", "b@example.vn"]
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    "name", ["", "UBND, huyện", 'Tổ "hợp tác" \\ Sa Huỳnh', "=?utf-8?q?hello?=", "a@b.vn, c@d.vn", "UBND"]
)
def test_a_name_adds_no_recipient(name: str) -> None:
    message = read(build(envelope(name), TEXT))
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [(name, "binhson@example.vn")]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"recipient": "UBND\r\nBcc: a@example.vn"}, "recipient", "control"),
        ({"recipient": "UBND\x85x"}, "recipient", "control"),
        ({"recipient": "UBND\u2028x"}, "recipient", "control"),
        ({"recipient": "\u202eNDBU"}, "recipient", "control"),
        ({"recipient": "=?utf-8?q?a=0D=0ABcc:_x?="}, "recipient", "control"),
        ({"recipient": "=?utf-8?b?DQpCY2M6?="}, "recipient", "control"),
        ({"recipient": "x" * 300}, "recipient", "too_long"),
        ({"sender": Named("a\nb", "ocop@example.vn")}, "sender", "control"),
        ({"sender": Named("a", "ocop")}, "address", "address"),
        ({"returns": "a@example.vn\r\nRCPT TO:<b@example.vn>"}, "address", "control"),
        ({"addresses": ()}, "address", "empty"),
        ({"letter": "TH 1"}, "letter", "token"),
        ({"number": "17\r\n"}, "number", "token"),
        ({"language": ""}, "language", "token"),
        ({"message_id": "<a b@example.vn>"}, "message_id", "token"),
        ({"date": datetime(2024, 10, 14)}, "date", "naive"),  # noqa: DTZ001 - the fault itself
    ],
)
def test_what_may_not_stand_in_a_header_is_refused(change: dict[str, object], field: str, reason: str) -> None:
    with pytest.raises(UnsafeTextError) as caught:
        build(replace(envelope(), **change), TEXT)  # type: ignore[arg-type]  # each value is of its own field
    assert (caught.value.field, caught.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "empty"),
        ("a@example.vn, b@example.vn", "several"),
        ("a@example.vn;b@example.vn", "several"),
        ("a@b@example.vn", "several"),
        ("nhóm: a@example.vn;", "non_ascii"),
        ("team:a@example.vn", "address"),
        ("a(x)@example.vn", "address"),
        ("a b@example.vn", "address"),
        (" a@example.vn", "address"),
        ('"a"@example.vn', "address"),
        ("<a@example.vn>", "address"),
        ("a..b@example.vn", "address"),
        (".a@example.vn", "address"),
        ("a@example..vn", "address"),
        ("a@-example.vn", "address"),
        ("a@[127.0.0.1]", "address"),
        ("đơn@example.vn", "non_ascii"),
        ("a\uff20example.vn", "non_ascii"),
        ("a%0d%0aRCPT@example.vn", "control"),
        ("a\n@example.vn", "control"),
        ("a" * 65 + "@example.vn", "too_long"),
        ("a@" + "b." * 130 + "vn", "too_long"),
    ],
)
def test_an_address_is_one_plain_mailbox(address: str, reason: str) -> None:
    with pytest.raises(UnsafeTextError) as caught:
        check_address(address)
    assert (caught.value.field, caught.value.reason) == ("address", reason)


@pytest.mark.parametrize(
    "address", ["a@example.vn", "van-phong.dieu_phoi+ocop@quangngai.gov.vn", "a@localhost", "1@2.vn"]
)
def test_a_usual_address_is_taken(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize("subject", ["", " ", "a\r\nb", "a\x00b", "=?utf-8?q?=E2=80=A8?=", "x" * 500])
def test_a_subject_is_checked(subject: str) -> None:
    with pytest.raises(UnsafeTextError) as caught:
        build(envelope(), replace(TEXT, subject=subject))
    assert caught.value.field == "subject"


def test_a_message_id_is_that_of_its_code() -> None:
    assert message_id_of("TH-ABC", "Example.VN") == "<th-abc@example.vn>"
    for code, domain in (("", "example.vn"), ("TH-\n", "example.vn"), ("a..b", "example.vn"), ("TH-A", "exam ple")):
        with pytest.raises(UnsafeTextError):
            message_id_of(code, domain)


def test_an_envelope_is_told_apart_by_its_fields() -> None:
    assert isinstance(envelope(), Envelope)
