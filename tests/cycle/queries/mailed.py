"""Letters as sealing, sending and acts on them leave rows and records, without what composes them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle.checkpoints import last_checkpoint
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.database import Transaction
from cycle.history import Act, Recorded
from tests.cycle.queries.story import Story
from tests.scene import PROGRAMME

DISTRICT, SEA = "organisation:528", "organisation:524"
DAY, AT = date(2024, 6, 17), "2024-06-17T03:00:00.000000Z"
TWO = ("a@quangngai.gov.vn", "b@quangngai.gov.vn")
PLANNED = {"programme": PROGRAMME, "name": "owed", "kind": "reminder", "about": "{}", "created": AT, "send_after": AT}


@dataclass
class Mailroom:
    """Writes letters in one transaction."""

    story: Story
    transaction: Transaction

    def tell(self, recipient: str, payload: Mapping[str, Any], **personal: str) -> Recorded:
        lock_mailboxes(self.transaction, [recipient])
        act = Act("system", self.story.office.clock.now())
        return record_letter(self.transaction, act, Told(recipient, DAY, payload, personal))

    def queue(self, code: str, recipient: str, **more: Any) -> None:
        row: dict[str, Any] = {
            "code": code,
            "key": code,
            "name": "owed",
            "recipient": recipient,
            "status": "queued",
            **PLANNED,
            **more,
        }
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        self.transaction.run(f"INSERT INTO letter ({columns}) VALUES ({marks})", tuple(row.values()))

    def seal(self, code: str, recipient: str, number: int, emails: tuple[str, ...] = TWO) -> None:
        self.queue(code, recipient)
        drawn, content = last_checkpoint(self.transaction), f"Subject: {code}\r\n\r\n{code}\r\n"
        own: dict[str, Any] = {"year": 2024, "number": number, "message_id": f"<{code}@x>", "hash": digest(content)}
        payload: dict[str, Any] = {
            "event": "sealed",
            "letter": code,
            "name": "owed",
            "kind": "reminder",
            "programme": PROGRAMME,
        }
        payload |= {name: own[name] for name in ("year", "number", "message_id")}
        seen = {"checkpoint": {"size": drawn.size, "root": drawn.root}, "channels": ["mail", "webhook"]}
        told = {**payload, **seen, "content": own["hash"], "tells": [], "short": digest(code), "token": digest(code)}
        recorded = self.tell(recipient, told, addresses=", ".join(emails))
        row = {**own, "content": content, "subject": code, "sealed": recorded.recorded, "seq": recorded.seq}
        self.change(code, status="sealed", token=code, short=code, **row)
        self.transaction.run("UPDATE mailbox SET year = 2024, last = ? WHERE recipient = ?", (number, recipient))
        for channel, address in (*(("mail", one) for one in emails), ("webhook", "webhook")):
            self.deliver(code, channel, address)

    def deliver(self, code: str, channel: str, address: str) -> None:
        row = (code, channel, address, AT)
        values = "(?, ?, ?, 'queued', 0, 0, ?)"
        columns = "(letter, channel, address, status, fence, attempts, next_at)"
        self.transaction.run(f"INSERT INTO delivery {columns} VALUES {values}", row)

    def change(self, code: str, **columns: Any) -> None:
        names = ", ".join(f"{name} = ?" for name in columns)
        self.transaction.run(f"UPDATE letter SET {names} WHERE code = ?", (*columns.values(), code))

    def end(self, code: str, recipient: str, event: str, *results: tuple[str, str, int | None]) -> None:
        """The addresses of a letter that ended so by mail: address, outcome, code."""
        told = [
            {"address": TWO.index(one), "outcome": how, "code": code, "phase": "rcpt"} for one, how, code in results
        ]
        self.tell(recipient, {"event": event, "letter": code, "channel": "mail", "results": told}, reply="250 ok")
        for address, how, reply in results:
            self.stand(code, "mail", address, {"refused": "failed", "expired": "failed"}.get(how, how), reply)

    def stand(self, code: str, channel: str, address: str, status: str, reply: int | None = None) -> None:
        statement = "UPDATE delivery SET status = ?, code = ? WHERE letter = ? AND channel = ? AND address = ?"
        self.transaction.run(statement, (status, reply, code, channel, address))


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def write(room: Mailroom) -> None:
    """A letter of every kind of end, two recipients, and a reminder on paper."""
    room.seal("TH-HANDED", DISTRICT, 1)
    room.end("TH-HANDED", DISTRICT, "handed", (TWO[0], "handed", 250), (TWO[1], "refused", 550))
    room.tell(DISTRICT, {"event": "bounced", "letter": "TH-HANDED", "address": 0, "code": "5.1.1"})
    room.stand("TH-HANDED", "mail", TWO[0], "bounced", 250)
    room.seal("TH-LOST", DISTRICT, 2)
    room.end("TH-LOST", DISTRICT, "uncertain", (TWO[0], "uncertain", None), (TWO[1], "uncertain", None))
    log = {"event": "resolved", "letter": "TH-LOST", "channel": "mail", "outcome": "handed", "by": "relay_log"}
    room.tell(DISTRICT, {**log, "addresses": [0]})
    room.stand("TH-LOST", "mail", TWO[0], "handed")
    room.seal("TH-AGAIN", DISTRICT, 3)
    room.end("TH-AGAIN", DISTRICT, "failed", (TWO[0], "expired", 451), (TWO[1], "refused", 550))
    retried = {"event": "retried", "letter": "TH-AGAIN", "deliveries": [{"channel": "mail", "count": 2}]}
    room.tell(DISTRICT, retried, note="Đã sửa")
    room.stand("TH-AGAIN", "mail", TWO[0], "queued", 451)
    room.stand("TH-AGAIN", "mail", TWO[1], "sending", 550)
    room.seal("TH-ONCE-MORE", SEA, 1, TWO[:1])
    room.end("TH-ONCE-MORE", SEA, "handed", (TWO[0], "handed", 250))
    resent = {
        "event": "resent",
        "letter": "TH-ONCE-MORE",
        "channels": ["mail"],
        "content": digest(words("TH-ONCE-MORE")),
    }
    room.tell(SEA, resent, addresses=", ".join(TWO), note="Đầu mối mới")
    room.deliver("TH-ONCE-MORE", "mail", TWO[1])
    settle(room)


def words(code: str) -> str:
    return f"Subject: {code}\r\n\r\n{code}\r\n"


def settle(room: Mailroom) -> None:
    """Those that were never sent, or were answered; and one that waits."""
    room.seal("TH-ANSWERED", SEA, 2, TWO[:1])
    room.tell(SEA, {"event": "acknowledged", "letter": "TH-ANSWERED", "how": "page", "authenticated": False}, name="Ớt")
    room.change("TH-ANSWERED", status="acknowledged")
    room.queue("TH-VOID", SEA)
    void = {"event": "void", "letter": "TH-VOID", "name": "owed", "kind": "reminder", "reason": "settled"}
    void["programme"] = PROGRAMME
    recorded = room.tell(SEA, void)
    room.change("TH-VOID", status="void", reason="settled", seq=recorded.seq)
    room.queue("TH-TOLD", SEA, reason="no_address")
    room.tell(SEA, {"event": "acknowledged", "letter": "TH-TOLD", "how": "phone", "authenticated": True}, name="Mít")
    room.change("TH-TOLD", status="acknowledged")
    room.queue("TH-WAITS", "organisation:536")
    paper = {"programme": PROGRAMME, "number": "12/QNG", "day": "2024-06-17", "file": "ab" * 32, "file_name": "a.pdf"}
    recorded = room.tell(SEA, {"event": "formal", **paper, "overdue": []})
    row = (SEA, recorded.seq, *paper.values())
    room.transaction.run("INSERT INTO formal_letter VALUES (?, ?, ?, ?, ?, ?, ?)", row)
