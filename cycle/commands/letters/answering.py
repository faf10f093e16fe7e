"""Answering a letter on its page: whoever has the link confirms, under a name that nobody has checked."""

import unicodedata
from dataclasses import dataclass

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
    if not (token.isascii() and token.isprintable()):
        return None
    reasons = name_faults(name)
    with office.database.writing() as transaction:
        found = transaction.row(_OPENED, (token,))
        if found is None:
            return None
        code, recipient, zone = found
        lock_mailboxes(transaction, [recipient])
        (status,) = transaction.row(_STATUS, (code,)) or (None,)
        if status == ACKNOWLEDGED:
            return Answered(code, repeated=True)
        if reasons:
            return refused_all(reasons)
        now = office.clock.now()
        payload = {"event": ACKNOWLEDGED, "letter": code, "how": PAGE, "authenticated": False}
        told = Told(recipient, day_in(zone, now), payload, {"name": clean_text(name) or ""})
        record_letter(transaction, Act(SYSTEM, now), told)
        transaction.write(_ANSWERED, (code, SEALED))
        return Answered(code, repeated=False)


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


_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_OPENED = (
    "SELECT l.code, l.recipient, p.zone FROM letter l JOIN programme p ON p.code = l.programme "
    "WHERE l.token = ? AND l.content IS NOT NULL"
)
_STATUS = "SELECT status FROM letter WHERE code = ? FOR UPDATE"
_ANSWERED = "UPDATE letter SET status = 'acknowledged' WHERE code = ? AND status = ?"
