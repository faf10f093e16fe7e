import pytest

from tests.cycle.cli.conftest import Province
from tests.scene import COMMUNE, PRODUCER

DOSSIER = "QNG2024-0001"
# Of the season's ten plan tasks: those of all districts, and the one whose month was March.
DISTRICTS, MARCHS = ["QNG2024-0005", "QNG2024-0008"], "QNG2024-0003"


def listed(season: Province, *words: str, account: str = "to_chuc") -> list[str]:
    return [row["code"] for row in season.told(account, "dossier", "list", *words)["rows"]]


def test_the_list_has_vietnamese_headings_titles_and_order(season: Province) -> None:
    told = season.done("xa", "dossier", "list")
    head, _, *rows = told.splitlines()
    assert [word in head for word in ("Mã", "Sản phẩm", "Chủ thể", "Địa phương", "Tình trạng")] == [True] * 5
    assert "Trong danh sách sản phẩm tiềm năng của xã" in rows[0]
    # đ comes before t, whatever their accents
    assert [row.split()[0] for row in rows] == ["QNG2024-0002", "QNG2024-0001"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--text", "duong phen"), ["QNG2024-0002"]),
        (("--text", "TOI"), [DOSSIER]),
        (("--stage", "propaganda", "--sort", "code"), [DOSSIER, "QNG2024-0002"]),
        (("--state", "idea.drafting"), []),
        (("--organisation", "528", "--sort", "code"), [DOSSIER, "QNG2024-0002", *DISTRICTS]),
        (("--organisation", "524", "--sort", "code"), DISTRICTS),
        (("--organisation", "524", "--family", "season"), []),
        (("--sector", "tourism"), []),
        (("--producer", PRODUCER, "--sort", "code"), [DOSSIER, "QNG2024-0002"]),
        (("--programme", "QNG2024", "--family", "season", "--open", "--size", "1", "--sort", "code"), [DOSSIER]),
        (("--size", "1", "--page", "2", "--sort", "code"), ["QNG2024-0002"]),
        (("--late",), []),
    ],
)
def test_the_list_is_filtered_sorted_and_paged(season: Province, words: tuple[str, ...], found: list[str]) -> None:
    assert listed(season, *words) == found


def test_what_is_late_is_asked_as_of_a_day(season: Province) -> None:
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    assert listed(season, "--late", "--at", "30/04/2024") == [MARCHS]
    assert listed(season, "--late", "--at", "01/05/2024", "--family", "season") == [DOSSIER]
    assert "TRỄ HẠN" in season.done("xa", "dossier", "list", "--late", "--at", "01/05/2024")


@pytest.mark.parametrize("words", [("--sector", "fod"), ("--sort", "nam"), ("--size", "0"), ("--page", "x")])
def test_a_wrong_choice_is_wrong_use_in_the_language_of_the_run(season: Province, words: tuple[str, ...]) -> None:
    result = season.by("xa", "dossier", "list", *words)
    assert result.exit_code == 2
    assert words[0] in result.stderr
    assert "không" in result.stderr


def test_accounts_see_their_area_only(season: Province) -> None:
    assert len(listed(season, account="chu_the")) == 2
    assert listed(season, account="huyen_khac") == DISTRICTS
    assert season.by("quan_tri", "dossier", "list").exit_code == 3


@pytest.mark.parametrize("words", [("dossier", "show"), ("dossier", "why"), ("history", "show"), ("history", "replay")])
def test_outside_its_view_an_account_is_refused_and_what_is_not_there_is_not_found(
    season: Province, words: tuple[str, str]
) -> None:
    assert season.by("huyen", *words, DOSSIER).exit_code == 0
    assert season.by("huyen_khac", *words, DOSSIER).exit_code == 3
    assert season.by("huyen", *words, "QNG2024-0099").exit_code == 2


def test_show_tells_who_owes_what_and_until_when(season: Province) -> None:
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    told = season.done("xa", "dossier", "show", DOSSIER)
    assert "Chủ thể OCOP: Hợp tác xã Thử nghiệm" in told
    assert "30/04/2024" in told
    assert "Đang lập phiếu đăng ký ý tưởng (idea.drafting)" in told


def test_why_tells_papers_roles_and_input(season: Province) -> None:
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    told = season.done("chu_the", "dossier", "why", DOSSIER)
    assert "Nộp phiếu đăng ký ý tưởng (submit) → “Cấp xã rà soát”: chưa làm được" in told
    assert "Phiếu đăng ký ý tưởng sản phẩm mới (Biểu số 01)" in told
    assert "Rút hồ sơ (withdraw)" in told
    assert "phải có ghi chú" in told
    assert "Cơ quan tham mưu" in told


def test_why_tells_a_value_by_its_title_and_the_name_to_type(season: Province) -> None:
    assert "có thể ghi kèm: Văn bản thông báo (document)" in season.done("xa", "dossier", "why", DOSSIER)


def test_why_in_json_says_what_is_allowed(season: Province) -> None:
    offers = {offer["trigger"]: offer for offer in season.told("xa", "dossier", "why", DOSSIER)["offers"]}
    assert offers["choose"]["allowed"]
    assert offers["choose"]["may_record"] == ["document"]
    assert [ask["code"] for ask in offers["leave_out"]["asks"]] == ["note_missing"]
    assert not offers["withdraw"]["allowed"]


def test_a_dossier_is_opened_once_for_a_product(province: Province) -> None:
    province.done("to_chuc", "dossier", "open", "QNG2024", "SP001", "--dry-run")
    assert "QNG2024-0001" in province.done("to_chuc", "dossier", "open", "QNG2024", "SP001")
    assert province.by("to_chuc", "dossier", "open", "QNG2024", "SP001").exit_code == 3
    assert province.by("to_chuc", "dossier", "open", "QNG2024", "SP099").exit_code == 2
    assert province.by("to_chuc", "dossier", "open", "QNG2024", "SP001", "--happened", "06/03/2024").exit_code == 3


def test_the_season_is_opened_once_and_gone_on_with(province: Province) -> None:
    first = province.by("to_chuc", "season", "open", "QNG2024")
    assert first.exit_code == 0
    assert "QNG2024-0001" in first.stdout
    area = ("--sector", "food", "--area", COMMUNE)
    province.done("to_chuc", "product", "add", "SP002", PRODUCER, "Đường phèn", *area)
    dry = province.by("to_chuc", "season", "open", "QNG2024", "--dry-run")
    assert "SP002" in dry.stdout
    second = province.by("to_chuc", "season", "open", "QNG2024")
    assert second.exit_code == 0
    assert "SP001" not in second.stdout
    assert "QNG2024-0012" in second.stdout
    assert len(second.stdout.splitlines()) == 1
    assert listed(province, "--family", "season", "--sort", "code") == ["QNG2024-0001", "QNG2024-0012"]
    assert len(listed(province, "--family", "plan_task")) == 10


def test_a_season_may_be_opened_without_dossiers_and_only_by_those_who_may(province: Province) -> None:
    assert province.by("xa", "season", "open", "QNG2024").exit_code == 3
    assert province.by("to_chuc", "season", "open", "QNG2042").exit_code == 2
    province.done("to_chuc", "season", "open", "QNG2024", "--no-dossiers")
    assert listed(province) == []


def test_the_board_counts_by_state_locality_and_target(season: Province) -> None:
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    told = season.done("to_chuc", "board", "QNG2024", "--at", "01/05/2024")
    assert "Đang lập phiếu đăng ký ý tưởng" in told
    assert "huyện Tư Nghĩa" in told
    assert "ít nhất 70 sản phẩm" in told
    result = season.by("to_chuc", "board", "QNG2024", "--at", "01/05/2024")
    board = season.told("to_chuc", "board", "QNG2024", "--at", "01/05/2024")
    without = [one["name"] for one in board["localities"] if not one["dossiers"]]
    assert f"{len(without)} địa phương chưa có hồ sơ nào" in result.stderr
    assert not any(name in result.stdout for name in without)
    everywhere = season.by("to_chuc", "board", "QNG2024", "--at", "01/05/2024", "--all")
    assert all(name in everywhere.stdout for name in without)
    assert (board["dossiers"], board["late"], len(board["blocked"])) == (2, 1, 1)
    assert season.by("to_chuc", "board", "QNG2042").exit_code == 2
