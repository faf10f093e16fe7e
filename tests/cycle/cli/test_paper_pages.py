"""Papers that are some pages of a large file."""

from pathlib import Path

import pytest

from tests.cycle.cli.conftest import Province
from tests.pdf import pdf_of

DOSSIER = "QNG2024-0001"
FORM = ("paper", "add", "dossier", DOSSIER, "idea_form_new", "--file", "big.pdf")
DAY = ("--received", "05/03/2024")


@pytest.fixture
def bundle(season: Province) -> Province:
    season.form(pdf_of(20), "big.pdf")
    return season


def kept(province: Province) -> list[Path]:
    return [file for file in (province.folder / "data" / "files").rglob("*") if file.is_file()]


def codes(province: Province, *words: str) -> list[str]:
    return [reason["code"] for reason in province.told("chu_the", *words)["reasons"]]


def test_pages_of_one_file_are_papers_and_the_file_is_kept_once(bundle: Province) -> None:
    bundle.done("chu_the", *FORM, "--pages", "1-3", *DAY)
    bundle.done("chu_the", *FORM, "--pages", "3–5", *DAY)
    bundle.done("chu_the", *FORM, "--pages", "20", *DAY)
    assert len(kept(bundle)) == 1
    rows = bundle.told("to_chuc", "paper", "list", "--sort", "code")["rows"]
    assert [(row["pages_from"], row["pages_to"]) for row in rows] == [(1, 3), (3, 5), (20, 20)]
    assert len({row["file"] for row in rows}) == 1
    assert len({row["hash"] for row in rows} | {rows[0]["file"]}) == 4
    told = bundle.done("to_chuc", "paper", "list")
    for shown in ("big.pdf, trang 1–3", "big.pdf, trang 3–5", "big.pdf, trang 20"):
        assert shown in told
    assert "big.pdf, trang 1–3" in bundle.done("to_chuc", "dossier", "show", DOSSIER)
    assert bundle.by("to_chuc", "history", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("pages", "code"),
    [("12-21", "pages_beyond"), ("21", "pages_beyond"), ("5-4", "pages_out_of_order"), ("0-3", "pages_out_of_order")],
)
def test_a_range_must_lie_in_the_file(bundle: Province, pages: str, code: str) -> None:
    words = (*FORM, "--pages", pages, *DAY)
    assert bundle.by("chu_the", *words).exit_code == 3
    assert codes(bundle, *words) == [code]
    assert kept(bundle) == []


@pytest.mark.parametrize("pages", ["", "a", "1-", "-1", "1-2-3", "1,3", "1.5", "9999999"])
def test_what_is_no_range_is_wrong_usage(bundle: Province, pages: str) -> None:
    result = bundle.by("chu_the", *FORM, f"--pages={pages}", *DAY)
    assert result.exit_code == 2
    assert "12-18" in result.stderr


def test_a_thing_has_no_pages(bundle: Province) -> None:
    words = ("paper", "add", "dossier", DOSSIER, "samples", "--count", "5", "--place", "kho", "--pages", "1", *DAY)
    assert bundle.by("to_chuc", *words).exit_code == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf_of(3, password="x"), "pdf_protected"),
        (pdf_of(3)[:300], "pdf_damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "pages_of_other"),
    ],
    ids=["protected", "damaged", "a picture"],
)
def test_pages_of_a_file_that_cannot_be_counted_are_refused(season: Province, content: bytes, code: str) -> None:
    season.form(content, "big.pdf")
    assert codes(season, *FORM, "--pages", "1-2", *DAY) == [code]
    assert kept(season) == []


def test_the_same_pages_are_entered_once_for_a_holder_and_type_until_they_are_rejected(bundle: Province) -> None:
    bundle.done("chu_the", *FORM, "--pages", "1-3", *DAY)
    assert codes(bundle, *FORM, "--pages", "1-3", *DAY) == ["paper_pages_known"]
    assert "trang 1–3" not in bundle.by("chu_the", *FORM, "--pages", "1-3", *DAY).stdout
    other = ("paper", "add", "dossier", "QNG2024-0002", "idea_form_new", "--file", "big.pdf", "--pages", "1-3", *DAY)
    bundle.done("chu_the", *other)
    bundle.done("to_chuc", "paper", "reject", f"{DOSSIER}/idea_form_new/1", "--reason", "Sai trang")
    bundle.done("chu_the", *FORM, "--pages", "1-3", *DAY)


def test_a_bundle_may_be_larger_than_one_paper_of_its_type_but_not_without_end(season: Province) -> None:
    season.form(pdf_of(4) + b"\n%" + bytes(25 * 2**20) + pdf_of(4), "big.pdf")
    assert codes(season, *FORM, *DAY) == ["paper_too_large"]
    season.done("chu_the", *FORM, "--pages", "1-2", *DAY)


def test_a_step_relies_on_pages_and_history_tells_which(bundle: Province) -> None:
    bundle.done("xa", "dossier", "fire", DOSSIER, "choose")
    bundle.done("chu_the", *FORM, "--pages", "4-6", *DAY)
    bundle.done("to_chuc", "paper", "verify", f"{DOSSIER}/idea_form_new/1")
    bundle.done("chu_the", "dossier", "fire", DOSSIER, "submit")
    records = bundle.told("to_chuc", "history", "show", f"dossier/{DOSSIER}")
    added = next(one["payload"] for one in records if one["kind"] == "paper")
    relied = next(one["payload"]["papers"] for one in records if one["kind"] == "step" and one["payload"]["papers"])
    assert (added["pages_from"], added["pages_to"]) == (4, 6)
    assert [paper["hash"] for paper in relied] == [added["hash"]] != [added["file"]]
    assert "trang 4–6" in bundle.done("to_chuc", "history", "show", f"dossier/{DOSSIER}")
    assert bundle.by("to_chuc", "history", "verify").exit_code == 0


def test_a_refused_paper_leaves_no_file_behind(season: Province) -> None:
    form = season.form()
    for words in (
        ("paper", "add", "dossier", "QNG2024-0099", "idea_form_new", "--file", form, *DAY),
        ("paper", "add", "dossier", DOSSIER, "idea_form", "--file", form, *DAY),
        ("paper", "add", "dossier", DOSSIER, "idea_form_new", "--file", form, "--received", "06/03/2024"),
    ):
        assert season.by("chu_the", *words).exit_code in {2, 3}
    assert season.by("huyen_khac", *FORM[:5], "--file", form, *DAY).exit_code == 3
    assert kept(season) == []


def test_a_file_and_its_holder_are_judged_together(season: Province) -> None:
    season.form(b"<!DOCTYPE html><html>", "big.pdf")
    words = ("paper", "add", "dossier", "QNG2024-0099", "idea_form_new", "--file", "big.pdf", "--pages", "1", *DAY)
    assert codes(season, *words) == ["holder_unknown", "pages_of_other"]
