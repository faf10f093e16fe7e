"""How letters stand in the whole office: what waits and since when, what needs somebody's eyes, what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cycle.database import Transaction
from cycle.office import Office

# Gaps are named up to so many.
MOST = 50


class NumberGap(NamedTuple):
    """A recipient and year in which numbers are missing: `found` letters are there, the last number is `last`."""

    recipient: str
    year: int
    found: int
    last: int


@dataclass(frozen=True)
class LetterStanding:
    """Counts of letters, and of deliveries (one for each address and channel) from `claimed` on.

    `queued` have not been sealed; of these `held` wait for an address and `hindered` could not be sealed. `oldest` is
    the instant at which the oldest of them was planned, `next` that from which the first of the others may go; None
    where none waits. `claimed` are under way, `waiting` wait for their next attempt, `waiting_by` by channel,
    `oldest_waiting` since when the oldest was sealed. `handed` were taken by a server, `filed` only written into a
    file. `gaps` must be empty.
    """

    queued: int
    held: int
    hindered: int
    oldest: str | None
    next: str | None
    waiting: int
    waiting_by: Mapping[str, int]
    oldest_waiting: str | None
    claimed: int
    uncertain: int
    failed: int
    bounced: int
    handed: int
    filed: int
    gaps: tuple[NumberGap, ...]

    def stranded(self, channels: Collection[str]) -> Mapping[str, int]:
        """What waits for a channel that is not among those by which letters go, by channel."""
        return {name: count for name, count in self.waiting_by.items() if name not in channels}

    @property
    def troubled(self) -> bool:
        """Whether something needs somebody's eyes."""
        return bool(self.hindered or self.uncertain or self.failed or self.bounced or self.gaps)


def letter_standing(office: Office) -> LetterStanding:
    """How letters stand now."""
    with office.database.reading() as transaction:
        queued, held, hindered, oldest, next_at = transaction.row(_QUEUED) or (0, 0, 0, None, None)
        counts: dict[str, int] = dict(transaction.rows("SELECT status, COUNT(*) FROM delivery GROUP BY status"))
        (since,) = transaction.row(_OLDEST_WAITING) or (None,)
        (filed,) = transaction.row(_FILED) or (0,)
        return LetterStanding(
            queued=queued,
            held=held or 0,
            hindered=hindered or 0,
            oldest=oldest,
            next=next_at,
            waiting=counts.get("queued", 0),
            waiting_by=dict(transaction.rows(_WAITING_BY)),
            oldest_waiting=since,
            claimed=counts.get("claimed", 0) + counts.get("sending", 0),
            uncertain=counts.get("uncertain", 0),
            failed=counts.get("failed", 0),
            bounced=counts.get("bounced", 0),
            handed=counts.get("handed", 0) - filed,
            filed=filed,
            gaps=tuple(number_gaps(transaction)),
        )


def number_gaps(transaction: Transaction) -> list[NumberGap]:
    """Where numbers are missing: there must be none. A number that was given away counts though its letter is gone."""
    return [NumberGap._make(row) for row in transaction.rows(_GAPS, (MOST,))]


_QUEUED = (
    "SELECT COUNT(*), SUM(CASE WHEN reason = 'no_address' THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN reason <> 'no_address' THEN 1 ELSE 0 END), "
    "MIN(created), MIN(CASE WHEN reason IS NULL THEN send_after END) "
    "FROM letter WHERE status = 'queued'"
)
_WAITING_BY = "SELECT channel, COUNT(*) FROM delivery WHERE status = 'queued' GROUP BY channel ORDER BY channel"
_FILED = "SELECT COUNT(*) FROM delivery WHERE status = 'handed' AND channel = 'files'"
_OLDEST_WAITING = "SELECT MIN(l.sealed) FROM delivery d JOIN letter l ON l.code = d.letter WHERE d.status = 'queued'"
_NUMBERED = (
    "SELECT recipient, year, COUNT(*) AS found, MAX(number) AS last FROM letter "
    "WHERE number IS NOT NULL GROUP BY recipient, year"
)
_GAPS = (
    "SELECT n.recipient, n.year, n.found, CASE WHEN m.last > n.last THEN m.last ELSE n.last END "  # noqa: S608 - constant
    f"FROM ({_NUMBERED}) n LEFT JOIN mailbox m ON m.recipient = n.recipient AND m.year = n.year "
    "WHERE n.found <> n.last OR n.last <> COALESCE(m.last, n.last) UNION ALL "
    "SELECT m.recipient, m.year, 0, m.last FROM mailbox m WHERE m.last > 0 AND NOT EXISTS "
    "(SELECT 1 FROM letter l WHERE l.recipient = m.recipient AND l.year = m.year AND l.number IS NOT NULL) "
    "ORDER BY 1, 2 LIMIT ?"
)
