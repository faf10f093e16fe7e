"""Sealed letters put into an office as rows: what tests of answers and of returned messages begin on."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP

from cycle.letters.mailboxes import stream_of
from cycle.letters.planning.keys import code_of
from tests.scene import PROGRAMME, Scene

SEALED = "2024-03-05T01:00:00.000000Z"
DISTRICT_RECIPIENT = "organisation:528"
TOKEN = "mo-thu-nay-bang-dau-hieu-000001"
TEXT = "Kính gửi UBND huyện,\n\nCòn 2 hồ sơ <chưa> xử lý & sắp quá hạn.\nXem: https://ocop.example/thu/x\n"


def seal(
    scene: Scene,
    number: int = 1,
    recipient: str = DISTRICT_RECIPIENT,
    emails: tuple[str, ...] = (),
    channel: str = "mail",
) -> str:
    """A letter with its number, handed to each address by mail; the code. The first one's token is TOKEN."""
    code = code_of(f"test/{recipient}/{number}")
    token = TOKEN if number == 1 else f"{TOKEN}-{number}"
    subject = f"Thư nhắc việc <số {number}> của Ban chỉ đạo"
    content = written(code, subject)
    values = (code, code, PROGRAMME, "owed", "reminder", recipient, "{}", SEALED, SEALED, "sealed", 2024, number)
    more = (message_id(code), subject, content, hashlib.sha256(content.encode()).hexdigest(), "ngắn", SEALED, number)
    with scene.office.database.writing() as transaction:
        transaction.run(
            "INSERT INTO letter (code, key, programme, name, kind, recipient, about, created, send_after, status, "
            "year, number, message_id, subject, content, hash, short, sealed, seq, token) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, *more, token),
        )
        for email in emails:
            transaction.run(
                "INSERT INTO delivery (letter, channel, address, status, fence, attempts, ended) "
                "VALUES (?, ?, ?, 'handed', 1, 1, ?)",
                (code, channel, email, SEALED),
            )
    return code


def message_id(code: str) -> str:
    return f"<{code}@ocop.example>"


def written(code: str, subject: str) -> str:
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["Subject"], message["Message-ID"] = subject, message_id(code)
    message.set_content(TEXT, cte="base64")
    message.add_alternative("<p>Kính gửi</p>", subtype="html", cte="base64")
    return message.as_string()


def letter_events(scene: Scene, recipient: str = DISTRICT_RECIPIENT) -> list[str]:
    """The payloads of the recipient's records, in their order."""
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT payload FROM record WHERE stream = ? ORDER BY seq", (stream_of(recipient),))
    return [payload for (payload,) in rows]


def rows_of(scene: Scene, statement: str) -> list[tuple[object, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement)
