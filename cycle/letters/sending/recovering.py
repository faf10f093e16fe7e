"""What workers that died, or slept past their claim, have left: taken up again, or shown as uncertain."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from cycle.clock import day_in, instant_text
from cycle.database import Transaction, patiently
from cycle.history import Act
from cycle.letters.mailboxes import lock_mailboxes, record_letter
from cycle.letters.sending.outcomes import QUEUED, SYSTEM, Keeping, told_of
from cycle.office import Office
from notifications import smtp_results
from notifications.port import UNCERTAIN, Result

PAGE = 200
SENDING = "sending"
# What is known of a letter that was on its way when its worker died.
DIED = Result(UNCERTAIN, smtp_results.DATA, None, smtp_results.DIED)
Row = tuple[str, str, str]


def recover(office: Office, repeatable: AbstractSet[str] = frozenset()) -> Mapping[str, int]:
    """Take up claims that have run out: what was not begun waits again, what was in DATA is uncertain. How many each.

    What was begun by a channel that is `repeatable` waits again too: handed over twice it is as good as once. Whoever
    held them may wake up later: it can then neither send them nor say how they ended.
    """
    counts: Counter[str] = Counter()
    while page := patiently(_of(office, repeatable)):
        counts.update(page)
    return dict(counts)


def _of(office: Office, repeatable: AbstractSet[str]) -> Callable[[], Sequence[str]]:
    return lambda: _page(office, repeatable)


def _page(office: Office, repeatable: AbstractSet[str]) -> list[str]:
    now = office.clock.now()
    with office.database.writing() as transaction:
        found = transaction.rows(_RUN_OUT, (instant_text(now), PAGE))
        if not found:
            return []
        lock_mailboxes(transaction, {recipient for _, _, recipient in found})
        done: list[str] = []
        for letter, channel, recipient in found:
            keeping = Keeping(transaction, channel, now, day_in(office.zone, now), _certain)
            done += _take_up(keeping, letter, recipient, repeats=channel in repeatable)
        # Somebody else was quicker with all of them: nothing is done, and there may be more.
        return done or ["left"]


def _take_up(keeping: Keeping, letter: str, recipient: str, *, repeats: bool) -> list[str]:
    """Take up one letter's addresses; those in DATA become uncertain together, with a record."""
    transaction, at = keeping.transaction, instant_text(keeping.now)
    rows = transaction.rows(_ADDRESSES, (letter, keeping.channel))
    done, uncertain = list[str](), list[tuple[int, str, Result]]()
    for index, (address, status, until) in enumerate(sorted(rows)):
        if status not in ("claimed", SENDING) or until is None or until >= at:
            continue
        key = (letter, keeping.channel, address)
        unknown = status == SENDING and not repeats
        if unknown:
            transaction.write(_UNCERTAIN, (at, DIED.reply, *key))
            uncertain.append((index, UNCERTAIN, DIED))
        else:
            transaction.write(_AGAIN, (at, *key))
        done.append(UNCERTAIN if unknown else QUEUED)
    if uncertain:
        record_letter(transaction, Act(SYSTEM, keeping.now), told_of(letter, recipient, keeping, uncertain))
    return done


def _certain() -> float:
    return 0.5


def lock_uncertain(transaction: Transaction, letter: str, channel: str) -> list[tuple[int, str]]:
    """The addresses of a letter that are uncertain by a channel, each with its place among the sorted ones."""
    rows = transaction.rows(_ADDRESSES, (letter, channel))
    return [(index, address) for index, (address, status, _) in enumerate(sorted(rows)) if status == UNCERTAIN]


_RUN_OUT = (
    "SELECT DISTINCT d.letter, d.channel, l.recipient FROM delivery d JOIN letter l ON l.code = d.letter "
    "WHERE d.status IN ('claimed', 'sending') AND d.leased_until < ? ORDER BY l.recipient, d.letter LIMIT ?"
)
_ADDRESSES = (
    "SELECT address, status, leased_until FROM delivery WHERE letter = ? AND channel = ? ORDER BY address FOR UPDATE"
)
# The end of the claim is kept: it tells when DATA was begun.
_UNCERTAIN = (
    "UPDATE delivery SET status = 'uncertain', fence = fence + 1, attempts = attempts + 1, ended = ?, reply = ?, "
    "code = NULL, next_at = NULL WHERE letter = ? AND channel = ? AND address = ?"
)
_AGAIN = (
    "UPDATE delivery SET status = 'queued', fence = fence + 1, worker = NULL, leased_until = NULL, next_at = ? "
    "WHERE letter = ? AND channel = ? AND address = ?"
)
