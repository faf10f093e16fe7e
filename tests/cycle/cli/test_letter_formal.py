"""Official reminders on paper: drafted from what is overdue, and filed once signed."""

import io
import json
import shutil
import sqlite3
from pathlib import Path

import docx
import pytest

from tests.clocked import clocked_config_in
from tests.conftest import TestClock
from tests.cycle.cli.conftest import Ocop, Province
from tests.scene import MARCH, set_scene

LATE = "2024-03-25"
DOSSIER = "QNG2024-0001"
FILED = ("--programme", "QNG2024", "--number", "123/SNNPTNT-PTNT", "--date", "25/03/2024")


@pytest.fixture(scope="session")
def clocked(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    folder = tmp_path_factory.mktemp("formal")
    config = clocked_config_in(folder / "config")
    shutil.copyfile(sqlite_template, folder / "ocop.db")
    set_scene(f"sqlite:///{folder / 'ocop.db'}", TestClock(MARCH), config).office.database.close()
    return folder


@pytest.fixture
def office(ocop: Ocop, clocked: Path) -> Province:
    """The dossier QNG2024-0001 in screening since the fifth of March 2024, due on the nineteenth."""
    ocop.database.parent.mkdir()
    shutil.copyfile(clocked / "ocop.db", ocop.database)
    shutil.copytree(clocked / "config", ocop.folder / "config")
    province = Province(ocop.folder)
    province.done("to_chuc", "dossier", "open", "QNG2024", "SP001")
    province.done("xa", "dossier", "fire", DOSSIER, "choose")
    words = ("dossier", DOSSIER, "idea_form_new", "--file", province.form(), "--received", "05/03/2024")
    province.done("to_chuc", "paper", "add", *words)
    province.done("to_chuc", "paper", "verify", f"{DOSSIER}/idea_form_new/1")
    province.done("chu_the", "dossier", "fire", DOSSIER, "submit")
    return province


def words(file: Path) -> str:
    document = docx.Document(io.BytesIO(file.read_bytes()))
    told = [paragraph.text for paragraph in document.paragraphs]
    told += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(told)


def test_a_draft_tells_what_an_organisation_has_overdue(office: Province) -> None:
    told = office.done("to_chuc", "letter", "formal", "528", "--output", "don-doc.docx", now=LATE)
    assert "don-doc.docx" in told
    text = words(office.folder / "don-doc.docx")
    assert f"{DOSSIER} – " in text
    assert "19/03/2024 (quá hạn 6 ngày)" in text
    assert "Kính gửi: Ủy ban nhân dân huyện Tư Nghĩa" in text
    assert "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI\nSỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN" in text
    assert "Hệ thống" not in text


def test_a_draft_overwrites_nothing(office: Province) -> None:
    (office.folder / "don-doc.docx").write_text("của tôi")
    refused = office.by("to_chuc", "letter", "formal", "528", "--output", "don-doc.docx", now=LATE)
    assert refused.exit_code == 2
    assert (office.folder / "don-doc.docx").read_text() == "của tôi"


def test_nothing_overdue_needs_no_letter(office: Province) -> None:
    refused = office.by("to_chuc", "letter", "formal", "528", "--output", "don-doc.docx", now="2024-03-06")
    assert refused.exit_code == 3
    assert "không có việc nào quá hạn" in refused.output
    assert not (office.folder / "don-doc.docx").exists()


def test_only_who_manages_letters_drafts_or_files_one(office: Province) -> None:
    office.form(name="cv.pdf")
    assert office.by("xa", "letter", "formal", "528", "--output", "x.docx", now=LATE).exit_code == 3
    assert office.by("xa", "letter", "file-formal", "528", "cv.pdf", *FILED, now=LATE).exit_code == 3


def test_a_signed_letter_is_filed_once(office: Province) -> None:
    office.form(name="cv.pdf")
    tried = office.done("to_chuc", "letter", "file-formal", "528", "cv.pdf", *FILED, "--dry-run", now=LATE)
    assert "123/SNNPTNT-PTNT" in tried
    assert rows(office) == []
    office.done("to_chuc", "letter", "file-formal", "528", "cv.pdf", *FILED, now=LATE)
    assert rows(office) == [("organisation:528", "QNG2024", "123/SNNPTNT-PTNT", "2024-03-25", "cv.pdf")]
    again = office.by("to_chuc", "letter", "file-formal", "524", "cv.pdf", *FILED, now=LATE)
    assert again.exit_code == 3
    assert "đã được ghi nhận" in again.output
    with sqlite3.connect(office.database) as connection:
        ((payload,),) = connection.execute("SELECT payload FROM record WHERE stream = 'letters/organisation:528'")
    assert [one["last_day"] for one in json.loads(payload)["overdue"]] == ["2024-03-19"]
    assert "cv.pdf" not in payload
    verified = office.by("kiem_tra", "history", "verify", now=LATE)
    assert verified.exit_code == 0, verified.output
    assert office.by("kiem_tra", "backup", "copy", now=LATE).exit_code == 0
    assert len(list((office.folder / "copy").rglob("files/*/*"))) == len(list(office.folder.rglob("data/files/*/*")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--date", "26/03/2024"), "chưa đến"),
        (("--programme", "NONE"), "NONE"),
        (("--number", " "), ""),
    ],
)
def test_a_letter_that_cannot_be_is_not_filed(office: Province, change: tuple[str, str], said: str) -> None:
    office.form(name="cv.pdf")
    refused = office.by("to_chuc", "letter", "file-formal", "528", "cv.pdf", *FILED, *change, now=LATE)
    assert refused.exit_code in {2, 3}
    assert said in refused.output
    assert rows(office) == []


def test_a_file_of_another_kind_is_not_filed(office: Province) -> None:
    (office.folder / "cv.pdf").write_bytes(b"MZ\x90 not a letter")
    kept = list((office.folder / "data").glob("files/*/*"))
    refused = office.by("to_chuc", "letter", "file-formal", "528", "cv.pdf", *FILED, now=LATE)
    assert refused.exit_code == 3
    assert rows(office) == []
    assert list((office.folder / "data").glob("files/*/*")) == kept


def test_the_draft_that_nobody_has_signed_is_not_filed(office: Province) -> None:
    office.done("to_chuc", "letter", "formal", "528", "--output", "don-doc.docx", now=LATE)
    refused = office.by("to_chuc", "letter", "file-formal", "528", "don-doc.docx", *FILED, now=LATE)
    assert refused.exit_code == 3
    assert "chỉ nhận" in refused.output
    assert "PDF" in refused.output
    assert rows(office) == []


def rows(office: Province) -> list[tuple[str, ...]]:
    with sqlite3.connect(office.database) as connection:
        statement = "SELECT recipient, programme, number, day, file_name FROM formal_letter"
        return list(connection.execute(statement))
