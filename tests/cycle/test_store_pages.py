import random
from pathlib import Path

import pytest

from cycle.sheets.words import words
from cycle.store import FileRefused, Limits, Store, inspect, page_count
from tests.pdf import pdf_of, raw_pdf

ANY = Limits(10**6, frozenset({"pdf"}))


def written(folder: Path, content: bytes, name: str = "a.pdf") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        page_count(path)
    assert all(words(language)[refused.value.code] for language in ("vi", "en"))
    return refused.value.code


def counted(path: Path) -> str:
    """The count, or why there is none."""
    try:
        return str(page_count(path))
    except FileRefused as refused:
        return refused.code


@pytest.mark.parametrize("pages", [1, 20, 700])
def test_pages_are_counted(tmp_path: Path, pages: int) -> None:
    assert page_count(written(tmp_path, pdf_of(pages))) == pages


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 form", "pdf_damaged"),
        (b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n", "pdf_damaged"),
        (pdf_of(3)[:200], "pdf_damaged"),
        (pdf_of(0), "pdf_damaged"),
        (pdf_of(3, password="secret"), "pdf_protected"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "pages_of_other"),
        (b"", "pages_of_other"),
    ],
    ids=["no pdf inside", "no catalogue", "cut off", "no page", "with a password", "a picture", "empty"],
)
def test_a_file_whose_pages_cannot_be_counted_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes, code: str
) -> None:
    assert refusal(written(tmp_path, content)) == code
    assert capfd.readouterr() == ("", "")


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
CIRCLE = (CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
DOUBLING = (
    CATALOGUE,
    *(b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (number, number) for number in range(3, 43)),
    b"<</Type/Page/MediaBox[0 0 1 1]>>",
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("objects", [CIRCLE, DOUBLING], ids=["a circle", "a million million pages in 40 objects"])
def test_a_page_tree_without_end_is_refused_in_time(tmp_path: Path, objects: tuple[bytes, ...]) -> None:
    assert refusal(written(tmp_path, raw_pdf(objects))) == "pdf_damaged"


def test_a_file_damaged_anywhere_is_counted_or_refused_and_says_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, chance, told = pdf_of(5), random.Random(7), []
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        told.append(counted(written(tmp_path, bytes(damaged))))
    assert all(one in {"pdf_damaged", "pdf_protected"} or one.isdigit() for one in told)
    assert len(set(told)) > 1
    assert capfd.readouterr() == ("", "")


def test_looking_at_a_file_keeps_nothing(tmp_path: Path) -> None:
    source = written(tmp_path, pdf_of(1))
    store = Store(tmp_path / "files")
    assert inspect(source, 10**6) == store.put(source, ANY)
    (tmp_path / "files" / "x").mkdir()
    assert list(store.kept()) == [inspect(source, 10**6).sha256]


def test_a_file_that_changed_since_it_was_looked_at_is_not_kept(tmp_path: Path) -> None:
    source = written(tmp_path, pdf_of(1, "one"))
    seen = inspect(source, 10**6)
    written(tmp_path, pdf_of(1, "two"))
    store = Store(tmp_path / "files")
    with pytest.raises(FileRefused) as refused:
        store.put_inspected(source, seen)
    assert refused.value.code == "file_changed"
    assert [file for file in (tmp_path / "files").rglob("*") if file.is_file()] == []
