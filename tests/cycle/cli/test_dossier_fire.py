import pytest

from tests.cycle.cli.conftest import Province
from tests.scene import PRODUCER

DOSSIER = "QNG2024-0001"


def with_form(season: Province) -> None:
    """The dossier in idea.drafting with a verified form, received on the fifth of March."""
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    paper = ("paper", "add", "dossier", DOSSIER, "idea_form_new", "--file", season.form(), "--received", "05/03/2024")
    season.done("to_chuc", *paper)
    season.done("to_chuc", "paper", "verify", "--all-of", DOSSIER)


def version(season: Province) -> int:
    return int(season.told("to_chuc", "dossier", "show", DOSSIER)["snapshot"]["version"])


def test_a_trigger_moves_the_dossier_and_says_so_by_titles(season: Province) -> None:
    told = season.done("xa", "dossier", "fire", DOSSIER, "choose")
    assert told == (f"{DOSSIER}: “Trong danh sách sản phẩm tiềm năng của xã” → “Đang lập phiếu đăng ký ý tưởng”.\n")


def test_a_dry_run_answers_the_same_and_moves_nothing(season: Province) -> None:
    told = season.done("xa", "dossier", "fire", DOSSIER, "choose", "--dry-run")
    assert "chạy thử" in told
    assert version(season) == 1
    refused = season.by("huyen", "dossier", "fire", DOSSIER, "choose", "--dry-run")
    assert refused.exit_code == 3


def test_a_trigger_that_no_workflow_has_is_not_found_and_the_nearest_is_named(season: Province) -> None:
    result = season.by("xa", "dossier", "fire", DOSSIER, "choos")
    assert result.exit_code == 2
    assert "“choose”" in result.stderr


def test_a_trigger_from_another_state_is_refused_with_what_is_offered(season: Province) -> None:
    result = season.by("xa", "dossier", "fire", DOSSIER, "accept")
    assert result.exit_code == 3
    assert "Chọn để đăng ký ý tưởng (choose)" in result.stderr
    assert version(season) == 1


def test_the_wrong_actor_is_refused_and_told_who_may(season: Province) -> None:
    result = season.by("huyen", "dossier", "fire", DOSSIER, "choose")
    assert result.exit_code == 3
    assert "Công chức phụ trách OCOP cấp xã" in result.stderr
    assert version(season) == 1


@pytest.mark.parametrize(
    ("actor", "dossier", "status"),
    [("nobody", DOSSIER, 2), ("xa", "QNG2024-0099", 2), ("kiem_tra", DOSSIER, 3)],
)
def test_accounts_and_dossiers_must_be_there_and_fit(season: Province, actor: str, dossier: str, status: int) -> None:
    assert season.by(actor, "dossier", "fire", dossier, "choose").exit_code == status


def test_a_stale_version_is_a_conflict_that_shows_what_changed(season: Province) -> None:
    season.done("xa", "dossier", "fire", DOSSIER, "choose", "--seen-version", "1")
    result = season.by("xa", "dossier", "fire", DOSSIER, "leave_out", "--seen-version", "1")
    assert result.exit_code == 5
    assert "Chọn để đăng ký ý tưởng" in result.stderr
    assert version(season) == 2


def test_a_day_before_the_previous_step_is_refused(season: Province) -> None:
    with_form(season)
    result = season.by("chu_the", "dossier", "fire", DOSSIER, "submit", "--happened", "04/03/2024", now="2024-03-10")
    assert result.exit_code == 3
    assert "trước ngày của bước liền trước (05/03/2024)" in result.stderr


def test_a_future_day_is_refused(season: Province) -> None:
    with_form(season)
    result = season.by("chu_the", "dossier", "fire", DOSSIER, "submit", "--happened", "2024-03-11", now="2024-03-10")
    assert result.exit_code == 3
    assert "11/03/2024 chưa đến" in result.stderr


@pytest.mark.parametrize("day", ["2024-13-01", "30/02/2024", "05/03/2024T10:00", "2024-03-05T10:00", "hôm nay", ""])
def test_what_is_no_day_is_wrong_use(season: Province, day: str) -> None:
    result = season.by("xa", "dossier", "fire", DOSSIER, "choose", "--happened", day)
    assert result.exit_code == 2
    assert "dd/mm/yyyy" in result.stderr
    assert version(season) == 1


@pytest.mark.parametrize("values", [("score",), ("=1",), ("a b=1",), ("x=1", "x=2"), ("x=1", "x.number=2")])
def test_a_value_that_is_not_written_as_one_is_wrong_use(season: Province, values: tuple[str, ...]) -> None:
    given = [word for value in values for word in ("--value", value)]
    assert season.by("xa", "dossier", "fire", DOSSIER, "choose", *given).exit_code == 2


def test_a_value_that_the_trigger_does_not_record_is_refused(season: Province) -> None:
    assert season.by("xa", "dossier", "fire", DOSSIER, "choose", "--value", "score=1").exit_code == 3


def test_the_parts_of_a_decision_are_put_together(season: Province) -> None:
    parts = ("--value", "document.number=1", "--value", "document.date=01/03/2024")
    told = season.told("xa", "dossier", "fire", DOSSIER, "choose", *parts)
    assert [reason["code"] for reason in told["reasons"]] == ["value_malformed"]
    assert "'number': '1'" in str(told["reasons"])


def test_an_act_on_behalf_of_the_producer_is_recorded_as_such(season: Province) -> None:
    with_form(season)
    behalf = ("--on-behalf", f"producer:{PRODUCER}", "--happened", "06/03/2024")
    season.done("to_chuc", "dossier", "fire", DOSSIER, "submit", *behalf, now="2024-03-10")
    last = season.told("kiem_tra", "history", "show", DOSSIER)[-1]
    assert (last["actor"], last["on_behalf"], last["happened"]) == ("to_chuc", f"producer:{PRODUCER}", "2024-03-06")


@pytest.mark.parametrize("party", ["CT-1", "account:xa", "producer:", "nobody:1"])
def test_a_party_is_a_producer_or_an_organisation(season: Province, party: str) -> None:
    assert season.by("to_chuc", "dossier", "fire", DOSSIER, "choose", "--on-behalf", party).exit_code == 2


def test_a_request_repeated_answers_as_before_and_one_changed_is_a_conflict(season: Province) -> None:
    words = ("dossier", "fire", DOSSIER, "choose", "--request-id", "r1")
    season.done("xa", *words)
    assert "đã ghi từ lần yêu cầu trước" in season.done("xa", *words)
    assert season.by("xa", *words, "--note", "khác").exit_code == 5
    assert version(season) == 2


def test_a_note_with_control_characters_is_wrong_use(season: Province) -> None:
    result = season.by("xa", "dossier", "fire", DOSSIER, "leave_out", "--note", "a\x07b")
    assert result.exit_code == 2
    assert "U+0007" in result.stderr


def test_a_refusal_in_json_has_every_reason_with_its_text(season: Province) -> None:
    told = season.told("huyen", "dossier", "fire", DOSSIER, "leave_out")
    assert told["result"] == "refused"
    assert {reason["code"] for reason in told["reasons"]} == {"role_not_allowed", "note_missing"}
    assert all(reason["text"] for reason in told["reasons"])
