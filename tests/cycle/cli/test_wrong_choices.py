import pytest

from tests.cycle.cli.conftest import Ocop, Province

WRONG = [
    ("--stage", "ide", "idea"),
    ("--state", "screening", "idea.screening"),
    ("--family", "seasons", "season"),
    ("--programme", "QNG20242", "QNG2024"),
    ("--organisation", "21244x", "21244"),
    ("--producer", "CT-4300123457", "CT-"),
]


@pytest.mark.parametrize(("option", "given", "nearest"), WRONG)
def test_a_filter_that_names_nothing_is_an_error_that_names_the_nearest(
    season: Province, option: str, given: str, nearest: str
) -> None:
    for words in (("list",), ("fire-many", "choose", "--yes")):
        result = season.by("to_chuc", "dossier", *words, option, given)
        assert result.exit_code == 2, result.output
        assert f"“{given}”" in result.stderr
        assert nearest in result.stderr.replace(f"“{given}”", "")


@pytest.mark.parametrize(("option", "_given", "_nearest"), WRONG)
def test_a_filter_like_nothing_at_all_is_an_error_too(
    season: Province, option: str, _given: str, _nearest: str
) -> None:
    result = season.by("to_chuc", "dossier", "list", option, "zzz")
    assert result.exit_code == 2
    assert "“zzz”" in result.stderr


def test_a_valid_filter_that_fits_no_dossier_is_said_and_is_no_error(season: Province) -> None:
    result = season.by("xa", "dossier", "fire-many", "choose", "--stage", "idea", "--yes")
    assert result.exit_code == 0
    assert "Không có hồ sơ nào khớp" in result.stderr


def test_a_published_programme_without_a_season_tells_how_to_open_it(rehearsal: Ocop) -> None:
    province = Province(rehearsal.folder)
    province.done("quantri", "account", "add", "to_chuc", "Tổ chức")
    province.done("quantri", "account", "grant", "to_chuc", "secretariat", "QNG-SNNPTNT")
    for words in (("board", "QNG2024"), ("dossier", "list", "--programme", "QNG2024")):
        result = province.by("to_chuc", *words)
        assert result.exit_code == 2
        assert "ocop season open QNG2024" in result.stderr
        unknown = province.by("to_chuc", *words[:-1], "QNG2099")
        assert unknown.exit_code == 2
        assert "season open" not in unknown.stderr


def test_a_board_within_an_unknown_organisation_is_an_error(season: Province) -> None:
    assert season.by("to_chuc", "board", "QNG2024", "--within", "21245").exit_code == 2


def test_a_page_beyond_the_last_is_an_error_that_says_how_many_there_are(season: Province) -> None:
    for words in ((), ("--json",)):
        result = season.by("to_chuc", *words, "dossier", "list", "--page", "99")
        assert result.exit_code == 2
        assert "chỉ có 1 trang" in result.output


def test_a_version_that_is_still_to_come_is_a_mistake_and_no_conflict(season: Province) -> None:
    words = ("dossier", "fire", "QNG2024-0001", "choose", "--seen-version", "9")
    result = season.by("xa", *words)
    assert result.exit_code == 2
    assert "hiện là phiên bản 1" in result.stderr
    assert season.told("xa", *words)["code"] == "seen_ahead"


def test_who_sees_nothing_is_sent_to_whoever_gives_roles(season: Province) -> None:
    season.done("quan_tri", "account", "add", "moi", "Người Mới")
    told = season.told("moi", "dossier", "list")
    assert season.by("moi", "dossier", "list").exit_code == 3
    assert told["reasons"][0]["mend"] == ["administrator"]


def test_an_unknown_role_names_the_nearest(season: Province) -> None:
    result = season.by("quan_tri", "account", "grant", "xa", "administrato")
    assert result.exit_code == 2
    assert "“administrator”" in result.stderr


def test_a_place_out_of_reach_is_called_by_its_name(season: Province) -> None:
    form = season.form()
    words = ("paper", "add", "dossier", "QNG2024-0001", "idea_form_new", "--file", form, "--received", "2024-03-05")
    assert "(21244)" in season.by("huyen_khac", *words).stderr


def test_a_refused_file_says_what_to_do(season: Province) -> None:
    form = season.form(b"")
    words = ("paper", "add", "dossier", "QNG2024-0001", "idea_form_new", "--file", form, "--received", "2024-03-05")
    assert "Hãy chọn" in season.by("to_chuc", *words).stderr
