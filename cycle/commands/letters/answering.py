"""Answering a letter on its page: whoever has the link confirms, under a name that nobody has checked."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from cycle.answers import refused_all
from cycle.clock import day_in
from cycle.commands.letters.asked import ACKNOWLEDGED, SEALED
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.commands.spelling import clean_text, spelling_faults
from cycle.history import Act
from cycle.office import Office
from workflows.verdict import Reason, Refusal

SYSTEM, PAGE = "system", "page"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Answered:
    """The letter was answered; `repeated`: it had been before, and nothing was changed."""

    letter: str
    repeated: bool


def answer_letter(office: Office, token: str, name: str) -> Answered | Refusal | None:
    """Record that a letter was received, by whoever holds its token and under the name they typed.

    The first answer counts, every later one changes nothing. None where the token opens no letter.
    """
    if not _TOKEN.fullmatch(token):
        return None
    reasons = name_faults(name)
    # Anybody may ask: what there is nothing to record of never waits for those who write.
    with office.database.reading() as transaction:
        found = transaction.row(_OPENED, (token,))
    if found is None or found[-1] == ACKNOWLEDGED or reasons:
        return _unrecorded(found, reasons)
    code, recipient, zone, _ = found
    with office.database.writing() as transaction:
        lock_mailboxes(transaction, [recipient])
        (status,) = transaction.row(_STATUS, (code,)) or (None,)
        if status == ACKNOWLEDGED:
            return Answered(code, repeated=True)
        now = office.clock.now()
        payload = {"event": ACKNOWLEDGED, "letter": code, "how": PAGE, "authenticated": False}
        told = Told(recipient, day_in(zone, now), payload, {"name": clean_text(name) or ""})
        record_letter(transaction, Act(SYSTEM, now), told)
        transaction.write(_ANSWERED, (code, SEALED))
        return Answered(code, repeated=False)


def _unrecorded(found: tuple[Any, ...] | None, reasons: list[Reason]) -> Answered | Refusal | None:
    """What is said where nothing is to be recorded: no such letter, one that was answered before, or no name."""
    if found is None:
        return None
    return Answered(found[0], repeated=True) if found[-1] == ACKNOWLEDGED else refused_all(reasons)


def name_faults(name: str) -> list[Reason]:
    """The reason why a typed name cannot be recorded: empty, too long, or with characters that cannot be seen."""
    typed = name.strip()
    control = next((one for one in typed if unicodedata.category(one) in _UNSEEN), None)
    if control is not None:
        return [Reason("answer_name_unreadable", {"character": f"U+{ord(control):04X}"})]
    for fault in spelling_faults({"name": typed}):
        if fault.code == "text_empty":
            return [Reason("answer_name_empty")]
        return [Reason("answer_name_unreadable", {"character": fault.params["character"]})]
    length = len(clean_text(typed) or "")
    return [Reason("answer_name_long", {"length": length, "longest": LONGEST_NAME})] if length > LONGEST_NAME else []


# What a token looks like; any other opens nothing.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_OPENED = (
    "SELECT l.code, l.recipient, p.zone, l.status FROM letter l JOIN programme p ON p.code = l.programme "
    "WHERE l.token = ? AND l.content IS NOT NULL"
)
_STATUS = "SELECT status FROM letter WHERE code = ? FOR UPDATE"
_ANSWERED = "UPDATE letter SET status = 'acknowledged' WHERE code = ? AND status = ?"
