from collections import OrderedDict, namedtuple
from datetime import date
from decimal import Decimal
from enum import IntEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycle.canonical import DEPTH, LARGEST, NotCanonical, canonical, digest

SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
KEYS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(max_size=12)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(KEYS, inner, max_size=5)
    ),
    max_leaves=40,
)


def reference(value: Any) -> str:
    """RFC 8785, written from its text: section 3.2.2 for the values, 3.2.3 for the order of keys."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(SHORT.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(reference, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(f"{reference(key)}:{reference(value[key])}" for key in keys) + "}"


@given(VALUES)
def test_the_text_is_that_of_the_rfc(value: Any) -> None:
    assert canonical(value) == reference(value)


@given(st.dictionaries(KEYS, SCALARS, max_size=6))
def test_the_order_in_which_keys_came_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_vietnamese_is_written_as_it_is() -> None:
    assert canonical({"tên": "Hành tím Lý Sơn", "sao": 4}) == '{"sao":4,"tên":"Hành tím Lý Sơn"}'


def test_a_composed_and_a_decomposed_text_stay_different() -> None:
    assert canonical("Sơn") != canonical("So\u031bn")


class Stars(IntEnum):
    THREE = 3


class Words(str):
    __slots__ = ()


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        (1.0, "$", "float"),
        ({"a": [1, {"b": 0.5}]}, "$['a'][1]['b']", "float"),
        (float("nan"), "$", "float"),
        ([LARGEST + 1], "$[0]", "integer"),
        ([-LARGEST - 1], "$[0]", "integer"),
        (2**70, "$", "integer"),
        ({1: "a"}, "$[1]", "key"),
        ({None: "a"}, "$[None]", "key"),
        ({Words("a"): 1}, "$['a']", "key"),
        ({"😀": 1}, "$['😀']", "key_plane"),
        ({"a": "\ud800"}, "$['a']", "surrogate"),
        ({"\udfff": 1}, "$['\\udfff']", "surrogate"),
        ({"a": date(2024, 4, 30)}, "$['a']", "type"),
        ([Decimal("70.5")], "$[0]", "type"),
        ([UUID(int=1)], "$[0]", "type"),
        ([Stars.THREE], "$[0]", "type"),
        ([Words("a")], "$[0]", "type"),
        ([Point(1, 2)], "$[0]", "type"),
        ({"a": OrderedDict(b=1)}, "$['a']", "type"),
        ([b"a"], "$[0]", "type"),
        ([{1}], "$[0]", "type"),
    ],
)
def test_what_has_no_canonical_text_is_refused_with_its_place(value: Any, path: str, reason: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical(value)
    assert (refusal.value.path, refusal.value.reason) == (path, reason)


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


def test_the_deepest_allowed_value_is_written() -> None:
    assert canonical(nested(DEPTH)) == "[" * (DEPTH + 1) + "]" * (DEPTH + 1)


def test_a_value_nested_too_deep_is_refused() -> None:
    with pytest.raises(NotCanonical, match="depth"):
        canonical(nested(DEPTH + 1))


def test_a_value_that_contains_itself_is_refused() -> None:
    value: dict[str, Any] = {}
    value["self"] = value
    with pytest.raises(NotCanonical, match="depth"):
        canonical(value)


def test_texts_beyond_the_bmp_are_allowed_as_values() -> None:
    assert canonical(["😀"]) == '["😀"]'


def test_the_digest_is_sha256_of_utf8() -> None:
    assert digest("Lý Sơn") == sha256("Lý Sơn".encode()).hexdigest()
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
