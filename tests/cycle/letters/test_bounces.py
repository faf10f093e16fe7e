"""Messages that came back: each counts once, stops its delivery, and after two the alternate is written to."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from cycle.answers import Done
from cycle.commands.register import contacts
from cycle.letters.addresses import addresses_of
from cycle.letters.returns import Returns, take_returns
from cycle.letters.sending.send import send_due
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.cycle.letters.posted import BODY, posted
from tests.cycle.posted import DISTRICT_RECIPIENT, letter_events, message_id, rows_of, seal
from tests.notifications.returned import fate, mail, report
from tests.scene import DISTRICT, Scene

A, B = "a@huyen.example", "b@huyen.example"
DELIVERIES = "SELECT letter, address, status, reply FROM delivery ORDER BY letter, address"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (folder := tmp_path / "trả về").mkdir()
    return folder


def verp(code: str) -> str:
    return f"bounce+{code}@so.example"


def taken(scene: Scene, folder: Path, **more: Any) -> Returns:
    return take_returns(scene.office, folder, **{"dry_run": False, **more})


def outcomes(found: Returns) -> list[tuple[str, str]]:
    return [(row.file, row.outcome) for row in found.rows]


def bad(scene: Scene) -> list[tuple[object, ...]]:
    return rows_of(scene, "SELECT address, count FROM bad_address ORDER BY address")


def test_a_letter_that_did_not_arrive_is_recorded_once_and_counted(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A, B))
    (folder / "1.eml").write_bytes(report(A.upper(), to=verp(code)))
    (folder / "2.eml").write_bytes((folder / "1.eml").read_bytes())
    assert outcomes(taken(scene, folder, dry_run=True)) == [("1.eml", "bounced"), ("2.eml", "bounced")]
    assert (letter_events(scene), bad(scene)) == ([], [])
    found = taken(scene, folder)
    assert (outcomes(found), found.counts["known"], found.trouble) == ([("1.eml", "bounced")], 1, False)
    (payload,) = map(orjson.loads, letter_events(scene))
    assert payload == {"event": "bounced", "letter": code, "address": 0, "code": "5.1.1"}
    assert [row[1:3] for row in rows_of(scene, DELIVERIES)] == [(A, "bounced"), (B, "handed")]
    assert "User unknown" in str(rows_of(scene, DELIVERIES)[0][3])
    assert bad(scene) == [(A, 1)]
    assert outcomes(taken(scene, folder)) == []
    assert sorted(file.name for file in folder.iterdir()) == ["1.eml", "2.eml"]
    assert verify(scene.office).streams > 0


def test_after_two_letters_back_the_alternate_is_written_to(scene: Scene, folder: Path) -> None:
    for code, email, other in (("L1", A, None), ("L2", B, "L1")):
        one = contacts.Contact(
            code, DISTRICT, "Người", None, email, scene.office.clock.now().date(), alternate_of=other
        )
        assert isinstance(contacts.add_contact(scene.office, scene.admin, one), Done)
    for number in (1, 2):
        code = seal(scene, number, emails=(A,))
        (folder / f"{number}.eml").write_bytes(report(A, message_id=message_id(code)))
        taken(scene, folder)
    assert bad(scene) == [(A, 2)]
    with scene.office.database.reading() as transaction:
        found = addresses_of(transaction, DISTRICT_RECIPIENT, scene.office.clock.now().date())
    assert found.emails == (B,)


def test_two_reports_on_one_letter_count_once(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A,))
    (folder / "1.eml").write_bytes(report(A, to=verp(code)))
    (folder / "2.eml").write_bytes(report(A, to=verp(code)) + b"again\r\n")
    assert outcomes(taken(scene, folder)) == [("1.eml", "bounced"), ("2.eml", "noted")]
    assert (bad(scene), len(letter_events(scene))) == ([(A, 1)], 1)


def test_what_is_delayed_or_delivered_is_noted_only(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A, B))
    fates = fate(A, "delayed", "4.4.1") + "\n\n" + fate(B, "delivered", "2.0.0")
    (folder / "1.eml").write_bytes(report("", to=verp(code), fates=fates))
    (found,) = taken(scene, folder).rows
    assert (found.outcome, found.letter, found.action) == ("noted", code, "delayed")
    assert [row[2] for row in rows_of(scene, DELIVERIES)] == ["handed", "handed"]
    assert (bad(scene), letter_events(scene)) == ([], [])


def test_of_several_recipients_each_that_failed_is_recorded(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(B, A))
    fates = fate(B) + "\n\n" + fate(A, "failed", "5.2.2")
    (folder / "1.eml").write_bytes(report("", to=verp(code), fates=fates))
    taken(scene, folder)
    told = [(one["address"], one["code"]) for one in map(orjson.loads, letter_events(scene))]
    assert told == [(0, "5.2.2"), (1, "5.1.1")]


def test_an_address_behind_ours_is_ours_where_the_letter_went_to_one_only(scene: Scene, folder: Path) -> None:
    one, several = seal(scene, emails=(A,)), seal(scene, 2, emails=(A, B))
    (folder / "1.eml").write_bytes(report("noi-khac@kho.example", to=verp(one)))
    (folder / "2.eml").write_bytes(report("noi-khac@kho.example", to=verp(several)))
    assert outcomes(taken(scene, folder)) == [("1.eml", "bounced"), ("2.eml", "noted")]


def test_a_rehearsals_letter_that_was_written_to_a_file_comes_back_as_any_other(
    scene: Scene, clock: TestClock, folder: Path, tmp_path: Path
) -> None:
    office = posted(scene, clock, tmp_path)
    code = office.notice(BODY, "recognised")
    office.seal()
    send_due(office.office, office.post, "w")
    (folder / "1.eml").write_bytes(report("xa@example.vn", to=verp(code)))
    (found,) = taken(scene, folder).rows
    assert (found.outcome, found.addresses, found.why) == ("bounced", ("xa@example.vn",), None)
    assert office.rows("SELECT channel, status FROM delivery") == [("files", "bounced")]
    assert office.records(BODY)[-1]["event"] == "bounced"
    assert bad(scene) == [("xa@example.vn", 1)]
    assert [fault for fault in verify(scene.office).faults if "producer" not in fault.place] == []
    (folder / "2.eml").write_bytes(report("xa@example.vn", to=verp(code)) + b"again")
    assert [(row.outcome, row.why) for row in taken(scene, folder).rows] == [("noted", "ended")]


def test_why_a_message_is_only_noted_is_said_with_the_addresses_that_it_names(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A, B))
    (folder / "1.eml").write_bytes(report(A, to=verp(code), fates=fate(A, "delayed", "4.4.1")))
    (folder / "2.eml").write_bytes(report("noi-khac@kho.example", to=verp(code)))
    (folder / "3.eml").write_bytes(report(B, to=verp(code)))
    (folder / "4.eml").write_bytes(report(B, to=verp(code)) + b"again")
    told = [(row.outcome, row.addresses, row.why) for row in taken(scene, folder).rows]
    assert told == [
        ("noted", (A,), "not_failed"),
        ("noted", ("noi-khac@kho.example",), "other_address"),
        ("bounced", (B,), None),
        ("noted", (B,), "ended"),
    ]


def test_what_belongs_to_no_letter_is_listed_and_stays(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A,))
    (folder / "a.eml").write_bytes(report(A, to="bounce+TH-AAAAAAAAAAAAA@so.example"))
    (folder / "b.eml").write_bytes(mail("Vắng mặt", verp(code), Auto_Submitted="auto-replied"))
    (folder / "c.eml").write_bytes(mail("Xin chào", verp(code)))
    (folder / "d.eml").write_bytes(b"\x00\xff" * 10)
    found = taken(scene, folder)
    assert outcomes(found) == [("a.eml", "stray"), ("b.eml", "auto_reply"), ("c.eml", "other"), ("d.eml", "other")]
    assert found.trouble
    assert (len(list(folder.iterdir())), letter_events(scene)) == (4, [])
    assert outcomes(taken(scene, folder)) == []


def test_a_maildir_is_read_where_its_messages_lie(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A,))
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir()
    (folder / "new" / "1.mx").write_bytes(report(A, to=verp(code)))
    (folder / "tmp" / "2.mx").write_bytes(report(A, to=verp(code)) + b"half")
    (folder / "index").write_bytes(b"of the mail server")
    assert outcomes(taken(scene, folder)) == [("new/1.mx", "bounced")]
    (folder / "new" / "1.mx").rename(folder / "cur" / "1.mx:2,S")
    assert (outcomes(taken(scene, folder)), taken(scene, folder).counts["known"]) == ([], 1)


@pytest.mark.parametrize("status", ["claimed", "sending"])
def test_a_report_that_comes_before_the_outcome_is_kept_is_read_again(scene: Scene, folder: Path, status: str) -> None:
    code = seal(scene, emails=(A,))
    stand(scene, status)
    (folder / "1.eml").write_bytes(report(A, to=verp(code)))
    for dry_run in (True, False, False):
        assert outcomes(taken(scene, folder, dry_run=dry_run)) == [("1.eml", "early")]
    assert (letter_events(scene), rows_of(scene, "SELECT hash FROM bounce")) == ([], [])
    stand(scene, "handed")
    assert outcomes(taken(scene, folder)) == [("1.eml", "bounced")]
    assert bad(scene) == [(A, 1)]


def test_messages_long_known_are_read_without_waiting_for_whoever_writes(scene: Scene, folder: Path) -> None:
    code = seal(scene, emails=(A,))
    (folder / "1.eml").write_bytes(report(A, to=verp(code)))
    (folder / "2.eml").write_bytes(mail("Xin chào", verp(code)))
    taken(scene, folder)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE delivery SET reply = 'khác'")
        assert taken(scene, folder).counts["known"] == 2


def stand(scene: Scene, status: str) -> None:
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE delivery SET status = ?", (status,))
