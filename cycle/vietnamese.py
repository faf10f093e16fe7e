"""Vietnamese text: one form to store, a folded form to search, and a key to sort by that needs no collation."""

import re
import unicodedata
from functools import lru_cache

BLANKS = frozenset("\t\n\r")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # pasted from web pages, without meaning in Vietnamese

_SHAPES = {
    "a\u0306": "a}", "a\u0302": "a~", "e\u0302": "e~", "o\u0302": "o}", "o\u031b": "o~", "u\u031b": "u~",
}  # fmt: skip
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng
_MARKED = frozenset("\u0306\u0302\u031b")
_WORDS = re.compile("[0-9]+|[^\\W0-9_\u0300-\u036f][^\\W0-9_]*(?:[\u0300-\u036f]+[^\\W0-9_]*)*")


class ControlCharacter(ValueError):
    """The text holds a character that has no place in a line of text; `character` is its name as U+XXXX."""

    def __init__(self, character: str) -> None:
        self.character = f"U+{ord(character):04X}"
        super().__init__(self.character)


def normal(text: str) -> str:
    """The form in which text is stored: NFC, no blanks around it, single ones inside; raises ControlCharacter."""
    if not text.isprintable():
        text = text.translate(INVISIBLE)
        for character in text:
            if character not in BLANKS and unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
                raise ControlCharacter(character)
    return " ".join(unicodedata.normalize("NFC", text).split())


def alike(text: str) -> str:
    """The form in which two texts are one and the same: NFC, no capitals, nothing invisible, single blanks inside."""
    return " ".join(unicodedata.normalize("NFC", text.translate(INVISIBLE).casefold()).split())


def fold(text: str) -> str:
    """The form to search in: no accents, đ as d, no capitals, single blanks. "dang" is found in "Đặng"."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", bare.replace("đ", "d")).split())


def sort_key(text: str) -> str:
    """An ASCII key whose binary order is that of a Vietnamese dictionary.

    Word by word: first the letters (a ă â b c d đ e ê …), then the tone (ngang huyền hỏi ngã sắc nặng), then the next
    word; numbers by their size, before letters. Capitals, punctuation and where in a word the tone stands do not count.
    """
    return "".join(map(_word_key, _WORDS.findall(unicodedata.normalize("NFC", text.casefold())))).rstrip()


def _word_key(word: str) -> str:
    """Letters, blank, tones, blank: the blank sorts before all else, so that a shorter word comes first."""
    if word[0] in "0123456789":
        return f"{_number_key(word.lstrip('0'))}  "
    letters, tones = zip(*map(_letter_key, word), strict=True)
    return f"{''.join(letters)} {''.join(tones)} "


def _number_key(digits: str) -> str:
    """The digits with their count before them, which alone decides between numbers of different length."""
    nines, rest = divmod(len(digits), 9)
    return f"{'9' * nines}{rest}{digits}"


@lru_cache(maxsize=4096)
def _letter_key(letter: str) -> tuple[str, str]:
    """The letter's place in the alphabet and its tone. `}` and `~` come after z: ă is a}, â is a~, đ is d~."""
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    if unicodedata.combining(base):
        return "", _TONES.get(base, "")
    shape = next((mark for mark in marks if mark in _MARKED), "")
    tones = "".join(_TONES.get(mark, "") for mark in marks)
    if base == "đ":
        return "d~", tones
    if not base.isascii():
        return f"{{{ord(base):06x}", tones
    return _SHAPES.get(base + shape, base), tones
