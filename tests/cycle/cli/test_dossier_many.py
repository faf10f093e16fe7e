from click.testing import CliRunner

from cycle.cli import main
from tests.cycle.cli.conftest import Province

CHOOSE = ("dossier", "fire-many", "choose")


def states(season: Province) -> list[str]:
    listed = season.told("to_chuc", "dossier", "list", "--family", "season", "--sort", "code")
    return [row["state"] for row in listed["rows"]]


def codes(season: Province, *lines: str) -> str:
    (season.folder / "codes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "codes.txt"


def test_a_selection_is_frozen_counted_and_moved_with_a_line_for_each(season: Province) -> None:
    result = season.by("xa", *CHOOSE, "--state", "propaganda.candidate", "--yes")
    assert result.exit_code == 0
    assert "Đã chốt 2 hồ sơ" in result.stderr
    assert len(result.stdout.splitlines()) == 2
    assert states(season) == ["idea.drafting", "idea.drafting"]


def test_a_dry_run_tells_each_outcome_and_moves_nothing(season: Province) -> None:
    result = season.by("xa", *CHOOSE, "--stage", "propaganda", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.count("chạy thử") == 2
    assert states(season) == ["propaganda.candidate", "propaganda.candidate"]


def test_without_yes_and_nobody_to_ask_nothing_moves(season: Province) -> None:
    result = season.by("xa", *CHOOSE, "--stage", "propaganda")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert states(season) == ["propaganda.candidate", "propaganda.candidate"]


def test_the_selection_comes_from_filters_or_from_a_file_and_never_from_neither(season: Province) -> None:
    assert season.by("xa", *CHOOSE, "--yes").exit_code == 2
    assert season.by("xa", *CHOOSE, codes(season, "QNG2024-0001"), "--stage", "idea", "--yes").exit_code == 2
    assert season.by("xa", *CHOOSE, "nowhere.txt", "--yes").exit_code == 2


def test_a_file_of_codes_may_hold_remarks_and_names_a_dossier_once(season: Province) -> None:
    result = season.by("xa", *CHOOSE, codes(season, "QNG2024-0001  # tỏi", "", "# x", "QNG2024-0001"), "--yes")
    assert result.exit_code == 0
    assert "Đã chốt 1 hồ sơ" in result.stderr


def test_codes_may_come_from_standard_input(season: Province) -> None:
    words = ["--now", "2024-03-05T09:00+07:00", "--as", "xa", *CHOOSE, "-", "--yes"]
    assert CliRunner().invoke(main, words, input="QNG2024-0002\n").exit_code == 0
    assert states(season) == ["propaganda.candidate", "idea.drafting"]


def test_what_is_not_found_fails_and_a_refusal_is_worse(season: Province) -> None:
    unknown = season.by("xa", *CHOOSE, codes(season, "QNG2024-0001", "QNG2024-0099"), "--yes")
    assert unknown.exit_code == 1
    assert "Không có hồ sơ QNG2024-0099" in unknown.stdout
    refused = season.by("xa", *CHOOSE, codes(season, "QNG2024-0001", "QNG2024-0099"), "--yes")
    assert refused.exit_code == 3


def test_the_same_request_again_finishes_what_was_interrupted(season: Province) -> None:
    season.done("xa", *CHOOSE, codes(season, "QNG2024-0001"), "--yes", "--request-id", "dot-1")
    file = codes(season, "QNG2024-0001", "QNG2024-0002")
    told = season.told("xa", *CHOOSE, file, "--yes", "--request-id", "dot-1")
    assert [outcome["repeated"] for outcome in told["outcomes"]] == [True, False]
    assert len(season.told("to_chuc", "history", "show", "QNG2024-0001")) == 2


def test_a_request_id_is_made_up_and_told_where_none_is_given(season: Province) -> None:
    result = season.by("xa", *CHOOSE, "--stage", "propaganda", "--yes")
    assert "--request-id" in result.stderr


def test_only_what_the_account_sees_is_selected(season: Province) -> None:
    result = season.by("huyen_khac", *CHOOSE, "--stage", "propaganda", "--yes")
    assert result.exit_code == 0
    assert "Đã chốt 0 hồ sơ" in result.stderr
