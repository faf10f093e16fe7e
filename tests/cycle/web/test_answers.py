"""Answering a letter on its page: opening is nothing, a typed name is recorded once, nothing else gets through."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import create_connection, create_server
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from cycle.queries.letters.replies import marked
from cycle.queries.verification import verify
from cycle.web.application import application
from cycle.web.serving import server_of
from tests.conftest import TestClock
from tests.cycle.letters.posted import posted
from tests.cycle.posted import DISTRICT_RECIPIENT, TOKEN, letter_events, rows_of, seal
from tests.scene import Scene

PAGE = f"/thu/{TOKEN}"
BUTTON = "Xác nhận đã nhận"


@pytest.fixture
def client(scene: Scene) -> Iterator[TestClient]:
    seal(scene)
    with TestClient(application(scene.office), raise_server_exceptions=False) as client:
        yield client


def test_opening_shows_the_letter_with_one_button_and_records_nothing(scene: Scene, client: TestClient) -> None:
    assert (client.head(PAGE).status_code, client.head(PAGE).text) == (200, "")
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert 'lang="vi"' in answer.text
    assert answer.text.count("<button") == 1
    assert BUTTON in answer.text
    assert "Thư nhắc việc &lt;số 1&gt; của Ban chỉ đạo" in answer.text
    assert "528/2024/1" in answer.text
    assert "Ủy ban nhân dân huyện Tư Nghĩa" in answer.text or "Tư Nghĩa" in answer.text
    assert "Còn 2 hồ sơ &lt;chưa&gt; xử lý &amp; sắp quá hạn." in answer.text
    assert "diễn tập" in answer.text
    assert letter_events(scene) == []


def test_a_link_to_a_dossier_leads_to_the_line_of_the_letter_that_names_it(
    scene: Scene, clock: TestClock, tmp_path: Path
) -> None:
    office = posted(scene, clock, tmp_path)
    office.notice()
    assert office.seal().counts["sealed"] == 1
    ((token, code),) = office.rows("SELECT token, (SELECT code FROM dossier WHERE product IS NOT NULL) FROM letter")
    with TestClient(application(scene.office)) as reader:
        page = reader.get(f"/thu/{token}").text
    assert page.count(f'id="{code}"') == 1
    assert re.search(rf'<span id="{code}">[^<\n]*{code}', page)
    assert ".letter :target{" in page


def test_only_the_first_line_that_names_a_dossier_is_its_place() -> None:
    lines = ("Hồ sơ QNG2024-00012 khác", "- QNG2024-0001 – Tỏi", "  Xem QNG2024-0001.", "Cuối: QNG2024-0002.")
    found = marked(lines, {"QNG2024-0001", "QNG2024-0002", "QNG2024-0003"})
    assert [line.text for line in found] == [*lines]
    assert [line.mark for line in found] == [None, "QNG2024-0001", None, "QNG2024-0002"]


def test_a_typed_name_is_recorded_once_and_not_as_authenticated(scene: Scene, client: TestClient) -> None:
    answer = client.post(PAGE, data={"name": "  Nguyễn Thị  Hoa "})
    assert (answer.status_code, "Cảm ơn" in answer.text) == (200, True)
    assert "09:00" in answer.text
    assert "05/03/2024" in answer.text
    again = client.post(PAGE, data={"name": "Người khác"})
    assert (again.status_code, "đã được xác nhận đã nhận lúc 09:00 ngày 05/03/2024" in again.text) == (200, True)
    assert "<button" not in again.text
    assert "<button" not in client.get(PAGE).text
    (payload,) = map(orjson.loads, letter_events(scene))
    assert (payload["event"], payload["how"], payload["authenticated"]) == ("acknowledged", "page", False)
    assert "Hoa" not in str(payload)
    assert rows_of(scene, "SELECT plain FROM personal WHERE stream LIKE 'letters/%'") == [("Nguyễn Thị Hoa",)]
    assert rows_of(scene, "SELECT status FROM letter") == [("acknowledged",)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Chưa ghi họ và tên"),
        ("   ", "Chưa ghi họ và tên"),
        ("Hoa\u0000", "U+0000"),
        ("Hoa\r\nBcc: x@y.example", "U+000D"),
        ("Hoa\u2028", "Cảm ơn"),
        ("Ho\u2028a", "U+2028"),
        ("Ho\u202ea", "U+202E"),
        ("A" * 201, "201"),
    ],
)
def test_a_name_that_cannot_be_kept_shows_the_page_again_with_the_reason(
    scene: Scene, client: TestClient, name: str, said: str
) -> None:
    answer = client.post(PAGE, data={"name": name})
    assert said in answer.text
    assert answer.status_code == (200 if said == "Cảm ơn" else 422)
    if answer.status_code == 422:
        assert BUTTON in answer.text
        assert 'role="alert"' in answer.text
        assert letter_events(scene) == []


def test_markup_in_a_name_is_shown_as_text(client: TestClient) -> None:
    answer = client.post(PAGE, data={"name": '"><script>alert(1)</script>' + "x" * 200})
    assert answer.status_code == 422
    assert "<script" not in answer.text


def test_english_is_there_for_whoever_asks(client: TestClient) -> None:
    answer = client.get(PAGE, params={"lang": "en"})
    assert 'lang="en"' in answer.text
    assert "Confirm receipt" in answer.text
    assert 'lang="vi"' in client.get(PAGE, params={"lang": "xx"}).text
    assert "Type the name" in client.post(f"{PAGE}?lang=en", data={"name": ""}).text


def test_a_vietnamese_letter_on_the_english_page_is_marked_as_such(client: TestClient) -> None:
    answer = client.get(PAGE, params={"lang": "en"})
    assert '<html lang="en">' in answer.text
    assert '<h1 lang="vi">' in answer.text
    assert '<div class="letter" lang="vi">' in answer.text


def test_what_records_nothing_does_not_wait_for_whoever_writes(scene: Scene, client: TestClient) -> None:
    client.post(PAGE, data={"name": "Hoa"})
    seal(scene, 2)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE letter SET short = 'khác'")
        for token, name, status in ((TOKEN, "Hoa", 200), ("b" * 32, "Hoa", 404), (f"{TOKEN}-2", "", 422)):
            assert client.post(f"/thu/{token}", data={"name": name}).status_code == status


@pytest.mark.parametrize("token", ["x", "a" * 32, "a" * 4000, "TH-AAAAAAAAAAAAA", "%00", "..%2f..", "ầ" * 20])
def test_an_unknown_link_is_a_plain_page_for_reading_and_answering_alike(client: TestClient, token: str) -> None:
    read, answered = client.get(f"/thu/{token}"), client.post(f"/thu/{token}", data={"name": "Hoa"})
    assert (read.status_code, answered.status_code) == (404, 404)
    assert read.text == answered.text == client.get("/thu/" + "b" * 32).text
    assert "Không có trang này" in read.text


def test_a_letters_code_opens_nothing(scene: Scene, client: TestClient) -> None:
    (code,) = rows_of(scene, "SELECT code FROM letter")[0]
    assert client.get(f"/thu/{code}").status_code == 404


def test_a_letter_that_is_not_sealed_is_not_shown(scene: Scene, client: TestClient) -> None:
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE letter SET content = NULL")
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data={"name": "Hoa"}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/health", PAGE, "/nowhere", "/docs", "/openapi.json"])
def test_every_answer_keeps_to_itself(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert not re.search(r"\son\w+=|style=|https?://(?!ocop\.example)", answer.text)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("PUT", PAGE, "GET, HEAD, POST"), ("DELETE", PAGE, "GET, HEAD, POST"), ("POST", "/", "GET, HEAD")],
)
def test_other_methods_are_refused(client: TestClient, method: str, path: str, allow: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)


def chunks(size: int) -> Iterator[bytes]:
    yield b"name="
    for _ in range(size):
        yield b"a" * 1000


def test_more_than_a_name_is_not_read(scene: Scene, client: TestClient) -> None:
    head = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post(PAGE, data={"name": "a" * 9000}).status_code == 413
    assert client.post(PAGE, content=chunks(20), headers=head).status_code == 413
    assert client.post(PAGE, content=b"name=%ff%fe", headers=head).status_code in {200, 422}
    file = {"name": ("a.txt", b"Hoa")}
    assert client.post(PAGE, files=file).status_code == 422
    assert (
        client.post(PAGE, content=b"\x00\xff" * 100, headers={"content-type": "multipart/form-data"}).status_code < 500
    )


def test_the_site_says_what_it_is_and_whether_it_works(client: TestClient) -> None:
    assert "xác nhận đã nhận thư nhắc việc" in client.get("/").text
    assert client.get("/health").text == "ok\n"


def test_of_many_answers_at_once_one_counts(scene: Scene) -> None:
    seal(scene)
    app = application(scene.office)
    statuses: list[int] = []

    def answer(number: int) -> None:
        client = TestClient(app, raise_server_exceptions=False)
        statuses.append(client.post(PAGE, data={"name": f"Người {number}"}).status_code)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 6
    assert len(letter_events(scene)) == 1


def test_a_database_that_is_away_is_said_and_nothing_is_shown_of_it(scene: Scene, client: TestClient) -> None:
    with scene.office.database.writing() as transaction:
        transaction.run("ALTER TABLE letter RENAME TO letter_away")
    answer = client.get(PAGE)
    assert (answer.status_code, "Hệ thống đang bận" in answer.text) == (503, True)
    assert "letter_away" not in answer.text


@contextmanager
def served(scene: Scene) -> Iterator[int]:
    """The page on a real server in another thread; the port."""
    ready, held = threading.Event(), create_server(("127.0.0.1", 0))
    server = server_of(scene.office, ready.set)
    thread = threading.Thread(target=server.run, args=([held],))
    thread.start()
    try:
        assert ready.wait(30)
        yield held.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(30)
        held.close()


def asked(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, Any]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    told = answer.status, answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return told


def test_over_a_real_server_a_letter_is_opened_and_answered(scene: Scene) -> None:
    seal(scene)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with served(scene) as port:
        status, text, headers = asked(port, "GET", PAGE)
        assert (status, BUTTON in text, "server" in headers) == (200, True, False)
        assert asked(port, "HEAD", PAGE)[:2] == (200, "")
        assert asked(port, "POST", PAGE, "name=Hoa", **form)[0] == 200
        assert asked(port, "POST", PAGE, "name=" + "a" * 9000, **form)[0] == 413
        with create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(b"NONSENSE\r\n\r\n")
            assert b"400" in raw.recv(200)
    (payload,) = map(orjson.loads, letter_events(scene))
    assert payload["event"] == "acknowledged"
    assert DISTRICT_RECIPIENT == "organisation:528"
    assert verify(scene.office).streams > 0
