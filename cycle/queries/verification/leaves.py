"""The tree over history in one pass: places without gaps, every checkpoint's root and peaks anew, what letters told."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from cycle.checkpoints import peaks_text
from cycle.clock import instant_text, read_instant
from cycle.database import Transaction
from cycle.merkle import Frontier, leaf_hash
from cycle.queries.verification.faults import Findings

HASH = re.compile(r"[0-9a-f]{64}")
WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
UNREADABLE = bytes(32)

# What records tell of the tree: a size and a root, and the first record that tells them.
Told = dict[tuple[int, str], str]


def check_leaves(transaction: Transaction, told: Told, findings: Findings) -> int:
    """Every gap, every checkpoint that is not of its leaves, every root told that never was; how many leaves there are.

    Of checkpoints one after the other that are wrong only the first is named: all that follow a changed leaf are.
    """
    tree = _Tree(transaction.stream(_CHECKPOINTS), told, findings)
    tree.look()
    for position, own in transaction.stream(_LEAVES):
        tree.take(position, own)
        tree.look()
    tree.finish()
    return tree.frontier.size


def check_cursor(transaction: Transaction, placed: int, findings: Findings) -> None:
    """How far letters have been planned is a place in the tree; the row that is only there to be locked is empty."""
    for name, value in transaction.rows("SELECT name, value FROM installation WHERE name IN ('leaves', 'told')"):
        known = value == "" if name == "leaves" else isinstance(value, str) and WHOLE.fullmatch(value)
        if not known or (name == "told" and int(value) > placed):
            told = "" if name == "leaves" else placed
            findings.add("row_changed", f"installation {name}", column="value", told=told, stored=value)


class _Tree:
    def __init__(self, drawn: Iterator[tuple[Any, ...]], told: Told, findings: Findings) -> None:
        self.frontier = Frontier(0, [])
        self._findings, self._drawn, self._next = findings, drawn, next(drawn, None)
        self._size, self._made, self._right = 0, "", True
        self._told: dict[Any, list[tuple[str, str]]] = defaultdict(list)
        for (size, root), place in told.items():
            self._told[size].append((root, place))

    def take(self, position: Any, own: Any) -> None:
        """The next leaf. A gap is told once; what follows is taken as if it were not there."""
        if position != self.frontier.size and self._right:
            self._wrong("leaf_gap", f"leaf {position}", wanted=self.frontier.size)
        known = isinstance(own, str) and HASH.fullmatch(own)
        self.frontier.grow(leaf_hash(bytes.fromhex(own) if known else UNREADABLE))

    def look(self) -> None:
        """Compare what was drawn from the tree of this size, and what records tell of it."""
        size = self.frontier.size
        while self._next is not None and not _beyond(self._next[0], size):
            self._compare(*self._next)
            self._next = next(self._drawn, None)
        for root, place in self._told.pop(size, ()):
            if root != self.frontier.root().hex():
                self._findings.add("checkpoint_untrue", place, size=size)

    def finish(self) -> None:
        """What was drawn from more leaves than there are, or told of them; and leaves after the last checkpoint."""
        while self._next is not None:
            self._compare(*self._next)
            self._next = next(self._drawn, None)
        for size, claims in self._told.items():
            for _, place in claims:
                self._findings.add("checkpoint_untrue", place, size=size)
        if self._size != self.frontier.size:
            self._findings.add("leaf_undrawn", f"leaf {self._size}", leaves=self.frontier.size)

    def _compare(self, size: Any, root: Any, peaks: Any, made: Any) -> None:
        place, tree = f"checkpoint {size}", self.frontier
        if (size, root, peaks) == (tree.size, tree.root().hex(), peaks_text(tree)):
            self._right = True
        elif self._right:
            self._wrong("checkpoint_changed", place)
        if not _instant(made) or made < self._made:
            self._findings.add("checkpoint_made", place, made=made, before=self._made)
        else:
            self._made = made
        self._size = size

    def _wrong(self, code: str, place: str, **params: Any) -> None:
        self._right = False
        self._findings.add(code, place, **params)


def _beyond(size: Any, leaves: int) -> bool:
    return isinstance(size, int) and size > leaves


def _instant(made: Any) -> bool:
    try:
        return instant_text(read_instant(made)) == str(made)
    except (TypeError, ValueError):
        return False


_LEAVES = "SELECT position, hash FROM leaf ORDER BY position"
_CHECKPOINTS = "SELECT size, root, peaks, made FROM checkpoint ORDER BY size"
