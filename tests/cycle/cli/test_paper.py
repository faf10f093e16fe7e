import pytest

from tests.cycle.cli.conftest import Province
from tests.scene import COMMUNE

DOSSIER = "QNG2024-0001"
FORM = ("paper", "add", "dossier", DOSSIER, "idea_form_new")
DAY = ("--received", "05/03/2024")
CODE = f"{DOSSIER}/idea_form_new/1"


def kept(season: Province) -> list[str]:
    return [row["code"] for row in season.told("to_chuc", "paper", "list")["rows"]]


def test_a_file_is_stored_by_its_hash_and_listed_by_title(season: Province) -> None:
    season.done("chu_the", *FORM, "--file", season.form(), *DAY)
    row = season.told("to_chuc", "paper", "list")["rows"][0]
    assert (season.folder / "data" / "files" / row["file"][:2] / row["file"][2:]).is_file()
    told = season.done("to_chuc", "paper", "list", "--holder", DOSSIER)
    assert "Phiếu đăng ký ý tưởng sản phẩm mới (Biểu số 01)" in told
    assert "đã nhận, chưa kiểm tra" in told
    assert "05/03/2024" in told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<!DOCTYPE html><html>", "paper_wrong_media"),
        (b"%PDF-1.4 " + bytes(20 * 2**20), "paper_too_large"),
    ],
    ids=["empty", "html", "past the limit"],
)
def test_a_file_is_refused_for_what_it_contains(season: Province, content: bytes, code: str) -> None:
    words = (*FORM, "--file", season.form(content), *DAY)
    assert season.by("chu_the", *words).exit_code == 3
    assert [reason["code"] for reason in season.told("chu_the", *words)["reasons"]] == [code]
    assert kept(season) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../x", "name_path"),
        ("x" * 300, "name_too_long"),
        ("a\x01b.pdf", "name_control"),
        ("..\\x", "name_path"),
        ("", "name_empty"),
    ],
)
def test_a_file_is_refused_for_its_name(season: Province, name: str, code: str) -> None:
    words = (*FORM, "--file", season.form(), "--name", name, *DAY)
    assert season.by("chu_the", *words).exit_code == 3
    assert [reason["code"] for reason in season.told("chu_the", *words)["reasons"]] == [code]
    assert kept(season) == []


def test_the_name_of_the_file_itself_is_checked_too(season: Province) -> None:
    assert season.by("chu_the", *FORM, "--file", season.form(name="a\x01b.pdf"), *DAY).exit_code == 3


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((*FORM, "--file", "nowhere.pdf", *DAY), 2),
        ((*FORM, *DAY), 2),
        ((*FORM, "--file", "form.pdf", "--count", "2", *DAY), 2),
        ((*FORM, "--file", "form.pdf"), 2),
        ((*FORM, "--file", "form.pdf", "--received", "2024-02-30"), 2),
        ((*FORM, "--file", "form.pdf", "--received", "06/03/2024"), 3),
        ((*FORM, "--file", "form.pdf", *DAY, "--issued", "06/03/2024"), 3),
        ((*FORM, "--count", "2", "--place", "kho", *DAY), 3),
        (("paper", "add", "dossier", DOSSIER, "samples", "--file", "form.pdf", *DAY), 3),
        (("paper", "add", "dossier", DOSSIER, "samples", "--count", "0", "--place", "kho", *DAY), 2),
        (("paper", "add", "dossier", DOSSIER, "idea_form", "--file", "form.pdf", *DAY), 2),
        (("paper", "add", "dossier", "QNG2024-0099", "idea_form_new", "--file", "form.pdf", *DAY), 2),
        (("paper", "add", "product", "SP001", "idea_form_new", "--file", "form.pdf", *DAY), 3),
        (("paper", "add", "dosier", DOSSIER, "idea_form_new", "--file", "form.pdf", *DAY), 2),
    ],
)
def test_a_paper_must_fit_its_type_holder_and_days(season: Province, words: tuple[str, ...], status: int) -> None:
    season.form()
    result = season.by("chu_the", *words)
    assert result.exit_code == status, result.output
    assert result.stderr
    assert kept(season) == []


def test_things_are_entered_with_their_number_and_place(season: Province) -> None:
    season.done("to_chuc", "paper", "add", "dossier", DOSSIER, "samples", "--count", "5", "--place", "Kho A", *DAY)
    assert "5 mẫu, để tại Kho A" in season.done("to_chuc", "paper", "list")


def test_papers_are_entered_only_within_reach(season: Province) -> None:
    form = season.form()
    assert season.by("huyen_khac", *FORM, "--file", form, *DAY).exit_code == 3
    assert season.by("kiem_tra", *FORM, "--file", form, *DAY).exit_code == 3


def test_all_papers_of_a_holder_are_verified_in_one_act(season: Province) -> None:
    season.done("chu_the", *FORM, "--file", season.form(), *DAY)
    season.done("chu_the", *FORM, "--file", season.form(b"%PDF-1.4 again"), *DAY)
    told = season.done("to_chuc", "paper", "verify", "--all-of", DOSSIER)
    assert told.splitlines() == [f"Đã xác nhận {CODE}.", f"Đã xác nhận {DOSSIER}/idea_form_new/2."]
    again = season.by("to_chuc", "paper", "verify", "--all-of", DOSSIER)
    assert again.exit_code == 0
    assert "đã được xét hết" in again.stderr


def test_papers_of_an_unknown_holder_are_an_error_and_the_nearest_is_named(season: Province) -> None:
    for words in (("verify", "--all-of", "QNG2024-00001"), ("list", "--holder", "QNG2024-00001")):
        result = season.by("to_chuc", "paper", *words)
        assert result.exit_code == 2
        assert "“QNG2024-00001”" in result.stderr
        assert "QNG2024-0001" in result.stderr
    assert season.by("to_chuc", "paper", "list", "--type", "idea_from").exit_code == 2


def test_verifying_wants_codes_or_a_holder(season: Province) -> None:
    assert season.by("to_chuc", "paper", "verify").exit_code == 2
    assert season.by("to_chuc", "paper", "verify", CODE, "--all-of", DOSSIER).exit_code == 2
    assert season.by("to_chuc", "paper", "verify", CODE).exit_code == 2
    assert season.by("chu_the", "paper", "verify", CODE).exit_code == 3


def test_rejecting_wants_a_reason_and_says_it_in_the_list(season: Province) -> None:
    season.done("chu_the", *FORM, "--file", season.form(), *DAY)
    assert season.by("to_chuc", "paper", "reject", CODE).exit_code == 2
    season.done("to_chuc", "paper", "reject", CODE, "--reason", "Thiếu chữ ký")
    assert "Thiếu chữ ký" in season.done("to_chuc", "paper", "list", "--status", "rejected")
    assert season.by("to_chuc", "paper", "verify", CODE).exit_code == 3


def test_a_paper_that_a_step_relied_on_is_rejected_only_knowingly(season: Province) -> None:
    season.done("xa", "dossier", "fire", DOSSIER, "choose")
    season.done("chu_the", *FORM, "--file", season.form(), *DAY)
    season.done("to_chuc", "paper", "verify", CODE)
    season.done("chu_the", "dossier", "fire", DOSSIER, "submit")
    refused = season.by("to_chuc", "paper", "reject", CODE, "--reason", "Mờ")
    assert refused.exit_code == 3
    assert "--although-relied" in refused.stderr
    season.done("to_chuc", "paper", "reject", CODE, "--reason", "Mờ", "--although-relied")


def test_missing_papers_are_told_in_words_and_written_as_a_workbook(season: Province) -> None:
    season.done("xa", "dossier", "fire", "QNG2024-0001", "choose")
    shown = season.done("xa", "paper", "missing", "--within", COMMUNE)
    for expected in ("QNG2024-0001", "chưa nộp loại nào", "Nộp phiếu đăng ký ý tưởng", "30/04/2024", "hoặc"):
        assert expected in shown
    told = season.told("xa", "paper", "missing", "--xlsx", "thiếu.xlsx")
    assert (told["rows"], told["sheets"][0]["title"]) == (1, "Giấy tờ còn thiếu")
    (row,) = season.told("xa", "paper", "missing")["rows"]
    assert (row["reason"]["code"], row["until"]) == ("paper_missing_any", "2024-04-30")


def test_missing_papers_of_an_unknown_place_are_not_found(season: Province) -> None:
    assert season.by("to_chuc", "paper", "missing", "--within", "99999").exit_code == 2
