"""Why a letter waits or is void, as its row keeps it, and when it is looked at again."""

from datetime import datetime, timedelta

import orjson

from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.commands.aside import blamed as blamed_on
from cycle.commands.payloads import reason_payload
from cycle.database import Transaction
from cycle.letters.composed import Queued
from notifications.message import UnsafeTextError
from notifications.templates import TemplateProblemError
from workflows.verdict import Reason

NO_ADDRESS, SETTLED, STALE = "no_address", "settled", "stale"
# After the first failure so long, then twice as long each time, at most half a day.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=12)
A_DAY = timedelta(days=1)


class HinderedError(Exception):
    """A letter cannot be sealed as things stand; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def blamed(wrong: Exception) -> Reason:
    """Why one letter could not be sealed. Raises what is not that letter's own fault again."""
    match wrong:
        case HinderedError():
            return wrong.reason
        case TemplateProblemError():
            told = {"file": wrong.file, "line": wrong.line, "kind": wrong.kind, "detail": wrong.detail}
            return Reason("letter_template", told)
        case UnsafeTextError():
            return Reason("letter_unsafe", {"field": wrong.field, "detail": wrong.reason})
    return blamed_on(wrong)


def put_off(transaction: Transaction, letter: Queued, reason: Reason, now: datetime) -> None:
    """Keep why a letter is not sealed now, and let it wait: the longer, the oftener it has failed."""
    (before,) = transaction.row("SELECT reason FROM letter WHERE code = ?", (letter.code,)) or (None,)
    attempts = _attempts(before) + 1
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    told = canonical({**reason_payload(reason), "attempts": attempts})
    transaction.run(_WAIT, (told, instant_text(now + pause), letter.code))


def without_address(transaction: Transaction, letter: Queued, now: datetime) -> None:
    """Nobody can be written to: it waits for an address, and is looked at again on the next day."""
    transaction.run(_WAIT, (NO_ADDRESS, instant_text(now + A_DAY), letter.code))


def wait_until(transaction: Transaction, letter: Queued, at: datetime) -> None:
    """Letters do not go now: it waits for the hour at which they do."""
    transaction.run("UPDATE letter SET send_after = ? WHERE code = ?", (instant_text(at), letter.code))


def _attempts(reason: str | None) -> int:
    return int(orjson.loads(reason).get("attempts", 0)) if reason and reason.startswith("{") else 0


_WAIT = "UPDATE letter SET reason = ?, send_after = ? WHERE code = ? AND status = 'queued'"
