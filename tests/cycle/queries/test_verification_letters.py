"""Verification compares letters, their words, numbers and deliveries with what their records tell."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, text

from cycle import tables
from cycle.checkpoints import last_checkpoint
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.commands.sequencing import sequence
from cycle.database import Transaction
from cycle.history import Act, Recorded
from cycle.queries.history import verify
from tests.cycle.queries.story import Story
from tests.cycle.queries.vandal import Vandal, another, past_all_guards
from tests.scene import PROGRAMME

DISTRICT, SEA = "organisation:528", "organisation:524"
DAY, AT = date(2024, 6, 17), "2024-06-17T03:00:00.000000Z"
TWO = ("a@quangngai.gov.vn", "b@quangngai.gov.vn")
# What no record tells of a letter: how it was planned, what a telephone shows, the secret of its page.
UNTOLD = {"key", "about", "created", "send_after", "stale_after", "subject", "short", "token"}
PLANNED = {"programme": PROGRAMME, "kind": "reminder", "about": "{}", "created": AT, "send_after": AT}
LETTERS = (tables.letter, tables.delivery, tables.mailbox, tables.formal_letter)


@dataclass
class Office:
    """Letters as sealing, sending and acts on them leave rows and records, without what composes them."""

    story: Story
    transaction: Transaction

    def tell(self, recipient: str, payload: Mapping[str, Any], **personal: str) -> Recorded:
        lock_mailboxes(self.transaction, [recipient])
        act = Act("system", self.story.office.clock.now())
        return record_letter(self.transaction, act, Told(recipient, DAY, payload, personal))

    def queue(self, code: str, recipient: str, **more: Any) -> None:
        row = {"code": code, "key": code, "name": "owed", "recipient": recipient, "status": "queued", **PLANNED, **more}
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        self.transaction.run(f"INSERT INTO letter ({columns}) VALUES ({marks})", tuple(row.values()))

    def seal(self, code: str, recipient: str, number: int, emails: tuple[str, ...] = TWO) -> None:
        self.queue(code, recipient)
        drawn, content = last_checkpoint(self.transaction), f"Subject: {code}\r\n\r\n{code}\r\n"
        own = {"year": 2024, "number": number, "message_id": f"<{code}@x>", "hash": digest(content)}
        payload = {"event": "sealed", "letter": code, "name": "owed", "kind": "reminder", "programme": PROGRAMME}
        payload |= {name: own[name] for name in ("year", "number", "message_id")}
        seen = {"checkpoint": {"size": drawn.size, "root": drawn.root}, "channels": ["mail", "webhook"]}
        told = {**payload, **seen, "content": own["hash"], "tells": []}
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


def write(office: Office) -> None:
    """A letter of every kind of end, two recipients, and a reminder on paper."""
    office.seal("TH-HANDED", DISTRICT, 1)
    office.end("TH-HANDED", DISTRICT, "handed", (TWO[0], "handed", 250), (TWO[1], "refused", 550))
    office.tell(DISTRICT, {"event": "bounced", "letter": "TH-HANDED", "address": 0, "code": "5.1.1"})
    office.stand("TH-HANDED", "mail", TWO[0], "bounced", 250)
    office.seal("TH-LOST", DISTRICT, 2)
    office.end("TH-LOST", DISTRICT, "uncertain", (TWO[0], "uncertain", None), (TWO[1], "uncertain", None))
    log = {"event": "resolved", "letter": "TH-LOST", "channel": "mail", "outcome": "handed", "by": "relay_log"}
    office.tell(DISTRICT, {**log, "addresses": [0]})
    office.stand("TH-LOST", "mail", TWO[0], "handed")
    office.seal("TH-AGAIN", DISTRICT, 3)
    office.end("TH-AGAIN", DISTRICT, "failed", (TWO[0], "expired", 451), (TWO[1], "refused", 550))
    retried = {"event": "retried", "letter": "TH-AGAIN", "deliveries": [{"channel": "mail", "count": 2}]}
    office.tell(DISTRICT, retried, note="Đã sửa")
    office.stand("TH-AGAIN", "mail", TWO[0], "queued", 451)
    office.stand("TH-AGAIN", "mail", TWO[1], "sending", 550)
    office.seal("TH-ONCE-MORE", SEA, 1, TWO[:1])
    office.end("TH-ONCE-MORE", SEA, "handed", (TWO[0], "handed", 250))
    resent = {
        "event": "resent",
        "letter": "TH-ONCE-MORE",
        "channels": ["mail"],
        "content": digest(words("TH-ONCE-MORE")),
    }
    office.tell(SEA, resent, addresses=", ".join(TWO), note="Đầu mối mới")
    office.deliver("TH-ONCE-MORE", "mail", TWO[1])
    settle(office)


def words(code: str) -> str:
    return f"Subject: {code}\r\n\r\n{code}\r\n"


def settle(office: Office) -> None:
    """Those that were never sent, or were answered; and one that waits."""
    office.seal("TH-ANSWERED", SEA, 2, TWO[:1])
    office.tell(
        SEA, {"event": "acknowledged", "letter": "TH-ANSWERED", "how": "page", "authenticated": False}, name="Ớt"
    )
    office.change("TH-ANSWERED", status="acknowledged")
    office.queue("TH-VOID", SEA)
    void = {"event": "void", "letter": "TH-VOID", "name": "owed", "kind": "reminder", "reason": "settled"}
    recorded = office.tell(SEA, void)
    office.change("TH-VOID", status="void", reason="settled", seq=recorded.seq)
    office.queue("TH-TOLD", SEA, reason="no_address")
    office.tell(SEA, {"event": "acknowledged", "letter": "TH-TOLD", "how": "phone", "authenticated": True}, name="Mít")
    office.change("TH-TOLD", status="acknowledged")
    office.queue("TH-WAITS", "organisation:536")
    paper = {"programme": PROGRAMME, "number": "12/QNG", "day": "2024-06-17", "file": "ab" * 32, "file_name": "a.pdf"}
    recorded = office.tell(SEA, {"event": "formal", **paper, "overdue": []})
    row = (SEA, recorded.seq, *paper.values())
    office.transaction.run("INSERT INTO formal_letter VALUES (?, ?, ?, ?, ?, ?, ?)", row)


@pytest.fixture
def vandal(own_story: Story) -> Iterator[Vandal]:
    """Somebody who may change letters, of which some were sealed before, some after a checkpoint."""
    office = own_story.office
    sequence(office)
    with office.database.writing() as transaction:
        write(Office(own_story, transaction))
    sequence(office)
    with office.database.writing() as transaction:
        Office(own_story, transaction).seal("TH-LAST", DISTRICT, 4)
    with past_all_guards(own_story.url) as connection:
        yield Vandal(own_story, connection)


def faults(vandal: Vandal) -> set[tuple[str, str, Any]]:
    return {(one.code, one.place, one.params.get("column")) for one in verify(vandal.story.office).faults}


def letter(vandal: Vandal, code: str) -> Mapping[str, Any]:
    return vandal.rows(tables.letter, tables.letter.c.code == code)[0]


def delivery(vandal: Vandal, code: str, address: str) -> Mapping[str, Any]:
    where = (tables.delivery.c.letter == code, tables.delivery.c.address == address)
    return vandal.rows(tables.delivery, *where)[0]


def test_letters_as_they_were_recorded_are_whole(vandal: Vandal) -> None:
    assert verify(vandal.story.office).faults == ()


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", [tables.letter, tables.mailbox, tables.formal_letter], ids=lambda table: table.name)
def test_a_changed_column_is_found(vandal: Vandal, table: Table) -> None:
    unseen = []
    for row in vandal.rows(table):
        for column in table.columns:
            queued = table is tables.letter and row["status"] == "queued"
            if (table is tables.letter and column.name in UNTOLD) or (
                queued and column.name not in ("status", "number")
            ):
                continue
            changed = {**row, column.name: another(row[column.name], column)}
            vandal.change(table, row, **{column.name: changed[column.name]})
            if not vandal.found():
                unseen.append((column.name, row.get("code")))
            vandal.change(table, changed, **{column.name: row[column.name]})
    # No record tells more of one that is void, or that was told by telephone before it had a number.
    assert {one for one in unseen if one[1] != "TH-TOLD"} <= {("programme", "TH-VOID"), ("resends", "TH-VOID")}
    assert vandal.found() == set()


@pytest.mark.parametrize("table", LETTERS, ids=lambda table: table.name)
def test_a_row_deleted_or_added_is_found(vandal: Vandal, table: Table) -> None:
    for row in (one for one in vandal.rows(table) if one.get("status") != "queued" or table is tables.delivery):
        vandal.delete(table, row)
        assert vandal.found(), f"deleted: {row}"
        vandal.insert(table, row)
    row = next(one for one in vandal.rows(table) if one.get("status") in (None, "sealed", "handed", "bounced"))
    unique = ("key", "number", "token") if table is tables.letter else ()
    names = [*(column.name for column in table.primary_key), *unique]
    added = {**row, **{name: another(row[name], table.c[name]) for name in names}}
    vandal.insert(table, added)
    assert vandal.found(), f"added: {added}"
    vandal.delete(table, added)
    assert vandal.found() == set()


def test_changed_words_are_found_with_or_without_a_new_hash(vandal: Vandal) -> None:
    row, other = letter(vandal, "TH-HANDED"), words("TH-HANDED").replace("Subject: ", "Subject: KHÔNG ")
    vandal.change(tables.letter, row, content=other)
    assert faults(vandal) == {("letter_changed", "letter TH-HANDED", None)}
    vandal.change(tables.letter, row, content=other, hash=digest(other))
    assert faults(vandal) == {("row_changed", "letter TH-HANDED", "hash")}
    vandal.change(tables.letter, row, content=None, hash=row["hash"])
    assert faults(vandal) == {("letter_changed", "letter TH-HANDED", None)}


@pytest.mark.parametrize(
    ("code", "address", "status"),
    [
        ("TH-HANDED", TWO[0], "handed"),
        ("TH-HANDED", TWO[1], "handed"),
        ("TH-LOST", TWO[0], "uncertain"),
        ("TH-LOST", TWO[1], "handed"),
        ("TH-AGAIN", TWO[0], "failed"),
        ("TH-AGAIN", TWO[1], "handed"),
        ("TH-AGAIN", "webhook", "handed"),
        ("TH-ONCE-MORE", TWO[0], "failed"),
        ("TH-ONCE-MORE", TWO[1], "handed"),
        ("TH-LAST", TWO[0], "handed"),
    ],
)
def test_a_delivery_cannot_be_said_to_have_ended_otherwise(
    vandal: Vandal, code: str, address: str, status: str
) -> None:
    row = delivery(vandal, code, address)
    vandal.change(tables.delivery, row, status=status)
    place = f"delivery {code} {row['channel']} {address}"
    assert faults(vandal) == {("row_changed", place, "status")}


def test_what_is_under_way_may_stand_at_any_of_its_steps(vandal: Vandal) -> None:
    for code, address in (("TH-LAST", TWO[0]), ("TH-AGAIN", TWO[1]), ("TH-ONCE-MORE", TWO[0]), ("TH-LAST", "webhook")):
        for status in ("queued", "claimed", "sending"):
            vandal.change(tables.delivery, delivery(vandal, code, address), status=status, fence=7, attempts=3)
    assert vandal.found() == set()


def test_a_changed_reply_to_what_ended_is_found(vandal: Vandal) -> None:
    vandal.change(tables.delivery, delivery(vandal, "TH-HANDED", TWO[1]), code=250)
    assert faults(vandal) == {("row_changed", f"delivery TH-HANDED mail {TWO[1]}", "code")}


def test_an_address_put_in_or_changed_is_found(vandal: Vandal) -> None:
    row = delivery(vandal, "TH-HANDED", TWO[1])
    vandal.change(tables.delivery, row, address="khac@quangngai.gov.vn")
    assert {code for code, *_ in faults(vandal)} == {"row_missing", "row_unknown"}


def test_a_number_left_out_is_found_in_the_records(vandal: Vandal) -> None:
    with vandal.story.office.database.writing() as transaction:
        Office(vandal.story, transaction).seal("TH-GAP", DISTRICT, 6)
    found = [one for one in verify(vandal.story.office).faults if one.code == "record_unfitting"]
    assert [one.params["reason"] for one in found] == ["number_gap"]


def test_a_letter_that_tells_a_root_that_never_was_is_found(vandal: Vandal) -> None:
    """Whoever draws the whole tree anew contradicts the letters that were sealed before."""
    last = vandal.rows(tables.checkpoint)[-1]
    vandal.connection.execute(
        text("UPDATE checkpoint SET size = size + 100000 WHERE size = :size"), {"size": last["size"]}
    )
    vandal.connection.commit()
    assert {"checkpoint_changed"} == {code for code, *_ in faults(vandal)} - {"leaf_undrawn"}
    with vandal.story.office.database.writing() as transaction:
        office = Office(vandal.story, transaction)
        office.seal("TH-LIES", DISTRICT, 5)
    assert "checkpoint_untrue" in vandal.found()


@pytest.mark.parametrize(
    ("code", "payload", "reason"),
    [
        ("TH-HANDED", {"event": "sealed"}, "sealed_twice"),
        ("TH-VOID", {"event": "void", "name": "owed", "kind": "reminder", "reason": "stale"}, "void_after_end"),
        ("TH-VOID", {"event": "acknowledged", "how": "page"}, "acknowledged_after_end"),
        ("TH-WAITS", {"event": "bounced", "address": 0}, "not_sealed"),
        ("TH-LAST", {"event": "bounced", "address": 2}, "IndexError"),
        ("TH-LAST", {"event": "resent", "channels": ["mail"], "content": "00"}, "other_words"),
        ("TH-LAST", {"event": "gossip"}, "KeyError"),
    ],
)
def test_a_record_that_does_not_fit_the_letter_is_named(
    vandal: Vandal, code: str, payload: Mapping[str, Any], reason: str
) -> None:
    with vandal.story.office.database.writing() as transaction:
        recipient = letter(vandal, code)["recipient"]
        Office(vandal.story, transaction).tell(recipient, {**payload, "letter": code})
    found = [one for one in verify(vandal.story.office).faults if one.code == "record_unfitting"]
    assert reason in [one.params["reason"] for one in found]


def test_erased_addresses_leave_deliveries_comparable_by_their_place(vandal: Vandal) -> None:
    stream, seq = f"letters/{DISTRICT}", letter(vandal, "TH-HANDED")["seq"]
    where = (tables.personal.c.stream == stream, tables.personal.c.seq == seq, tables.personal.c.field == "addresses")
    vandal.delete(tables.personal, vandal.rows(tables.personal, *where)[0])
    assert vandal.found() == {"personal_missing"}
    vandal.change(tables.delivery, delivery(vandal, "TH-HANDED", TWO[1]), status="handed")
    assert vandal.found() == {"personal_missing", "row_changed"}


def test_letters_whose_stream_was_taken_out_are_astray(vandal: Vandal) -> None:
    for table in (tables.personal, tables.outbox, tables.record):
        for row in vandal.rows(table, table.c.stream == f"letters/{SEA}"):
            vandal.delete(table, row)
    found = faults(vandal)
    assert ("row_astray", f"mailbox {SEA}", None) in found
    assert ("row_astray", "letter TH-ONCE-MORE", None) in found
    assert any(place.startswith("leaf ") for code, place, _ in found if code == "row_astray")


def test_an_effect_told_by_a_letter_that_is_not_there_is_astray(vandal: Vandal) -> None:
    key = {"kind": "lag", "subject": "register", "part": "", "number": 0, "mark": "x", "at": AT, "done": AT}
    vandal.insert(tables.effect, {**key, "status": "done", "told": "TH-NOWHERE"})
    assert "row_astray" in {code for code, place, _ in faults(vandal) if place.startswith("effect")}


def test_what_is_no_evidence_is_not_compared(vandal: Vandal) -> None:
    attempt = {"letter": "TH-LAST", "channel": "mail", "address": TWO[0], "number": 1, "at": AT, "phase": "rcpt"}
    vandal.insert(tables.attempt, attempt)
    vandal.insert(tables.bounce, {"hash": "x", "read": AT, "file": "1.eml"})
    vandal.insert(tables.bad_address, {"address": "x@y", "count": 3, "since": AT, "last": AT})
    assert vandal.found() == set()
