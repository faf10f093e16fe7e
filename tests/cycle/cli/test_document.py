"""Documents on the command line: drafted, filed, listed; a round recognised by one decision and one sheet."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, Province
from tests.evaluating import COMMUNE, OTHER_COMMUNE, bring, scene_26

JUNE = "2026-06-08"
FILED = ("--number", "15/QĐ-UBND", "--date", "08/06/2026", "--signer", "Nguyễn Văn A", "--signer-role", "Chủ tịch")


@pytest.fixture(scope="session")
def concluded(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, str, str]:
    """The file of an office in which SP001 has four stars, its dossier and its round."""
    file = tmp_path_factory.mktemp("concluded") / "ocop.db"
    shutil.copyfile(sqlite_template, file)
    scene = scene_26(f"sqlite:///{file}", TestClock())
    dossier = bring(scene, "SP001", "province.concluded")
    with scene.office.database.reading() as transaction:
        (round_code,) = transaction.row("SELECT round FROM dossier_round WHERE dossier = ?", (dossier,)) or ("",)
    scene.office.database.close()
    return file, dossier, str(round_code)


@pytest.fixture
def office(ocop: Ocop, concluded: tuple[Path, str, str]) -> Province:
    ocop.database.parent.mkdir()
    shutil.copyfile(concluded[0], ocop.database)
    return Province(ocop.folder)


def test_a_round_is_recognised_by_one_decision_and_a_sheet(office: Province, concluded: tuple[Path, str, str]) -> None:
    _, dossier, code = concluded
    told = office.done("to_chuc", "document", "draft", "decision", "--about", code, "--output", "qd.docx", now=JUNE)
    assert "Đã soạn dự thảo quyết định công nhận: qd.docx" in told
    about = ("document", "file", "decision", "--about", code, *FILED, "--file", office.form())
    assert "Sẽ được" in office.done("to_chuc", *about, "--dry-run", now=JUNE)
    assert "QNG2026/decision/1" in office.done("to_chuc", *about, now=JUNE)
    assert office.by("to_chuc", *about, now=JUNE).exit_code == 3
    other = ("document", "file", "decision", "--about", code, "--number", "16/QĐ-UBND", *FILED[2:])
    told = office.done("to_chuc", *other, "--file", office.form(), "--dry-run", now=JUNE)
    assert "Trước đó đã có quyết định công nhận số 15/QĐ-UBND ngày 08/06/2026" in told
    assert "15/QĐ-UBND" in office.done("to_chuc", "document", "list", "--about", code, now=JUNE)
    shown = office.done("to_chuc", "document", "show", "QNG2026/decision/1", now=JUNE)
    assert "Nguyễn Văn A" in shown
    assert office.by("to_chuc", "document", "show", "QNG2026/decision/9", now=JUNE).exit_code == 2
    assert office.by("chu_tich_tinh", "round", "recognise", code, "--template", "so.xlsx", now=JUNE).exit_code == 0
    fill(office.folder / "so.xlsx", "01/2026/OCOP")
    words = ("round", "recognise", code, "--document", "QNG2026/decision/1", "--certificates", "so.xlsx")
    assert "Chưa ghi gì" in office.by("chu_tich_tinh", *words, "--dry-run", now=JUNE).output
    [unpermitted] = office.told("to_chuc", *words, "--dry-run", now=JUNE)["outcomes"]
    assert (unpermitted["dossier"], unpermitted["result"]) == (dossier, "refused")
    done = office.by("chu_tich_tinh", *words, now=JUNE)
    assert done.exit_code == 0, done.output
    assert "1 đã ghi" in done.output
    values = office.told("to_chuc", "dossier", "show", dossier, now=JUNE)
    assert "15/QĐ-UBND" in str(values)
    assert "01/2026/OCOP" in str(values)
    again = office.by("chu_tich_tinh", *words, now=JUNE)
    assert "0 đã ghi" in again.output
    assert office.by("kiem_tra", "history", "verify", now=JUNE).exit_code == 0
    # The scene's other papers name files that nobody keeps.
    office.by("kiem_tra", "backup", "copy", now=JUNE)
    assert len(list((office.folder / "copy").rglob("files/*/*"))) == 1


def fill(file: Path, number: str, issued: str = "08/06/2026") -> None:
    book = load_workbook(file)
    sheet = book["Số giấy chứng nhận"]
    heads = [str(cell.value).strip(" *") for cell in sheet[1]]
    sheet.cell(2, heads.index("Số giấy chứng nhận") + 1, number)
    sheet.cell(2, heads.index("Ngày cấp") + 1, issued)
    book.save(file)


def test_recognition_by_what_is_no_decision_of_the_round_is_refused(
    office: Province, concluded: tuple[Path, str, str]
) -> None:
    code = concluded[2]
    office.done("to_chuc", "document", "file", "submission", "--about", code, *FILED, "--file", office.form(), now=JUNE)
    office.done("to_chuc", "round", "recognise", code, "--template", "so.xlsx", now=JUNE)
    words = ("round", "recognise", code, "--certificates", "so.xlsx", "--document")
    blank = office.by("chu_tich_tinh", *words, "QNG2026/submission/1", now=JUNE)
    assert blank.exit_code == 1
    fill(office.folder / "so.xlsx", "01/2026/OCOP")
    refused = office.by("chu_tich_tinh", *words, "QNG2026/submission/1", now=JUNE)
    assert refused.exit_code == 3
    assert "không phải là quyết định về" in refused.output
    assert office.by("chu_tich_tinh", *words, "QNG2026/decision/7", now=JUNE).exit_code == 2
    assert office.by("chu_tich_tinh", "round", "recognise", code, now=JUNE).exit_code == 2


def test_no_certificate_is_older_than_its_decision_and_a_request_is_of_one_account(
    office: Province, concluded: tuple[Path, str, str]
) -> None:
    code = concluded[2]
    about = ("document", "file", "decision", "--about", code, *FILED, "--file", office.form(), "--request-id", "qd-15")
    office.done("to_chuc", *about, now=JUNE)
    assert "Đã làm từ trước theo cùng yêu cầu" in office.done("to_chuc", *about, now=JUNE)
    office.done("to_chuc", "round", "recognise", code, "--template", "so.xlsx", now=JUNE)
    words = ("round", "recognise", code, "--document", "QNG2026/decision/1", "--certificates", "so.xlsx")
    fill(office.folder / "so.xlsx", "01/2026/OCOP", "07/06/2026")
    early = office.by("chu_tich_tinh", "--json", *words, now=JUNE)
    assert early.exit_code == 3
    assert [one["code"] for one in json.loads(early.output)["reasons"]] == ["certificate_before_decision"]
    fill(office.folder / "so.xlsx", "01/2026/OCOP")
    assert office.by("chu_tich_tinh", *words, "--request-id", "r-1", now=JUNE).exit_code == 0
    other = office.by("to_chuc", "--json", *words, "--request-id", "r-1", now=JUNE)
    assert (other.exit_code, json.loads(other.output)["code"]) == (5, "request_reused")


def test_what_is_never_filed_is_not_asked_to_be(office: Province, concluded: tuple[Path, str, str]) -> None:
    words = ("document", "draft", "score_sheet", "--about", concluded[1], "--output", "phieu.docx")
    told = office.done("to_chuc", *words, now=JUNE)
    assert "Văn bản này không ghi nhận riêng" in told
    assert "ocop document file" not in told


def test_a_draft_overwrites_nothing_and_a_wrong_template_is_told(
    office: Province, concluded: tuple[Path, str, str]
) -> None:
    (office.folder / "qd.docx").write_text("của tôi")
    words = ("document", "draft", "decision", "--about", concluded[2], "--output")
    assert office.by("to_chuc", *words, "qd.docx", now=JUNE).exit_code == 2
    assert (office.folder / "qd.docx").read_text() == "của tôi"
    assert office.by("chu_the", *words, "moi.docx", now=JUNE).exit_code == 3
    (office.folder / "config" / "documents").mkdir(parents=True)
    (office.folder / "config" / "documents" / "quyet-dinh.docx").write_bytes(b"no document")
    refused = office.by("to_chuc", "--config", "config", *words, "moi.docx", now=JUNE)
    assert "quyet-dinh.docx" in refused.output
    assert not (office.folder / "moi.docx").exists()


def test_a_document_of_a_dossier_is_not_of_a_place_where_it_does_not_lie(
    office: Province, concluded: tuple[Path, str, str]
) -> None:
    words = ("document", "draft", "commune_report", "--about", concluded[1], "--output", "m3.docx", "--organisation")
    told = office.told("to_chuc", *words, OTHER_COMMUNE, now=JUNE)
    assert [one["code"] for one in told["reasons"]] == ["document_of_elsewhere"]
    assert not (office.folder / "m3.docx").exists()
    assert office.by("to_chuc", *words, COMMUNE, now=JUNE).exit_code == 0
