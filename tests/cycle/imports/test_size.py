"""A province's whole list at once: twenty thousand rows in a bounded memory."""

import subprocess
import sys
from pathlib import Path

from openpyxl import Workbook, load_workbook

from cycle.sheets import PRODUCTS_BOOK, write_workbook
from tests.conftest import TestClock
from tests.scene import MARCH, set_scene

ROWS = 20_000
MOST_MB = 300
SURVEY = """
import resource, sys
from pathlib import Path
from cycle.commands.permits import Caller
from cycle.imports import survey_products
from tests.workers import office_on

report = survey_products(office_on(sys.argv[1], sys.argv[2]), Caller("to_chuc"), Path(sys.argv[3]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
status = Path("/proc/self/status")
if status.exists():  # there the other figure begins with that of the process that started this one
    peak = int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
print(report.new["product"], len(report.faults), peak)
"""


def test_twenty_thousand_rows_are_surveyed_within_300_megabytes(
    sqlite_url: str, clock: TestClock, tmp_path: Path
) -> None:
    clock.set(MARCH)
    set_scene(sqlite_url, clock).office.database.close()
    path = _long_list(tmp_path / "danh sách dài.xlsx")
    words = [sys.executable, "-c", SURVEY, sqlite_url, MARCH, str(path)]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    assert (int(told[0]), int(told[1])) == (ROWS, 0)
    assert int(told[2]) < MOST_MB


def _long_list(path: Path) -> Path:
    write_workbook(path, PRODUCTS_BOOK)
    book: Workbook = load_workbook(path)
    book["Chủ thể"].append(["4300555001", "Mã số thuế", "HTX Ví dụ", "Hợp tác xã", "21244"])
    for number in range(ROWS):
        row = [f"SP-{number:05d}", "4300555001", f"Hành tím {number}", "Thực phẩm", None, None, "21244"]
        book["Sản phẩm"].append(row)
    book.save(path)
    return path
