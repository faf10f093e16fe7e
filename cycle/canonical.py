"""The one text of a value (RFC 8785) and its hash: what history stores is exactly what it hashed."""

import hashlib
from typing import Any

import orjson

LARGEST = 2**53 - 1
DEPTH = 64

_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_SUBCLASS
    | orjson.OPT_PASSTHROUGH_DATACLASS
)
_SCALARS = frozenset({str, int, bool, type(None)})
_LISTS = frozenset({list, tuple})
_BEYOND_BMP = bytes(range(0xF0, 0xF5))  # the first byte, in UTF-8, of every character there


class NotCanonical(ValueError):
    """The value has no canonical text. `path` leads to the culprit, `reason` is a stable code:

    float, integer, key, key_plane, surrogate, type or depth.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def canonical(value: Any) -> str:
    """The RFC 8785 text of str, int, bool, None, and lists, tuples and dicts of them; raises NotCanonical."""
    text = _dumped(value)
    if text is None or not _within_bmp(text):
        culprit = _culprit(value, "$", DEPTH)
        if culprit or text is None:
            raise culprit or NotCanonical("$", "type")
    return text.decode()


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _dumped(value: Any) -> bytes | None:
    """None for what has no canonical text, keys beyond the BMP left aside: orjson does not know the order they need."""
    try:
        return orjson.dumps(value, option=_OPTIONS) if _plain(value, DEPTH) else None
    except TypeError:  # lone surrogates, integers past 53 bits and keys that are not text are left to orjson to refuse
        return None


def _within_bmp(text: bytes) -> bool:
    return text.isascii() or len(text.translate(None, _BEYOND_BMP)) == len(text)


def _plain(value: Any, depth: int) -> bool:
    """Whether all values are of allowed types. On the hot path: one look at each, a call only for each container."""
    kind = type(value)
    if kind is dict:
        value = value.values()
    elif kind is not list and kind is not tuple:
        return kind in _SCALARS
    if _SCALARS.issuperset(map(type, value)):
        return True
    for item in value:  # noqa: SIM110  a generator would cost half as much again
        if type(item) not in _SCALARS and not (depth and _plain(item, depth - 1)):
            return False
    return True


def _culprit(value: Any, path: str, depth: int) -> NotCanonical | None:
    """The first thing that is not canonical, found slowly: only refusals come here."""
    if type(value) in _SCALARS or isinstance(value, float):
        reason = _scalar_reason(value)
        return NotCanonical(path, reason) if reason else None
    if type(value) is not dict and type(value) not in _LISTS:
        return NotCanonical(path, "type")
    if depth < 0:
        return NotCanonical(path, "depth")
    pairs = value.items() if type(value) is dict else enumerate(value)
    for key, item in pairs:
        place = f"{path}[{key!r}]"
        reason = _key_reason(key) if type(value) is dict else None
        found = NotCanonical(place, reason) if reason else _culprit(item, place, depth - 1)
        if found:
            return found
    return None


def _scalar_reason(value: Any) -> str | None:
    if isinstance(value, float):
        return "float"
    if type(value) is int and abs(value) > LARGEST:
        return "integer"
    return "surrogate" if type(value) is str and _has_surrogate(value) else None


def _key_reason(key: Any) -> str | None:
    if type(key) is not str:
        return "key"
    if _has_surrogate(key):
        return "surrogate"
    return "key_plane" if any(letter > "\uffff" for letter in key) else None


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
