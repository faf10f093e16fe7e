"""Names and addresses as people may enter them: nothing in them that cannot be seen."""

from collections.abc import Mapping

from cycle.vietnamese import ControlCharacter, normal
from workflows.verdict import Reason


def spelling_faults(fields: Mapping[str, str | None]) -> list[Reason]:
    """A reason for each text that is empty once cleaned, or holds a control character; None means not given."""
    return [reason for name, text in fields.items() if text is not None for reason in _faults(name, text)]


def _faults(name: str, text: str) -> list[Reason]:
    try:
        return [] if normal(text) else [Reason("text_empty", {"field": name})]
    except ControlCharacter as wrong:
        return [Reason("text_unreadable", {"field": name, "character": wrong.character})]
