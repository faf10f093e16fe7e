"""What `ocop demo` shows people, and what stops it."""

import shutil
from pathlib import Path

import pytest

from cycle.cli.demo.setting import free_folder
from tests.journeys.rehearsed import VARIABLES, ocop

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with nothing of the machine's settings."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.timeout(300)
def test_people_are_shown_what_was_declined_what_time_brought_the_board_deadlines_a_story_and_the_proof(
    bare: Path,
) -> None:
    answer = ocop("demo", "quang-ngai-2024")
    assert answer.exit_code == 0, answer.output
    in_order = (
        "Những việc hệ thống không cho làm",
        "VIỆC THEO THỜI GIAN",
        "Máy chủ hỏng ba tuần (tình huống đặt ra): không rà soát từ 15/07/2024 đến hết 04/08/2024.",
        "Ngay sau đó còn 0 việc đến hạn mà chưa làm.",
        "THƯ ĐÃ VIẾT",
        "vào thư mục ocop-demo/letters, không thư nào rời khỏi máy này:",
        "  - thư nhắc việc: ",
        "Đến lúc gửi, không còn điều gì phải báo",
        "NHỮNG NƠI CHƯA CÓ THƯ ĐIỆN TỬ",
        "Ủy ban nhân dân xã Bình Châu",
        "MỘT THƯ NHẮC VIỆC, NGUYÊN VĂN",
        "Kính gửi: Ủy ban nhân dân huyện Mộ Đức",
        "Địa phương đã đánh giá  3/13",
        "VIỆC QUÁ HẠN CỦA TỪNG CƠ QUAN",
        "Mật ong Ví dụ, được gia hạn",
        "Ngày cuối ban đầu  16/08/2024",
        "Công văn số 415/UBND-NN",
        "Tỏi Lý Sơn, ngày nghỉ được thông báo muộn",
        "Tính lại theo lịch mới",
        "TÌNH TRẠNG CỦA HỆ THỐNG",
        "31/08/2024 06:00:00",
        "LỊCH CÔNG VIỆC CỦA MỘT HUYỆN",
        "26/09/2024",
        "LỊCH SỬ CỦA Trà lá rừng Ví dụ",
        "Người nhập: Công chức xã Hương Trà (ví dụ), thay Tổ hợp tác Trà rừng Ví dụ; nhập lúc 20/03/2024",
        "Căn cứ: 919/QĐ-TTg; 69/KH-UBND, III.1.b: tháng 3-4 năm 2024",
        "(CS-TB-02/food_safety/2)",
        "Dựng lại từ lịch sử: hồ sơ đang ở “Cấp huyện công nhận 3 sao”",
        "KIỂM TRA LỊCH SỬ",
        "ocop-demo/QNG2024.svg",
        "ocop --settings ocop-demo/ocop.yaml --as van_phong --now 2024-08-31T08:00+07:00 board QNG2024",
    )
    places = [answer.stdout.find(part) for part in in_order]
    assert -1 not in places
    assert places == sorted(places)


def test_a_folder_that_holds_something_is_left_alone(bare: Path) -> None:
    (bare / "full").mkdir()
    (bare / "full" / "thư.txt").write_text("x", encoding="utf-8")
    answer = ocop("demo", "--folder", "full")
    assert answer.exit_code == 2
    assert [file.name for file in (bare / "full").iterdir()] == ["thư.txt"]


def test_a_variable_that_names_another_database_stops_it_before_anything_is_made(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://office/ocop")
    answer = ocop("demo")
    assert answer.exit_code == 2
    assert "DATABASE_URL" in answer.stderr
    assert not list(bare.iterdir())


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("old", "new", "status", "told"),
    [
        ("expect: refused, reasons: [role_not_allowed]", "expect: done", 1, "Diễn tập dừng lại ở việc ngày 03/04/2024"),
        ("reasons: [role_not_allowed]", "reasons: [window_closed]", 1, "role_not_allowed"),
        ("brings: idea,", "bring: idea,", 4, "Khóa bring không có"),
        ('day: "2024-03-04"', 'day: "04/03/2024"', 4, "demo/quang-ngai-2024.yaml:"),
        ('day: "2024-03-12"', 'day: "2024-03-10"', 4, "11/03/2024"),
        ("does: leave_out", "does: leave_aside", 1, "leave_aside"),
        ("brings: [idea_form_new]", "brings: [idea_form]", 1, "idea_form"),
        ('at: "06:00"', 'at: "6 giờ"', 4, "giờ:phút"),
        ("applies: later", "applies: vietnam", 4, "later, earlier"),
        ('until: "2024-09-06"', 'until: "2024-12-31"', 1, "Diễn tập dừng lại ở việc ngày 12/08/2024"),
    ],
)
def test_whatever_differs_from_the_script_stops_it(bare: Path, old: str, new: str, status: int, told: str) -> None:
    config = Path(shutil.copytree(CONFIG, bare / "config"))
    script = config / "demo" / "quang-ngai-2024.yaml"
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new, 1), encoding="utf-8")
    answer = ocop("--config", "config", "demo", "quang-ngai-2024")
    assert answer.exit_code == status, answer.output
    assert told in answer.stderr


def test_without_a_folder_it_takes_the_first_free_one(bare: Path) -> None:
    (bare / "ocop-demo").mkdir()
    (bare / "ocop-demo" / "ocop.yaml").write_text("data: .\n", encoding="utf-8")
    assert free_folder(None) == Path("ocop-demo-2")
