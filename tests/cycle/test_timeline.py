"""The picture of a season's year: every number and day is on it, and no text runs into another, however long."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest

from cycle.pictures.columns import MOST, scale_of
from cycle.pictures.timeline import draw_timeline
from cycle.queries.seasons.frame import Day, Due, Frame, Span
from cycle.texts import Texts
from tests.workflows.drawing.pictured import SPACE
from tests.workflows.drawing.test_svg import measured

LONG = "Tổ chức các hoạt động xúc tiến thương mại, quảng bá sản phẩm trong và ngoài tỉnh theo kế hoạch hằng năm"
YEAR = Frame(
    "QNG2024",
    date(2024, 5, 20),
    date(2024, 1, 1),
    date(2024, 12, 31),
    date(2024, 1, 5),
    None,
    (
        Span(LONG, date(2024, 1, 1), date(2024, 12, 31), "open", 226),
        Span("ideas", date(2024, 3, 1), date(2024, 4, 30), "over", 0),
        Span("late", date(2024, 11, 1), date(2024, 11, 30), "waiting", 165),
    ),
    (Day("season_end", date(2024, 12, 31), False, ()), Day(LONG, date(2024, 5, 20), False, ())),
    (
        Due("season", LONG, date(2024, 5, 19), 12345, True),
        Due("season", LONG, date(2024, 5, 21), 54321, False),
        Due("certificate", "expiry", date(2027, 5, 21), 7, False),
    ),
)
YEARS = replace(YEAR, starts=date(2020, 1, 1), ends=date(2025, 12, 31))
MONTH = replace(YEAR, starts=date(2024, 5, 1), ends=date(2024, 5, 31), due=())
EMPTY = replace(YEAR, windows=(), dates=(), due=())
DECADES = replace(YEAR, starts=date(1990, 1, 1), ends=date(2029, 12, 31))
FRAMES = {"year": YEAR, "years": YEARS, "month": MONTH, "decades": DECADES}


def drawn(frame: Frame, language: str = "vi") -> ElementTree.Element:
    return ElementTree.fromstring(draw_timeline(Texts(language), frame))  # noqa: S314 - what we have written ourselves


def shown(frame: Frame, language: str = "vi") -> list[str]:
    return [one.text or "" for one in drawn(frame, language).iter(f"{SPACE}text")]


def boxed(text: ElementTree.Element) -> tuple[float, float, float, float]:
    base, size = float(str(text.get("y"))), float(str(text.get("font-size")))
    left, right = measured(text)
    return left, base - 0.75 * size, right, base + 0.2 * size


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", FRAMES)
def test_no_text_leaves_the_sheet_or_runs_into_another(name: str, language: str) -> None:
    root = drawn(FRAMES[name], language)
    width, height = (float(one) for one in str(root.get("viewBox")).split()[2:])
    texts = [(one.text, boxed(one)) for one in root.iter(f"{SPACE}text")]
    for text, (left, top, right, bottom) in texts:
        assert left > 0, text
        assert top > 0, text
        assert right < width, text
        assert bottom < height, text
    for (one, a), (other, b) in combinations(texts, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


def test_every_count_stands_in_the_month_in_which_its_time_ends() -> None:
    texts = shown(YEAR)
    assert {"12345", "54321", "7", "T1", "T12", "sau đó"} <= set(texts)
    assert "Hôm nay: 20/05/2024" in texts
    assert "66666 hồ sơ, trong đó 12345 đã trễ" in texts
    assert "7 hồ sơ" in texts


def test_late_and_running_are_told_apart_without_colour() -> None:
    root = drawn(YEAR)
    inks = {one.text: one.get("fill") for one in root.iter(f"{SPACE}text") if one.get("text-anchor") == "middle"}
    assert (inks["12345"], inks["54321"]) == ("#ffffff", "#111111")


def test_a_day_outside_the_programme_has_no_line_and_is_still_told() -> None:
    later = replace(YEAR, on=date(2026, 1, 1))
    root = drawn(later)
    assert "Hôm nay: 01/01/2026" in (root.findtext(f"{SPACE}desc") or "")
    assert not [text for text in shown(later) if "01/01/2026" in text]


def test_six_years_are_shown_by_quarters_and_more_by_years() -> None:
    assert {"Quý I", "Quý IV", "2020", "2025"} <= set(shown(YEARS))
    assert "Quý 1" not in shown(DECADES)
    assert {"1990", "2029"} <= set(shown(DECADES))


def test_a_programme_without_anything_is_drawn() -> None:
    assert "2024" in shown(EMPTY)


def test_each_day_has_a_place_of_its_own_in_order() -> None:
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    scale = scale_of(100.0, first, last, last)
    places = [scale.x(first + timedelta(days=n)) for n in range(367)]
    assert places == sorted(set(places))
    assert (places[0], places[-1], len(scale.columns) <= MOST) == (100.0, scale.right, True)
