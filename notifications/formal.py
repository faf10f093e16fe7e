"""The draft of an official reminder on paper (văn bản đôn đốc), from a .docx that an office may change."""

from dataclasses import dataclass

from notifications.documents import filled
from notifications.facts import Head, Line


@dataclass(frozen=True)
class Formal:
    """What the draft is about: whose it is and to whom, the body above the sender (may be empty), what is overdue."""

    head: Head
    above: str
    lines: tuple[Line, ...]


def formal_draft(template: bytes, formal: Formal) -> bytes:
    """The draft as a .docx. Number, day, signature and whom it goes to besides are left to the office.

    Placeholders: `above`, `sender`, `recipient`, `programme`, `today`, `secretariat`, `lines`. Raises as `filled` does.
    """
    head = formal.head
    words = {"above": formal.above, "sender": head.sender, "recipient": head.recipient, "programme": head.programme}
    return filled(template, {**words, "today": head.today, "secretariat": head.secretariat, "lines": formal.lines})
