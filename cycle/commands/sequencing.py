"""The sequencer: committed records get their places in the tree over history, and each time a checkpoint is drawn."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cycle.checkpoints import Checkpoint, last_checkpoint, last_frontier, peaks_text
from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.merkle import leaf_hash
from cycle.office import Office

PAGE = 1000
# An old database has all its records waiting: the first passes take so many each, and leave the rest to the next.
MOST = 20_000

HASH = re.compile(r"[0-9a-f]{64}")


class Sequenced(NamedTuple):
    """How many records got their places now, and the newest checkpoint."""

    new: int
    checkpoint: Checkpoint


class _Waiting(NamedTuple):
    stream: str
    seq: int
    hash: Any
    recorded: str


def sequence(office: Office, most: int = MOST, page: int = PAGE) -> Sequenced:
    """Give at most so many waiting records their places, in the order in which they were recorded.

    Any number of workers may do so at once: one at a time holds the lock, and what is committed stays when one is
    killed. Records of one stream keep their order. One whose hash is no hash, or that has a place already although it
    waits, goes on waiting: verification names it. Raises ContentionError where SQLite is locked for too long.
    """
    new = 0
    while True:
        with office.database.reading() as transaction:
            before, waiting = last_checkpoint(transaction), _waiting(transaction, most - new)
        if not waiting:
            return Sequenced(new, before)
        new += _place_all(office, before.size, [waiting[at : at + page] for at in range(0, len(waiting), page)])


def _waiting(transaction: Transaction, most: int) -> list[_Waiting]:
    found = map(_Waiting._make, transaction.rows(_WAITING, (most,)))
    return [one for one in found if isinstance(one.hash, str) and HASH.fullmatch(one.hash)]


def _place_all(office: Office, size: int, pages: Sequence[Sequence[_Waiting]]) -> int:
    """How many got their places; another worker that was quicker ends it: what waits is to be asked anew."""
    placed = 0
    for page in pages:
        with office.database.writing() as transaction:
            transaction.run("INSERT INTO installation (name, value) VALUES ('leaves', '') ON CONFLICT DO NOTHING")
            transaction.lock("SELECT value FROM installation WHERE name = 'leaves' FOR UPDATE")
            if last_checkpoint(transaction).size != size + placed:
                return placed
            _place(transaction, page, instant_text(office.clock.now()))
        placed += len(page)
    return placed


def _place(transaction: Transaction, page: Sequence[_Waiting], now: str) -> None:
    """The next places for some records, and the checkpoint over all until then."""
    made = max(now, last_checkpoint(transaction).made, *(one.recorded for one in page))
    frontier = last_frontier(transaction)
    leaves = []
    for one in page:
        leaves.append((frontier.size, one.stream, one.seq, one.hash))
        frontier.grow(leaf_hash(bytes.fromhex(one.hash)))
    if transaction.postgresql:
        transaction.run(_PLACE_ALL, tuple(map(list, zip(*leaves, strict=True))))
        transaction.run(_DELETE_ALL, ([one.stream for one in page], [one.seq for one in page]))
    else:
        transaction.run_many("INSERT INTO leaf (position, stream, seq, hash) VALUES (?, ?, ?, ?)", leaves)
        transaction.run_many(_DELETE, [(one.stream, one.seq) for one in page])
    drawn = (frontier.size, frontier.root().hex(), peaks_text(frontier), made)
    transaction.write("INSERT INTO checkpoint (size, root, peaks, made) VALUES (?, ?, ?, ?)", drawn)


_WAITING = (
    "SELECT o.stream, o.seq, r.hash, o.recorded FROM outbox o JOIN record r ON r.stream = o.stream AND r.seq = o.seq "
    "WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.stream = o.stream AND l.seq = o.seq) "
    "ORDER BY o.recorded, o.stream, o.seq LIMIT ?"
)
_PLACE_ALL = (
    "INSERT INTO leaf (position, stream, seq, hash) SELECT * FROM unnest(?::int[], ?::text[], ?::int[], ?::text[])"
)
_DELETE = "DELETE FROM outbox WHERE stream = ? AND seq = ?"
_DELETE_ALL = (
    "DELETE FROM outbox o USING unnest(?::text[], ?::int[]) AS u(stream, seq) "
    "WHERE o.stream = u.stream AND o.seq = u.seq"
)
