import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycle.vietnamese import ControlCharacter, fold, normal, sort_key

ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
TONES = ["\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]  # huyền, hỏi, ngã, sắc, nặng
NAMES = ["An", "Ánh", "Dũng", "Đức", "Oanh", "Ông", "Ơn", "Uyên", "Ưng"]
PRODUCTS = [
    "Bò khô Lý Sơn",
    "Bún tươi",
    "Cá bống sông Trà kho",
    "Dầu phụng",
    "Du lịch cộng đồng Gò Cỏ",
    "Đường phổi",
    "Gốm Sa Huỳnh",
    "Hành tím Lý Sơn",
    "Kẹo gương",
    "Kẹo mạch nha",
    "Mạch nha",
    "Muối Sa Huỳnh",
    "Nước mắm Sa Huỳnh",
    "Quế Trà Bồng",
    "Tỏi đen Lý Sơn",
    "Tỏi Lý Sơn",
]
LETTERS = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẩễớựỹAĂÂĐ ƠƯ019- ")
VIETNAMESE = st.text(LETTERS, max_size=12)


def in_order(*texts: str) -> bool:
    return sorted(texts, key=sort_key) == list(texts) and len(set(map(sort_key, texts))) == len(texts)


def shuffled(texts: list[str]) -> list[str]:
    return texts[1::2] + texts[::2]


def test_the_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert in_order(*ALPHABET)
    assert in_order(*(f"m{letter}n" for letter in ALPHABET))


def test_the_tones_stand_in_their_order_on_every_vowel() -> None:
    for vowel in "aăâeêioôơuưy":
        assert in_order(*(unicodedata.normalize("NFC", f"h{vowel}{mark}n") for mark in ["", *TONES]))


def test_names_of_people_stand_as_in_a_dictionary() -> None:
    assert sorted(shuffled(NAMES), key=sort_key) == NAMES


def test_names_of_products_stand_as_in_a_dictionary() -> None:
    in_dictionary_order = sorted(PRODUCTS, key=sort_key)
    assert in_dictionary_order.index("Đường phổi") == in_dictionary_order.index("Du lịch cộng đồng Gò Cỏ") + 1
    assert in_dictionary_order.index("Tỏi đen Lý Sơn") < in_dictionary_order.index("Tỏi Lý Sơn")
    assert in_dictionary_order.index("Dầu phụng") < in_dictionary_order.index("Du lịch cộng đồng Gò Cỏ")
    assert in_dictionary_order == [
        *PRODUCTS[:2], "Cá bống sông Trà kho", "Dầu phụng", "Du lịch cộng đồng Gò Cỏ", *PRODUCTS[5:],
    ]  # fmt: skip


def test_letters_weigh_more_than_the_tone_of_the_same_word() -> None:
    assert in_order("ban", "bàn", "bản", "bán", "bạn", "bang", "bàng")


def test_the_tone_of_a_word_weighs_more_than_the_next_word() -> None:
    assert in_order("An Phú", "An Vĩnh", "Án Anh", "Anh An")


def test_a_text_comes_before_its_continuation() -> None:
    assert in_order("Sơn", "Sơn Hà", "Sơn Tây", "Sơn Tịnh")


def test_numbers_stand_by_their_size_and_before_letters() -> None:
    assert in_order("Lô 1", "Lô 2", "Lô 10", "Lô 123456789", "Lô 1234567890", f"Lô {10**40}", "Lô a")
    assert in_order("0", "1", "a")
    assert in_order("SP2", "SP10")


def test_leading_zeros_capitals_punctuation_and_the_place_of_the_tone_do_not_count() -> None:
    assert sort_key("Lô 007") == sort_key("lô 7")
    assert sort_key("LÝ-SƠN (đảo)") == sort_key("Lý Sơn đảo")
    assert sort_key("hoà") == sort_key("hòa")
    assert sort_key("thuỷ") == sort_key("thủy")


def test_other_alphabets_come_after_the_latin_one() -> None:
    assert in_order("z", "α", "日")
    assert in_order("aα", "ă")


def test_a_text_without_words_has_an_empty_key() -> None:
    assert sort_key(" - … ") == ""


@given(VIETNAMESE)
def test_the_form_of_the_accents_does_not_change_the_key(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


@given(st.text(max_size=20))
def test_a_key_is_made_of_any_text_and_is_ascii(text: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text) == sort_key(text).strip()


def slow_order(text: str) -> list[tuple[list[int], list[int]]]:
    """The rule as a dictionary states it, word by word: places of the letters, then the tones."""
    words = []
    for word in text.lower().split():
        marks = [mark for letter in word for mark in unicodedata.normalize("NFD", letter) if mark in TONES]
        bare = "".join(mark for mark in unicodedata.normalize("NFD", word) if mark not in TONES)
        letters = [ALPHABET.index(letter) for letter in unicodedata.normalize("NFC", bare)]
        words.append((letters, [TONES.index(mark) for mark in marks]))
    return words


@given(*[st.text(st.sampled_from("aăâbdđeêhinoôơuưàảãáạằẩễớựÁĐ "), max_size=10)] * 2)
def test_the_order_of_keys_is_that_of_the_slow_rule(one: str, other: str) -> None:
    by_rule = (slow_order(one) > slow_order(other)) - (slow_order(one) < slow_order(other))
    by_key = (sort_key(one) > sort_key(other)) - (sort_key(one) < sort_key(other))
    assert by_key == by_rule


def test_sqlite_sorts_the_stored_keys_as_python_does() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table name (text, key)")
    connection.executemany("insert into name values (?, ?)", [(name, sort_key(name)) for name in shuffled(NAMES)])
    assert [name for (name,) in connection.execute("select text from name order by key")] == NAMES
    connection.close()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng  Thị\tÁnh ", "dang thi anh"),
        ("Hành tím Lý Sơn", "hanh tim ly son"),
        (unicodedata.normalize("NFD", "Nước mắm Sa Huỳnh"), "nuoc mam sa huynh"),
        ("QUẾ TRÀ BỒNG", "que tra bong"),
        ("Du lịch cộng đồng Gò Cỏ", "du lich cong dong go co"),
        ("", ""),
    ],
)
def test_folding_leaves_bare_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_what_is_typed_without_accents_is_found(text: str) -> None:
    assert fold(text).isascii()


def test_the_stored_form_is_composed_with_single_blanks() -> None:
    assert normal(unicodedata.normalize("NFD", "  Hợp tác xã\n Sa   Huỳnh\t")) == "Hợp tác xã Sa Huỳnh"
    assert normal("tỏi\u00a0Lý\u3000Sơn") == "tỏi Lý Sơn"


def test_invisible_characters_of_web_pages_are_dropped() -> None:
    assert normal("\ufeffLy\u200b\u0301 Sơn\u00ad") == "Lý Sơn"


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x0b", "\x1f", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\ud800"]
)
def test_control_characters_are_refused_by_name(character: str) -> None:
    with pytest.raises(ControlCharacter) as refusal:
        normal(f"a{character}b")
    assert refusal.value.character == f"U+{ord(character):04X}"


@given(st.text(st.characters(exclude_categories=["C"])))
def test_the_stored_form_is_final(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert unicodedata.is_normalized("NFC", normal(text))
