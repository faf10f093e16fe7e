"""SVG by our own hand: elements, numbers written one way, text, and the frame of a picture that anybody can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
FONTS = "'Noto Sans', 'Segoe UI', Arial, 'DejaVu Sans', sans-serif"
# Each of these is read on each light ground with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), in grey too.
BLACK, DARK, ACCENT, WHITE, PALE, SHADE = "#111111", "#444444", "#0b4f8a", "#ffffff", "#f1f3f5", "#e2e8ee"
INKS, GROUNDS = (BLACK, DARK, ACCENT), (WHITE, PALE, SHADE)

Element = ElementTree.Element


# What a printer leaves free at every edge, in millimetres.
MARGIN = 10


@dataclass(frozen=True)
class Print:
    """The size of a picture on paper, and the sheet that it is to be printed on, both in millimetres."""

    picture: tuple[float, float]
    sheet: tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A picture of a size in its own units, and on paper. `told` is what a screen reader says."""

    size: tuple[float, float]
    print: Print
    language: str
    title: str
    told: str


def sheet_of(sheet: Sheet) -> Element:
    """The root of a picture: white ground, title and description, no script and nothing from elsewhere."""
    (width, height), (wide, tall) = sheet.size, sheet.print.picture
    attributes = {
        "xmlns": SVG,
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "width": f"{number(wide)}mm",
        "height": f"{number(tall)}mm",
        "role": "img",
        "aria-labelledby": "ocop-title ocop-told",
        "lang": sheet.language,
        "xml:lang": sheet.language,
        "font-family": FONTS,
        "fill": BLACK,
    }
    root = Element("svg", attributes)
    add(root, "title", {"id": "ocop-title"}).text = clean(sheet.title)
    add(root, "desc", {"id": "ocop-told"}).text = clean(sheet.told)
    # Without it a browser prints upright on its usual paper, and cuts off what is wider.
    page = " ".join(f"{number(side)}mm" for side in sheet.print.sheet)
    add(root, "style", {}).text = f"@page {{ size: {page}; margin: {MARGIN}mm }}"
    add(root, "rect", {"width": width, "height": height, "fill": WHITE})
    return root


def add(parent: Element, tag: str, attributes: Mapping[str, str | float]) -> Element:
    """A new element in a parent; numbers are rounded to a tenth, as no eye sees more."""
    shown = {name: value if isinstance(value, str) else number(value) for name, value in attributes.items()}
    return ElementTree.SubElement(parent, tag, shown)


def write(parent: Element, at: tuple[float, float], text: str, size: float, **attributes: str) -> Element:
    """A line of text whose letters stand on `at`."""
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    element = add(parent, "text", {"x": at[0], "y": at[1], "font-size": size, **given})
    element.text = clean(text)
    return element


def listed(parent: Element, label: str) -> Element:
    """A list that a screen reader names."""
    return add(parent, "g", {"role": "list", "aria-label": clean(label)})


def item(parent: Element, told: str, **attributes: str) -> Element:
    """One thing of a list, with what it says to a screen reader and under the pointer."""
    given = {f"data-{name}": clean(value) for name, value in attributes.items()}
    group = add(parent, "g", {"role": "listitem", **given})
    add(group, "title", {}).text = clean(told)
    return group


def path(points: Sequence[tuple[float, float]], radius: float = 0.0) -> str:
    """A line through points, its corners rounded."""
    steps = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, stop = _towards(corner, before, radius), _towards(corner, after, radius)
        bend = " ".join(number(one) for one in (*corner, *stop))
        steps.append(f"L{number(start[0])} {number(start[1])}Q{bend}")
    steps.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(steps)


def _towards(point: tuple[float, float], other: tuple[float, float], length: float) -> tuple[float, float]:
    across, down = other[0] - point[0], other[1] - point[1]
    reach = abs(across) + abs(down)
    part = min(length, reach / 2) / reach if reach else 0.0
    return point[0] + across * part, point[1] + down * part


def number(value: float) -> str:
    """A number as short as it can be written."""
    # Adding nought turns a negative nought into a plain one.
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def clean(text: str) -> str:
    """A text without what XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def text_of(root: Element) -> str:
    """The picture as a file of its own; the same picture is always the same text."""
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
