"""What officers see of letters before they go, and the message that they pass on by telephone."""

from tests.cycle.cli.conftest import Province
from tests.scene import COMMUNE, PRODUCER

DOSSIER = "QNG2024-0001"
CHOOSE = ("dossier", "fire", DOSSIER, "choose", "--on-behalf", f"organisation:{COMMUNE}")


def test_a_preview_shows_who_would_be_told_and_what_and_records_nothing(season: Province) -> None:
    shown = season.by("to_chuc", *CHOOSE, "--preview")
    assert shown.exit_code == 0, shown.output
    assert "THƯ 1/1: Thông báo kết quả xử lý hồ sơ, gửi Hợp tác xã Thử nghiệm (chưa có thư điện tử)" in shown.stdout
    assert "Kính gửi: Hợp tác xã Thử nghiệm" in shown.stdout
    assert "Chỉ xem trước" in shown.stderr
    (letter,) = season.told("to_chuc", *CHOOSE, "--preview")["letters"]
    assert (letter["recipient"], letter["reached"]) == (f"producer:{PRODUCER}", False)
    assert season.told("to_chuc", "dossier", "show", DOSSIER)["snapshot"]["version"] == 1


def test_a_preview_of_what_is_refused_shows_every_reason_as_always(season: Province) -> None:
    wrong = ("dossier", "fire", DOSSIER, "accept", "--preview")
    refused, dry = season.by("to_chuc", *wrong), season.by("to_chuc", *wrong[:-1], "--dry-run")
    assert refused.exit_code == dry.exit_code == 3
    assert refused.stderr == dry.stderr


def test_the_dry_run_of_a_sweep_lists_letters_and_shows_their_words_when_asked(season: Province) -> None:
    season.done("to_chuc", *CHOOSE)
    told = season.by("to_chuc", "sweep", "--once", "--dry-run")
    assert told.exit_code == 0, told.output
    assert "Thông báo kết quả xử lý hồ sơ" in told.stdout
    assert "Báo cáo hằng ngày" in told.stdout
    words = season.by("to_chuc", "sweep", "--once", "--dry-run", "--text")
    assert "Kính gửi: Hợp tác xã Thử nghiệm" in words.stdout
    letters = season.told("to_chuc", "sweep", "--once", "--dry-run")["letters"]
    assert {one["kind"] for one in letters} == {"notice", "report"}
    assert season.by("to_chuc", "sweep", "--once", "--text").exit_code == 2


def test_the_message_of_a_waiting_letter_is_short_and_only_for_those_who_pass_it_on(season: Province) -> None:
    season.done("to_chuc", *CHOOSE)
    season.by("to_chuc", "sweep", "--once")
    letters = season.told("to_chuc", "letter", "list")["rows"]
    code = next(one["code"] for one in letters if one["recipient"] == f"producer:{PRODUCER}")
    message = season.done("xa", "letter", "text", code).strip()
    assert len(message) <= 500
    assert "Nộp phiếu đăng ký ý tưởng, hạn 30/04/2024" in message
    assert season.told("to_chuc", "letter", "text", code)["text"] == message
    for account in ("huyen_khac", "kiem_tra", "chu_the"):
        assert season.by(account, "letter", "text", code).exit_code in (2, 3)
    assert season.by("to_chuc", "letter", "text", "TH-AAAAAAAAAAAAA").exit_code in (2, 3)
