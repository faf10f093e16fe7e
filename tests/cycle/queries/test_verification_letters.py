"""Verification compares letters, their words, numbers and deliveries with what their records tell."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Table, text

from cycle import tables
from cycle.cli.telling.mailed import letter_act, letter_told
from cycle.commands.sequencing import sequence
from cycle.queries.history import HistoryRecord, show_history, verify
from cycle.queries.verification.letter_tellings import SEALING
from cycle.queries.viewing import View
from cycle.texts import Texts
from tests.cycle.queries.mailed import AT, DISTRICT, SEA, TWO, Mailroom, digest, words, write
from tests.cycle.queries.story import Story
from tests.cycle.queries.vandal import Vandal, another, past_all_guards
from workflows.verdict import Reason

# What no record tells of a letter: how it was planned.
UNTOLD = {"key", "about", "created", "send_after", "stale_after"}
LETTERS = (tables.letter, tables.delivery, tables.mailbox, tables.formal_letter)


@pytest.fixture
def vandal(own_story: Story) -> Iterator[Vandal]:
    """Somebody who may change letters, of which some were sealed before, some after a checkpoint."""
    office = own_story.office
    sequence(office)
    with office.database.writing() as transaction:
        write(Mailroom(own_story, transaction))
    sequence(office)
    with office.database.writing() as transaction:
        Mailroom(own_story, transaction).seal("TH-LAST", DISTRICT, 4)
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
def told(table: Table, row: Mapping[str, Any], column: str) -> bool:
    """Whether a record tells what stands in a column."""
    queued = table is tables.letter and row["status"] == "queued" and column not in ("status", *SEALING)
    return not queued and (table is not tables.letter or column not in UNTOLD)


@pytest.mark.parametrize("table", [tables.letter, tables.mailbox, tables.formal_letter], ids=lambda table: table.name)
def test_a_changed_column_is_found(vandal: Vandal, table: Table) -> None:
    edits = [(row, column) for row in vandal.rows(table) for column in table.columns if told(table, row, column.name)]
    unseen = {(name, row.get("code")) for name, row in vandal.unseen(table, edits)}
    # No record tells more of one that is void, or that was told by telephone before it had a number.
    assert {one for one in unseen if one[1] != "TH-TOLD"} <= {("resends", "TH-VOID")}
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
    assert faults(vandal) == {("row_changed", "letter TH-HANDED", name) for name in ("hash", "subject")}
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
        Mailroom(vandal.story, transaction).seal("TH-GAP", DISTRICT, 6)
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
        room = Mailroom(vandal.story, transaction)
        room.seal("TH-LIES", DISTRICT, 5)
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
        Mailroom(vandal.story, transaction).tell(recipient, {**payload, "letter": code})
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


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_record_of_a_letter_is_told_in_words(vandal: Vandal, language: str) -> None:
    texts = Texts(language)
    view = vandal.story.view("kiem_tra")
    told = []
    for recipient in (DISTRICT, SEA):
        records = show_history(vandal.story.office, view, f"letters/{recipient}")
        assert not isinstance(records, Reason)
        told += [f"{letter_act(texts, one.payload)}; {letter_told(texts, one)}" for one in records]
    assert not [line for line in told if "letter_" in line or "act." in line or "delivery." in line]
    if language == "vi":
        assert "Phát hành: thư TH-HANDED, số 1/2024; thư điện tử; webhook; địa chỉ: a@quangngai.gov.vn" in told[0]
        assert (
            "thư điện tử; 1 địa chỉ đã giao máy chủ thư; 1 địa chỉ không gửi được; máy chủ trả lời: 250 ok" in told[1]
        )
        assert any("Văn bản đôn đốc số 12/QNG ngày 17/06/2024" in line for line in told)


def test_the_letters_of_a_recipient_are_seen_by_whoever_sees_its_area(vandal: Vandal) -> None:
    office = vandal.story.office
    assert len(show(office, vandal.story.view("huyen"), DISTRICT)) > 5
    for account, recipient in (("huyen_dao", DISTRICT), ("huyen", SEA), ("kiem_tra", "organisation:KHAC")):
        unseen = show_history(office, vandal.story.view(account), f"letters/{recipient}")
        assert isinstance(unseen, Reason)
        assert unseen.code == "stream_unknown"


def show(office: Any, view: View, recipient: str) -> tuple[HistoryRecord, ...]:
    found = show_history(office, view, f"letters/{recipient}")
    assert not isinstance(found, Reason)
    return found
