"""Tables on a narrow screen: what people copy stays whole, long texts give way."""

import pytest

from cycle.cli.telling import output
from cycle.cli.telling.widths import column_widths

HEADINGS = ("Hồ sơ", "Sản phẩm", "Ngày cuối", "Còn (ngày)", "Vì sao")
ROW = ("QNG2024-0024.1", "Nước mắm cá cơm Sa Huỳnh", "22/07/2024", -12, "Chưa có giấy chứng nhận cơ sở đủ điều kiện")


def drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int) -> list[str]:
    monkeypatch.setattr(output, "_room", lambda: width)
    output.write_table(HEADINGS, [ROW])
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_days_codes_and_numbers_stay_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    lines = drawn(monkeypatch, capsys, width)
    (first,) = [line for line in lines if "QNG2024-0024.1" in line]
    assert "22/07/2024" in first
    assert "-12" in first
    assert max(map(len, lines)) <= width


def test_where_no_table_fits_each_row_is_told_by_names_and_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line.strip() for line in drawn(monkeypatch, capsys, 40)]
    assert "Hồ sơ       QNG2024-0024.1" in lines
    assert "Ngày cuối   22/07/2024" in [" ".join(line.split(" ")) for line in lines]


def test_the_widest_text_gives_way_first() -> None:
    assert column_widths([["một hai ba bốn"], ["a b"]], 12) == [9, 3]
    assert column_widths([["không"], ["22/07/2024"]], 14) is None
