import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.cycle.cli.conftest import Province

PRODUCER = ["4300123456", "Mã số thuế", "Hợp tác xã Nghĩa Thắng", "Hợp tác xã", "21244"]
PRODUCT = ["SP-01", "4300123456", "Tỏi đen", "Thực phẩm", None, None, "21244"]
Fill = Callable[..., str]


@pytest.fixture
def fill(province: Province) -> Fill:
    """The template with rows of producers and products."""

    def filled(producers: Sequence[Sequence[Any]] = (PRODUCER,), products: Sequence[Sequence[Any]] = (PRODUCT,)) -> str:
        (province.folder / "list.xlsx").unlink(missing_ok=True)
        province.done("to_chuc", "import", "template", "list.xlsx")
        book = load_workbook("list.xlsx")
        for title, rows in (("Chủ thể", producers), ("Sản phẩm", products)):
            for row in rows:
                book[title].append(list(row))
        book.save("list.xlsx")
        return "list.xlsx"

    return filled


def products(province: Province) -> int:
    return int(province.told("to_chuc", "product", "list")["total"])


def test_a_filled_workbook_is_tried_imported_and_imported_only_once(province: Province, fill: Fill) -> None:
    file = fill()
    dry = province.by("to_chuc", "import", "products", file, "--dry-run")
    assert dry.exit_code == 0
    assert "Chạy thử: nhập được 2" in dry.stderr
    assert products(province) == 1
    assert province.by("to_chuc", "import", "products", file).exit_code == 0
    assert products(province) == 2
    again = province.told("to_chuc", "import", "products", file)
    assert (again["written"], again["known"]["product"]) == (0, 1)


def test_every_fault_is_told_with_its_sheet_and_cell_and_nothing_is_imported(province: Province, fill: Fill) -> None:
    file = fill(products=[PRODUCT, ["SP-02", "4300123456", None, "Thực phm", None, 99, "21244"]])
    for words in ((), ("--dry-run",)):
        result = province.by("to_chuc", "import", "products", file, *words)
        assert result.exit_code == 1
        places = {line.partition(": ")[0] for line in result.stdout.splitlines()}
        assert {"Sản phẩm!C3", "Sản phẩm!D3", "Sản phẩm!F3"} <= places
    assert products(province) == 1


def test_good_rows_may_be_taken_without_the_bad_ones(province: Province, fill: Fill) -> None:
    file = fill(products=[PRODUCT, ["SP-02", "4300123456", "Tên", "Thực phẩm", None, None, "Chốn nào"]])
    result = province.by("to_chuc", "import", "products", file, "--good-rows")
    assert result.exit_code == 1
    assert "Sản phẩm!G3: " in result.stdout
    assert "Chốn nào" in result.stdout
    assert products(province) == 2


def test_who_may_not_import_is_refused(province: Province, fill: Fill) -> None:
    assert province.by("kiem_tra", "import", "products", fill()).exit_code == 3
    assert products(province) == 1


def test_a_bomb_is_not_unpacked(province: Province, fill: Fill) -> None:
    file = fill()
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(60 * 2**20))
    result = province.by("to_chuc", "import", "products", file)
    assert result.exit_code == 1
    assert "Tệp nén bất thường" in result.stdout


def test_a_sheet_without_a_header_is_told(province: Province) -> None:
    book = Workbook()
    for title in ("Chủ thể", "Cơ sở sản xuất", "Sản phẩm"):
        book.create_sheet(title).append(["x"])
    book.save("bare.xlsx")
    result = province.by("to_chuc", "import", "products", "bare.xlsx")
    assert result.exit_code == 1
    assert "Sản phẩm: Không tìm thấy dòng tiêu đề" in result.stdout


@pytest.mark.parametrize(
    ("content", "told"), [(b"", ""), (b"a,b\n1,2\n", "không phải là sổ Excel"), (b"PK\x03\x04broken", "")]
)
def test_what_is_no_workbook_is_told(province: Province, content: bytes, told: str) -> None:
    Path("list.xlsx").write_bytes(content)
    result = province.by("to_chuc", "import", "products", "list.xlsx")
    assert result.exit_code == 1
    assert told in result.stdout


def test_the_template_never_overwrites_and_a_missing_file_is_not_found(province: Province) -> None:
    province.done("to_chuc", "import", "template", "list.xlsx")
    assert province.by("to_chuc", "import", "template", "list.xlsx").exit_code == 2
    assert province.by("to_chuc", "import", "products", "nowhere.xlsx").exit_code == 2


def test_a_template_is_written_only_to_a_workbook(province: Province) -> None:
    result = province.by("to_chuc", "import", "template", "list.csv")
    assert result.exit_code == 2
    assert "list.xlsx" in result.stderr
    assert not (province.folder / "list.csv").exists()


def test_a_file_that_cannot_be_read_has_no_counts_and_no_good_rows(province: Province) -> None:
    (province.folder / "broken.xlsx").write_bytes(b"no workbook")
    result = province.by("to_chuc", "import", "products", "broken.xlsx")
    assert result.exit_code == 1
    assert "--good-rows" not in result.stderr
    assert "0 mới" not in result.stderr


def test_where_every_good_row_is_known_the_good_rows_are_not_offered(province: Province, fill: Fill) -> None:
    province.done("to_chuc", "import", "products", fill())
    file = fill(products=[PRODUCT, ["SP-02", "4300123456", "Tên", "Thực phẩm", None, None, "Chốn nào"]])
    result = province.by("to_chuc", "import", "products", file)
    assert result.exit_code == 1
    assert "--good-rows" not in result.stderr
    assert "1 lỗi: chưa nhập gì" in result.stderr
