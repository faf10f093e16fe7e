"""What is shown of letters to whom: the link for answers, a dry run of sending, why one could not be sealed."""

import json

import pytest

from tests.cycle.cli.conftest import Province
from tests.cycle.cli.test_letters import DOSSIER, run, the_notice


def test_the_link_by_which_a_letter_is_answered_is_blank_but_to_those_who_manage_letters(
    season: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCOP_LINK_BASE", "https://ocop.example")
    run(season, "UPDATE producer SET email = 'htx@example.vn'")
    season.done("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", "organisation:21244")
    season.done("to_chuc", "letter", "send", "--once")
    code = the_notice(season)["code"]
    ((token,),) = run(season, "SELECT token FROM letter WHERE code = ?", code)
    ways: tuple[tuple[str, ...], ...] = ((), ("--text",), ("--html",))
    for way in ways:
        assert token in season.done("to_chuc", "letter", "show", code, *way)
    assert token in season.by("to_chuc", "--json", "letter", "show", code).stdout
    for account in ("xa", "chu_the", "kiem_tra"):
        for way in ways:
            shown = season.done(account, "letter", "show", code, *way)
            assert (token in shown, "https://ocop.example/thu/…" in shown) == (False, True)
        assert token not in season.by(account, "--json", "letter", "show", code).stdout
        refused = season.by(account, "letter", "show", code, "--eml", "thư.eml")
        assert (refused.exit_code, "quản lý thư của hệ thống" in refused.stderr) == (3, True)
    assert not (season.folder / "thư.eml").exists()


def test_a_dry_run_names_letters_to_those_who_see_all_and_tells_others_how_many(season: Province) -> None:
    run(season, "UPDATE producer SET email = 'htx@example.vn'")
    season.done("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", "organisation:21244")
    evening = ("--now", "2024-03-05T20:00+07:00")
    season.done("to_chuc", "sweep", "--once")
    run(season, "UPDATE letter SET status = 'queued', number = NULL WHERE kind = 'notice'")
    found = season.run("--json", *evening, "--as", "to_chuc", "letter", "send", "--once", "--dry-run")
    told = json.loads(found.stdout)
    assert told["counts"] == {"later": 1}
    assert [(one["outcome"], one["at"]) for one in told["letters"]] == [("later", "2024-03-06T00:30:00.000000Z")]
    words = season.run(*evening, "--as", "to_chuc", "letter", "send", "--once", "--dry-run").stdout
    assert "Hợp tác xã Thử nghiệm" in words
    assert "từ 06/03/2024 07:30" in words
    for account in ("xa", "chu_the", "khong_co"):
        dry = season.run(*evening, "--as", account, "letter", "send", "--once", "--dry-run")
        assert (dry.exit_code, "Hợp tác xã" in dry.output) == (0, False)
        assert "Thư chờ đến giờ gửi" in dry.stdout
        assert "Chỉ nêu số lượng" in dry.stderr


def test_why_a_letter_could_not_be_sealed_is_told_in_words(season: Province) -> None:
    run(season, "UPDATE producer SET email = 'htx@example.vn', name = 'Hợp tác xã' || char(13, 10) || 'Bcc: x'")
    season.done("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", "organisation:21244")
    sent = season.by("to_chuc", "letter", "send", "--once")
    assert sent.exit_code == 1
    told = "Tên người nhận không được phép đứng trong thư: có ký tự điều khiển hoặc ký tự ẩn"
    code = the_notice(season)["code"]
    for words in (sent.stdout, *(season.done("to_chuc", "letter", *which) for which in (["status"], ["show", code]))):
        assert told in " ".join(words.split())
