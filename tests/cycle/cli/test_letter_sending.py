"""`ocop letter test` and `ocop letter resolve --by-log`."""

from email import message_from_bytes
from pathlib import Path

import pytest

from cycle.app import os_user
from cycle.database import Database
from tests.cycle.cli.conftest import Ocop
from tests.notifications.smtp_server import HANG, Script, ScriptedServer


def managing(ocop: Ocop, role: str = "secretariat") -> Ocop:
    """The user of this machine is somebody of the department, who manages letters unless the role is another."""
    assert ocop.run("account", "add", "van_phong", "Văn phòng").exit_code == 0
    granted = ocop.run("account", "grant", "van_phong", role, "QNG-SNNMT")
    assert granted.exit_code == 0, granted.output
    database = Database(f"sqlite:///{ocop.database}")
    with database.writing() as transaction:
        transaction.run("UPDATE account SET os_user = NULL")
        transaction.run("UPDATE account SET os_user = ? WHERE code = 'van_phong'", (os_user(),))
    database.close()
    return ocop


@pytest.fixture
def relay(office: Ocop, monkeypatch: pytest.MonkeyPatch) -> Ocop:
    """A work database whose letters go to a relay on loopback without TLS; the port is still to be named."""
    for name, value in {"TRANSPORT": "smtp", "HOST": "127.0.0.1", "SECURITY": "none", "FROM": "so@so.test"}.items():
        monkeypatch.setenv(f"OCOP_MAIL_{name}", value)
    return managing(office)


def test_a_test_message_tells_each_phase_in_words(relay: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(Script()) as server:
        monkeypatch.setenv("OCOP_MAIL_PORT", str(server.port))
        dry = relay.run("letter", "test", "xa@xa.test", "--dry-run")
        assert (dry.exit_code, server.taken) == (0, [])
        done = relay.run("letter", "test", "xa@xa.test")
    assert done.exit_code == 0, done.output
    for told in ("Đã gửi thư thử", "Kết nối", "Máy chủ chào", "Người nhận", "250 2.0.0 Ok: queued"):
        assert told in done.output
    (taken,) = server.taken
    assert taken.recipients == ("xa@xa.test",)
    assert b"Auto-Submitted: auto-generated" in taken.content
    assert str(message_from_bytes(taken.content)["Date"]).endswith("+0700")


def test_a_test_message_that_cannot_be_sent_says_why(relay: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(Script({"RCPT": "550 5.1.1 User unknown"})) as server:
        monkeypatch.setenv("OCOP_MAIL_PORT", str(server.port))
        refused = relay.run("letter", "test", "xa@xa.test")
        monkeypatch.setenv("OCOP_MAIL_SECURITY", "starttls")
        stripped = relay.run("letter", "test", "xa@xa.test")
        told = relay.json("letter", "test", "xa@xa.test")
    gone = relay.run("letter", "test", "xa@xa.test")
    assert [one.exit_code for one in (refused, stripped, gone)] == [1, 1, 1]
    assert "550 5.1.1 User unknown" in refused.output
    assert "máy chủ không có STARTTLS nên không gửi" in stripped.output
    assert "không kết nối được" in gone.output
    assert (told["result"], told["outcome"], told["reply"]) == ("failed", "later", "starttls_not_offered")
    assert server.taken == []


def test_a_rehearsals_test_message_only_becomes_a_file(rehearsal: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    managing(rehearsal)
    with ScriptedServer(Script({"greeting": HANG})) as server:
        for name, value in {"TRANSPORT": "smtp", "HOST": "127.0.0.1", "FROM": "so@so.test"}.items():
            monkeypatch.setenv(f"OCOP_MAIL_{name}", value)
        monkeypatch.setenv("OCOP_MAIL_PORT", str(server.port))
        assert rehearsal.run("letter", "test", "xa@xa.test", "--dry-run").exit_code == 0
        assert list((rehearsal.folder / "data").rglob("*.eml")) == []
        assert rehearsal.run("letter", "test", "xa@xa.test").exit_code == 0
        assert server.connections == 0
    assert len(list((rehearsal.folder / "data" / "letters").rglob("*.eml"))) == 1


def test_an_administrator_sends_a_test_message(office: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCOP_MAIL_TRANSPORT", "files")
    assert office.run("letter", "test", "xa@xa.test").exit_code == 0
    assert len(list((office.folder / "data").rglob("*.eml"))) == 1


def test_an_officer_who_does_not_manage_letters_sends_no_test_message(
    office: Ocop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCOP_MAIL_TRANSPORT", "files")
    refused = managing(office, "department").run("letter", "test", "xa@xa.test")
    assert (refused.exit_code, "quản lý thư của hệ thống" in refused.stderr) == (3, True)
    assert list((office.folder / "data").rglob("*.eml")) == []


def test_what_is_missing_is_told(office: Ocop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nowhere = managing(office).run("letter", "test", "xa@xa.test")
    assert (nowhere.exit_code, "mail_transport" in nowhere.output) == (2, True)
    assert office.run("letter", "test", "khong phai").exit_code == 2
    assert "mail_log" in office.run("letter", "resolve", "--by-log").output
    monkeypatch.setenv("OCOP_MAIL_LOG", str(tmp_path / "mail.log"))
    asked = office.run("letter", "resolve", "--by-log", "--dry-run")
    assert (asked.exit_code, "Vẫn chưa rõ" in asked.output) == (0, True)
    assert office.run("letter", "resolve", "--by-log", "TH-X").exit_code == 2
