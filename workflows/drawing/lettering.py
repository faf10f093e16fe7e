"""How wide a text is in whatever sans-serif font shows it, and where its lines break."""

import unicodedata
from functools import lru_cache

# Advances in thousandths of the letter size: the widest of DejaVu Sans, Noto Sans and Liberation Sans, rounded up.
_REGULAR = {
    280: "'ijl",
    320: " ,.·‘’",
    340: ":;I",
    360: "f",
    380: "-/\\",
    400: "()[]t",
    420: "!r",
    460: '"',
    500: "J`°",
    520: "“”",
    540: "sz",
    560: "*?L_c|§–",
    580: "k",
    600: "vxy•",
    620: "FTaeo",
    640: "$0123456789bdghnpq{}",
    680: "EKPSYu",
    700: "ABVXZ",
    740: "CR",
    760: "HN",
    780: "&DG",
    800: "Q",
    820: "w",
    840: "#+<=>^~×≤≥",
    860: "U",
    920: "MO",
    960: "%",
    980: "m",
    1000: "W—…→",
    1020: "@",
}
_BOLD = {
    320: "'",
    360: " ijl",
    380: ",.·‘’",
    400: ":;I",
    420: "-/\\",
    440: "f",
    460: "!()[]",
    480: "t",
    500: "`r°",
    540: '"',
    560: "*J_|§–",
    600: "csz",
    620: "?",
    640: "L•",
    660: "vxy“”",
    680: "aek",
    700: "$0123456789EFTo",
    720: "Sbdghnpq{}",
    740: "CPYZ",
    760: "u",
    780: "ABKRVX",
    840: "#+<=>DGHN^~×≤≥",
    860: "Q",
    880: "&O",
    900: "U",
    940: "w",
    1000: "@M—…→",
    1020: "%",
    1060: "m",
    1120: "W",
}
_ADVANCES = tuple(
    {letter: width for width, letters in table.items() for letter in letters} for table in (_REGULAR, _BOLD)
)
# The barred letter is one of its own, which no decomposition takes apart.
_STROKED = {chr(0x110): "D", chr(0x111): "d"}
# As wide as a letter of any script can be expected to be: what no table knows must fit too.
_UNKNOWN = 1120


@lru_cache(maxsize=8192)
def width_of(text: str, size: float, bold: bool = False) -> float:
    """The most room that a text needs; a letter with diacritics is as wide as the letter beneath them."""
    table = _ADVANCES[bold]
    letters = (_STROKED.get(letter, letter) for letter in unicodedata.normalize("NFD", text))
    return sum(0 if unicodedata.combining(one) else table.get(one, _UNKNOWN) for one in letters) * size / 1000


def lines_of(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """A text broken into lines that fit the room: between words, and inside one only where it alone is too wide."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if width_of(longer, size, bold) <= room:
            lines[-1:] = [longer]
        else:
            lines += _pieces(word, room, size, bold)
    return tuple(lines)


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in unicodedata.normalize("NFC", word):
        if pieces[-1] and width_of(pieces[-1] + letter, size, bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
