"""The name that a file had where it came from: kept to show, never used as a path."""

from cycle.store.refusal import FileRefused
from cycle.vietnamese import ControlCharacter, normal

LONGEST = 255


def check_name(name: str) -> str:
    """The name in NFC with single blanks; raises FileRefused for path parts, control characters, over 255 bytes."""
    try:
        cleaned = normal(name)
    except ControlCharacter as refusal:
        raise FileRefused("name_control", {"character": refusal.character}) from None
    if not cleaned:
        raise FileRefused("name_empty")
    if "/" in cleaned or "\\" in cleaned or cleaned in {".", ".."}:
        raise FileRefused("name_path", {"name": cleaned[:LONGEST]})
    if len(cleaned.encode()) > LONGEST:
        raise FileRefused("name_too_long", {"bytes": str(len(cleaned.encode())), "max": str(LONGEST)})
    return cleaned
