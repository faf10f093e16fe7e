"""What was drawn from the tree over history: how many records were in it, and the root over them."""

from typing import NamedTuple

import orjson

from cycle.database import Transaction
from cycle.merkle import EMPTY, Frontier


class Checkpoint(NamedTuple):
    """The root over the first `size` records, in hexadecimal, and the instant at which it was drawn; '' before any."""

    size: int
    root: str
    made: str


NOTHING = Checkpoint(0, EMPTY.hex(), "")


def last_checkpoint(transaction: Transaction) -> Checkpoint:
    """The newest checkpoint; before the first one that of a history without records."""
    found = transaction.row("SELECT size, root, made FROM checkpoint ORDER BY size DESC LIMIT 1")
    return Checkpoint._make(found) if found else NOTHING


def last_frontier(transaction: Transaction) -> Frontier:
    """The tree of the newest checkpoint, so that it can grow."""
    found = transaction.row("SELECT size, peaks FROM checkpoint ORDER BY size DESC LIMIT 1")
    return Frontier(found[0], [bytes.fromhex(peak) for peak in orjson.loads(found[1])]) if found else Frontier(0, [])


def peaks_text(frontier: Frontier) -> str:
    """The stored form of the peaks of a tree."""
    return orjson.dumps([peak.hex() for peak in frontier.peaks]).decode()
