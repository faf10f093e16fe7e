import pytest

from cycle.database import Database
from tests.cycle.cli.conftest import Province
from tests.scene import PRODUCER

DOSSIER = "QNG2024-0001"


@pytest.fixture
def told_late(season: Province) -> Province:
    """The form was handed in on the sixth of March and entered on the tenth."""
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    paper = ("dossier", DOSSIER, "idea_form_new", "--file", season.form(), "--received", "05/03/2024")
    season.done("to_chuc", "paper", "add", *paper)
    season.done("to_chuc", "paper", "verify", "--all-of", DOSSIER)
    season.done("chu_the", "dossier", "fire", DOSSIER, "submit", "--happened", "06/03/2024", now="2024-03-10")
    return season


def test_history_shows_every_act_with_titles_and_both_times(told_late: Province) -> None:
    lines = told_late.done("kiem_tra", "history", "show", DOSSIER).splitlines()
    assert "Nhập lúc" in lines[0]
    assert len(lines) == 2 + 5
    assert "Nộp phiếu đăng ký ý tưởng → “Cấp xã rà soát”" in lines[-1]
    assert "06/03/2024" in lines[-1]
    assert "10/03/2024 09:00:00" in lines[-1]
    assert f"{DOSSIER}/idea_form_new/1" in lines[-1]


@pytest.mark.parametrize("stream", ["register", "programme/QNG2024", f"producer/{PRODUCER}", f"dossier/{DOSSIER}"])
def test_every_kind_of_stream_can_be_shown(told_late: Province, stream: str) -> None:
    for language in ("vi", "en"):
        told = told_late.done("to_chuc", "--lang", language, "history", "show", stream)
        assert "act." not in told
        assert "personal." not in told
    assert told_late.by("to_chuc", "history", "show", "producer/CT-1").exit_code == 2


@pytest.mark.parametrize(("by", "state"), [("happened", "idea.screening"), ("recorded", "idea.drafting")])
def test_a_dossier_is_replayed_by_what_had_happened_or_had_been_recorded(
    told_late: Province, by: str, state: str
) -> None:
    words = ("history", "replay", DOSSIER, "--at", "07/03/2024", "--by", by)
    assert told_late.told("kiem_tra", *words)["snapshot"]["state"] == state
    assert f"({state})" in told_late.done("kiem_tra", *words)


def test_before_its_opening_a_dossier_is_replayed_as_nothing(told_late: Province) -> None:
    words = ("history", "replay", DOSSIER, "--at", "04/03/2024")
    assert told_late.told("kiem_tra", *words)["snapshot"] is None
    assert "chưa mở vào ngày này" in told_late.done("kiem_tra", *words)


@pytest.mark.parametrize("words", [("--at", "2024-03"), ("--by", "told")])
def test_a_wrong_day_or_time_is_wrong_use(told_late: Province, words: tuple[str, str]) -> None:
    assert told_late.by("kiem_tra", "history", "replay", DOSSIER, *words).exit_code == 2


def test_verification_finds_no_difference_where_there_is_none(told_late: Province) -> None:
    result = told_late.by("kiem_tra", "history", "verify")
    assert result.exit_code == 0
    assert "Không có khác biệt" in result.stdout
    assert told_late.by("xa", "history", "verify").exit_code == 3


def test_verification_names_what_was_changed_and_fails(told_late: Province) -> None:
    database = Database(f"sqlite:///{told_late.database}")
    with database.writing() as transaction:
        transaction.run("UPDATE dossier SET state = 'idea.selection' WHERE code = ?", (DOSSIER,))
    database.close()
    result = told_late.by("kiem_tra", "history", "verify")
    assert result.exit_code == 1
    assert f"dossier {DOSSIER}" in result.stdout
    assert "fault." not in result.stdout
    assert told_late.told("kiem_tra", "history", "verify")["result"] == "different"
