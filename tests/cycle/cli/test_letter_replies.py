"""`ocop organisation contact-change`, `contact-end`, `ocop letter bounces` and `ocop letter serve`."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, Province
from tests.cycle.posted import TOKEN, seal
from tests.notifications.returned import mail, report
from tests.programs import program
from tests.scene import MARCH, PRODUCER, Scene

A = "ocop@huyen.example"


def sealed(province: Province) -> str:
    database = Database(f"sqlite:///{province.database}")
    code = seal(Scene(Office(database, Rulebook(), TestClock(MARCH), rehearsal=True)), emails=(A,))
    database.close()
    return code


def test_a_contact_is_changed_ended_and_told_in_lists_and_history(province: Province) -> None:
    words = ("organisation", "contact", "528")
    province.done("quan_tri", *words, "L1", "Phòng Nông nghiệp", "--email", A)
    province.done("quan_tri", *words, "L2", "Bà Hoa", "--phone", "0905123456", "--alternate-of", "L1")
    assert "Thay cho" in province.done("to_chuc", "organisation", "show", "528")
    change = ("organisation", "contact-change", "L2")
    assert "Đã sửa đầu mối liên hệ L2." in province.done(
        "quan_tri", *change, "--email", "hoa@huyen.example", "--no-phone"
    )
    rows = province.told("to_chuc", "organisation", "show", "528")["contacts"]
    assert [(row["code"], row["phone"], row["email"], row["alternate_of"]) for row in rows] == [
        ("L1", None, A, None),
        ("L2", None, "hoa@huyen.example", "L1"),
    ]
    refused = province.by("quan_tri", "organisation", "contact-change", "L1", "--alternate-of", "L2")
    assert (refused.exit_code, "thay" in refused.stderr) == (3, True)
    assert province.by("quan_tri", "organisation", "contact-change", "L9", "--name", "Ai").exit_code == 2
    ended = province.done("quan_tri", "organisation", "contact-end", "L2", "--last-day", "30/06/2024")
    assert "đến hết ngày 30/06/2024" in ended
    history = province.done("kiem_tra", "history", "show", "register")
    assert "Sửa đầu mối liên hệ L2" in history
    assert "Đầu mối liên hệ L2 thôi phụ trách" in history


def test_how_a_producer_is_reached_is_changed_and_told_in_history(province: Province) -> None:
    told = province.done("xa", "producer", "contact", PRODUCER, "--email", "htx@example.vn", "--phone", "0905123456")
    assert f"Đã sửa cách liên hệ của chủ thể {PRODUCER}." in told
    assert province.by("xa", "producer", "contact", PRODUCER, "--email", "hợp-tác-xã@example.vn").exit_code == 3
    history = province.done("kiem_tra", "history", "show", f"producer/{PRODUCER}")
    assert f"Sửa cách liên hệ của chủ thể {PRODUCER}" in history


def test_messages_that_came_back_are_read_from_a_folder(province: Province) -> None:
    code = sealed(province)
    (folder := province.folder / "trả về").mkdir()
    (folder / "1.eml").write_bytes(report(A, to=f"bounce+{code}@so.example"))
    tried = province.done("to_chuc", "letter", "bounces", str(folder), "--dry-run")
    assert "chưa ghi gì" in tried
    told = province.done("to_chuc", "letter", "bounces", str(folder))
    assert "Thư không đến nơi" in told
    assert "không gửi được 5.1.1" in told
    (folder / "0.eml").write_bytes(report(A, to=f"bounce+{code}@so.example") + b"again")
    again = " ".join(province.done("to_chuc", "letter", "bounces", str(folder)).split())
    assert "đã ghi từ trước" in again
    assert A in again
    (folder / "0.eml").unlink()
    (folder / "2.eml").write_bytes(report(A, to="bounce+TH-AAAAAAAAAAAAA@so.example"))
    (folder / "3.eml").write_bytes(mail("Xin chào", "bounce@so.example"))
    result = province.by("to_chuc", "--json", "letter", "bounces", str(folder))
    value = json.loads(result.stdout)
    assert (result.exit_code, value["result"], value["counts"]["known"]) == (1, "faulty", 1)
    assert [row["outcome"] for row in value["rows"]] == ["stray", "other"]


@pytest.mark.parametrize("words", [("bounces", "."), ("resolve", "--by-log")])
def test_in_a_database_for_work_a_person_needs_to_manage_letters(
    office: Ocop, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (office.folder / "mail.log").write_text("", encoding="utf-8")
    monkeypatch.setenv("OCOP_MAIL_LOG", str(office.folder / "mail.log"))
    monkeypatch.chdir(office.folder)
    refused = office.run("--json", "letter", *words)
    assert (refused.exit_code, "not_permitted" in refused.stdout) == (3, True), refused.output
    with closing(sqlite3.connect(office.database)) as connection, connection:
        connection.execute("UPDATE account SET os_user = NULL")
    assert office.run("letter", *words).exit_code == 0


def test_the_folder_may_stand_in_the_settings_and_must_be_there(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    unset = province.by("to_chuc", "letter", "bounces")
    assert (unset.exit_code, "mail_bounces" in unset.stderr) == (2, True)
    (province.folder / "hộp thư").mkdir()
    monkeypatch.setenv("OCOP_MAIL_BOUNCES", str(province.folder / "hộp thư"))
    assert province.by("to_chuc", "letter", "bounces").exit_code == 0
    assert province.by("to_chuc", "letter", "bounces", "không có").exit_code == 2


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_the_page_is_served_until_it_is_told_to_end(province: Province, number: int, status: int) -> None:
    sealed(province)
    words = ["--log-level", "info", "--log-format", "json", "letter", "serve", "--listen", "127.0.0.1:0"]
    with program(words, stderr=subprocess.PIPE) as server:
        assert server.stderr is not None
        line = next(line for line in server.stderr if "http://" in line)
        place = urlsplit(next(word for word in line.split() if word.startswith("http://")).rstrip("."))
        connection = HTTPConnection(str(place.hostname), place.port, timeout=20)
        connection.request("GET", f"/thu/{TOKEN}")
        answer = connection.getresponse()
        assert (answer.status, "Xác nhận đã nhận" in answer.read().decode()) == (200, True)
        connection.close()
        server.send_signal(number)
        rest = server.stderr.read()
    assert server.returncode == status, rest
    (request,) = [json.loads(line) for line in rest.splitlines() if '"request"' in line and '"method"' in line]
    assert (request["route"], request["status"]) == ("/thu/{token}", 200)
    assert TOKEN not in rest
    assert "Traceback" not in rest


@pytest.mark.parametrize("listen", ["8080", "a:b", "127.0.0.1:99999", "x y:80", "[::1:80"])
def test_an_address_that_is_none_is_said(province: Province, listen: str) -> None:
    result = province.by("to_chuc", "letter", "serve", "--listen", listen)
    assert (result.exit_code, "127.0.0.1:8080" in result.stderr) == (2, True)


def test_without_the_extra_it_is_said_what_to_install(province: Province, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('fastapi', 'uvicorn', 'starlette')))\n"
        "from cycle.cli import main\n"
        "sys.argv = ['ocop', 'letter', 'serve']\n"
        "main()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ocop-cycle[web]" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_channel_whose_extra_is_missing_is_named(office: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    settings = {"OCOP_MAIL_TRANSPORT": "files", "OCOP_NOTIFY_URLS": "json://127.0.0.1:9/secret"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    result = office.run("letter", "send", "--once")
    assert (result.exit_code, "ocop-cycle[notify]" in result.stderr) == (1, True), result.output
    assert "secret" not in result.output


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/", "https://u:p@a.example/", "https://máy.example/", "ftp://a/"]
)
def test_a_webhook_that_cannot_be_one_is_found_in_the_settings(
    office: Ocop, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("OCOP_WEBHOOK_URL", url)
    monkeypatch.setenv("OCOP_WEBHOOK_SECRET", "x")
    result = office.run("letter", "status")
    assert (result.exit_code, "webhook_url" in result.output) == (4, True), result.output
