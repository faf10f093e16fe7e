"""The picture of the radar: every bar and text is on the sheet, whatever lies before its span, dates in one form."""

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from cycle.pictures.radar import draw_radar
from cycle.queries.certificates.radar_counts import CertificateShown, Month, Radar
from cycle.texts import Texts
from tests.workflows.drawing.pictured import SPACE
from tests.workflows.drawing.test_svg import measured

ON = date(2026, 11, 23)
NAMES = {"A": "Ủy ban nhân dân đặc khu có tên rất dài để xem chữ có nằm gọn hay không", "B": "Ủy ban nhân dân xã Ba Tơ"}
# Twenty certificates that run out early in 2027, five that have run out, one that runs out in 2029.
ENDS = [*[date(2027, 1, 5)] * 20, *[date(2026, 11, 1)] * 5, date(2029, 11, 5)]
SPANS = {"far": (Month(2100, 1), 12), "quarters": (Month(2027, 2), 36), "now": (Month(2026, 11), 12)}


def certificate(last: date, commune: str) -> CertificateShown:
    standing = "over" if last < ON else "missed"
    return CertificateShown("QNG2026-0001.1", "SP001", "Tỏi", "Hợp tác xã", (commune,), last, None, None, standing)


def radar(name: str) -> Radar:
    shown = tuple(certificate(last, "AB"[count % 2]) for count, last in enumerate(ENDS))
    return Radar(ON, None, None, *SPANS[name], None, shown, NAMES, {})


def drawn(name: str, language: str = "vi") -> ElementTree.Element:
    return ElementTree.fromstring(draw_radar(Texts(language), radar(name)))  # noqa: S314 - what we have written


def boxed(text: ElementTree.Element) -> tuple[float, float, float, float]:
    base, size = float(str(text.get("y"))), float(str(text.get("font-size")))
    left, right = measured(text)
    return left, base - 0.75 * size, right, base + 0.2 * size


def bars(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    found = [{name: float(str(one.get(name))) for name in ("x", "y", "width", "height")} for one in rects(root)]
    return [(one["x"], one["y"], one["x"] + one["width"], one["y"] + one["height"]) for one in found]


def rects(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The bars: rectangles in the pattern of a kind, which stand in an item of a list."""
    return [one for item in root.iter(f"{SPACE}g") for one in item.findall(f"{SPACE}rect") if one.get("stroke-width")]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", SPANS)
def test_no_bar_and_no_text_leaves_the_sheet_or_runs_into_another(name: str, language: str) -> None:
    root = drawn(name, language)
    wide = float(str(root.get("viewBox")).split()[2])
    texts, found = [boxed(one) for one in root.iter(f"{SPACE}text")], bars(root)
    assert found
    assert all(left >= 0 and right <= wide for left, _, right, _ in [*texts, *found])
    pairs = combinations([box for box in texts if box[2] > box[0]], 2)
    assert [(one, two) for one, two in pairs if _meet(one, two)] == []
    told = [box for box in texts if box[0] > max(right for _, _, right, _ in found)]
    assert told


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@pytest.mark.parametrize("name", SPANS)
def test_months_and_quarters_are_written_in_one_form(name: str) -> None:
    told = " ".join("".join(one.itertext()) for one in drawn(name).iter())
    assert re.findall(r"(?<![\d/])\d/\d{4}", told) == []
    assert re.findall(r"\bQ\d", told) == []
    assert ("Quý IV/2029" in told) == (name == "quarters")


def test_each_commune_shows_what_lies_before_the_span() -> None:
    described = drawn("far").findtext(f"{SPACE}desc") or ""
    assert "Ủy ban nhân dân xã Ba Tơ, trước 01/2100: 11 hết hạn, 2 đã quá ngày cuối, 11 đã lỡ hạn nộp lại" in described
