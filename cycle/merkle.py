"""The tree of RFC 9162, section 2.1: roots, proofs that something is in it, proofs that one tree continues another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY = sha256(b"").digest()

# The leaves from the first position up to, not with, the second.
Span = tuple[int, int]
Rooted = Callable[[Span], bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of 0x00 and the data."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 of 0x01 and its two children."""
    return sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """A tree that grows at its right edge: its size and the roots of its complete subtrees, the largest first.

    Each bit of `size` stands for one peak.
    """

    size: int
    peaks: list[bytes]

    def grow(self, leaf: bytes) -> None:
        """Take the hash of one more leaf; O(log n), O(1) on average."""
        filled = self.size
        while filled & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            filled >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves; that of no leaf is the hash of nothing."""
        if not self.peaks:
            return EMPTY
        *others, root = self.peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves."""
    frontier = Frontier(0, [])
    for leaf in leaves:
        frontier.grow(leaf)
    return frontier.root()


def inclusion_spans(position: int, size: int) -> list[Span]:
    """The subtrees whose roots prove that a leaf is in a tree, from the leaf upwards (section 2.1.3.1).

    With the leaf itself they cover the tree. Raises ValueError where there is no such leaf.
    """
    if not 0 <= position < size:
        raise ValueError(f"a tree of {size} leaves has none at {position}")
    spans: list[Span] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _left(end - first)
        if position < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((first, middle))
            first = middle
    return spans[::-1]


def inclusion_holds(leaf: bytes, position: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof leads from the hash of a leaf to the root (section 2.1.3.2)."""
    try:
        spans = inclusion_spans(position, size)
    except ValueError:
        return False
    if len(spans) != len(proof):
        return False
    for (first, _), beside in zip(spans, proof, strict=True):
        leaf = node_hash(beside, leaf) if first < position else node_hash(leaf, beside)
    return leaf == root


def consistency_spans(before: int, size: int) -> list[Span]:
    """The subtrees whose roots prove that a tree continues the one of its first `before` leaves (section 2.1.4.1).

    Raises ValueError where `before` is not from 1 to `size`.
    """
    if not 0 < before <= size:
        raise ValueError(f"a tree of {size} leaves does not continue one of {before}")
    spans: list[Span] = []
    first, end, whole = 0, size, True
    while before - first != end - first:
        middle = first + _left(end - first)
        if before <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((first, middle))
            first, whole = middle, False
    if not whole:
        spans.append((first, end))
    return spans[::-1]


def consistency_holds(before: int, size: int, roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of the second root continues that of the first (section 2.1.4.2)."""
    if before == size:
        return not proof and roots[0] == roots[1]
    if not 0 < before < size or not proof:
        return False
    path = [*proof] if before & (before - 1) else [roots[0], *proof]
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == roots


def proof_of(spans: Iterable[Span], rooted: Rooted) -> list[bytes]:
    """A proof: the roots of its subtrees, as `rooted` gives them for each, asked in the order of their leaves."""
    asked = [*spans]
    found = {span: rooted(span) for span in sorted(asked)}
    return [found[span] for span in asked]


def _left(size: int) -> int:
    """How many leaves stand under the left child of a tree: the largest power of two below its size."""
    return 1 << (size - 1).bit_length() - 1
