import json
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.workflows.drawing.pictured import NAMES, SPACE, WITHDRAWN, items, parsed, picture, subject
from workflows import drawing
from workflows.drawing.arrows import numbered
from workflows.drawing.ink import GROUNDS, INKS, WHITE
from workflows.drawing.lettering import lines_of, width_of
from workflows.naming import Text

LANGUAGES = ("vi", "en")


@lru_cache
def advances() -> dict[str, dict[str, int]]:
    """Advances in thousandths of the letter size, read from the fonts themselves."""
    found: dict[str, dict[str, int]] = json.loads((Path(__file__).parent / "advances.json").read_text(encoding="utf-8"))
    return found


def widest(text: str, size: float, *, bold: bool) -> float:
    fonts = [table for name, table in advances().items() if name.endswith("bold" if bold else "regular")]
    return max(sum(table.get(letter, 0) for letter in text) * size / 1000 for table in fonts)


def measured(element: ElementTree.Element) -> tuple[float, float]:
    """Where a text begins and ends in the widest of the fonts."""
    size, x = float(str(element.get("font-size"))), float(str(element.get("x")))
    width = widest(element.text or "", size, bold=element.get("font-weight") == "bold")
    return (x - width / 2, x + width / 2) if element.get("text-anchor") == "middle" else (x, x + width)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stays_inside_its_box_in_every_font(name: str, language: str) -> None:
    states = items(picture(name, language), "state")
    assert len(states) >= len(subject(name).definition.states)
    for state, group in states.items():
        box = group.find(f"{SPACE}rect")
        assert box is not None
        left, top = float(str(box.get("x"))), float(str(box.get("y")))
        right, bottom = left + float(str(box.get("width"))), top + float(str(box.get("height")))
        for text in group.iter(f"{SPACE}text"):
            assert left < measured(text)[0] < measured(text)[1] < right, (state, text.text)
            assert top < float(str(text.get("y"))) < bottom


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_the_table_runs_into_the_next_column(name: str, language: str) -> None:
    root = picture(name, language)
    width = float(str(root.get("viewBox")).split()[2])
    entries = [text for one in items(root, "transition").values() for text in one.iter(f"{SPACE}text")]
    starts = sorted({measured(text)[0] for text in entries if text.get("text-anchor") != "middle"})
    for text in entries:
        begin, end = measured(text)
        beyond = [start for start in starts if start > begin + 40]
        assert end < min(beyond, default=width), text.text


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_names_every_state_and_every_transition(name: str) -> None:
    root, definition = picture(name), subject(name).definition
    assert set(definition.states) <= set(items(root, "state"))
    table = items(root, "transition")
    for number, transition in numbered(definition).items():
        title = definition.triggers[transition.trigger].vi
        told = " ".join(text.text or "" for text in table[str(number)].iter(f"{SPACE}text"))
        assert title in told
        assert f"<{transition.by[0]}>" in told.replace("> ", ">")


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_is_told_the_whole_picture(name: str) -> None:
    root, definition = picture(name), subject(name).definition
    named = str(root.get("aria-labelledby")).split()
    told = {one.get("id"): one.text or "" for one in root if one.tag in {f"{SPACE}title", f"{SPACE}desc"}}
    assert (root.get("role"), root.get("lang")) == ("img", "vi")
    assert list(told) == named
    assert all(state.title.vi in told[named[1]] for state in definition.states.values())
    assert all(definition.triggers[one.trigger].vi in told[named[1]] for one in definition.transitions)
    assert all(one.find(f"{SPACE}title") is not None for one in root.iter() if one.get("role") == "listitem")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_definition_is_drawn_by_the_same_bytes(name: str) -> None:
    assert drawing.svg(subject(name)) == drawing.svg(subject(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_needs_nothing_from_elsewhere_and_runs_nothing(name: str) -> None:
    text = drawing.svg(subject(name)).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"<script|<image|<foreignObject|href|url\(|https?:|@import| on\w+=", text)


def test_what_means_something_in_xml_is_shown_as_it_is_written() -> None:
    nasty = 'Hồ sơ <b> & "nháy" ]]> \x07'
    plain = subject("certificate")
    states = {name: replace(state, title=Text(nasty, nasty)) for name, state in plain.definition.states.items()}
    titled = replace(plain.definition, title=Text(nasty, nasty), states=states)
    root = parsed(replace(plain, definition=titled))
    shown = " ".join(one.text or "" for one in items(root, "state")["certificate.valid"].iter(f"{SPACE}text"))
    assert '<b> & "nháy" ]]>' in shown


def test_the_way_is_told_by_more_than_colour() -> None:
    root = parsed(subject("season", WITHDRAWN))
    arrows = [one.find(f"{SPACE}path") for one in root.iter(f"{SPACE}g") if one.get("data-from") == "idea.returned"]
    widths = {float(str(one.get("stroke-width"))) for one in arrows if one is not None}
    assert len(widths) == 2
    here = items(root, "state")["closed.withdrawn"]
    assert "[here]" in [text.text for text in here.iter(f"{SPACE}text")]
    returned = " ".join(text.text or "" for text in items(root, "state")["idea.returned"].iter(f"{SPACE}text"))
    assert [returned.index(day) for day in ("22/03/2024", "27/03/2024")] == sorted(
        returned.index(day) for day in ("22/03/2024", "27/03/2024")
    )
    steps = [one for one in root.iter(f"{SPACE}g") if one.get("data-step")]
    assert [one.get("data-step") for one in steps] == ["1", "2", "3", "4", "5", "6"]
    assert [(one.findtext(f"{SPACE}title") or "").split()[1] for one in steps] == [
        f"{step.day}:" for step in WITHDRAWN.steps
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_fits_the_sheet_that_it_asks_a_printer_for(name: str) -> None:
    root = picture(name)
    width, height = (float(str(root.get(side)).removesuffix("mm")) for side in ("width", "height"))
    told = re.search(r"size: (\d+)mm (\d+)mm; margin: (\d+)mm", root.findtext(f"{SPACE}style") or "")
    assert told is not None
    sheet, margin = (int(told[1]), int(told[2])), int(told[3])
    assert width <= sheet[0] - 2 * margin + 0.1
    assert height <= sheet[1] - 2 * margin + 0.1
    assert tuple(sorted(sheet)) in {(210, 297), (297, 420), (420, 594)}


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_in_an_ink_that_reads_on_every_ground(name: str) -> None:
    root = picture(name)
    inks = {one.get("fill", root.get("fill")) for one in root.iter(f"{SPACE}text")}
    assert inks <= {*INKS, WHITE}
    assert all(contrast(ink, ground) >= 4.5 for ink in INKS for ground in GROUNDS)


def test_letters_with_marks_are_as_wide_as_those_beneath() -> None:
    assert width_of("Hồ sơ được đánh giá", 12) == width_of("Ho so duoc danh gia", 12)


def test_no_letter_is_wider_in_any_font_than_the_table_says() -> None:
    for name, table in advances().items():
        for letter, advance in table.items():
            assert advance <= width_of(letter, 1000, name.endswith("bold")), (name, letter)


def test_a_word_too_long_for_its_room_is_broken_and_nothing_is_lost() -> None:
    lines = lines_of("Chuyển-đổi-số-không-có-khoảng-trắng và tiếp", 60, 12)
    assert all(width_of(line, 12) <= 60 for line in lines)
    assert "".join(lines).replace(" ", "") == "Chuyển-đổi-số-không-có-khoảng-trắngvàtiếp"
