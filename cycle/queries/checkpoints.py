"""Questions on the tree over history: where it stands, which root it had, and the proof that a record is in it."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from cycle.checkpoints import Checkpoint, last_checkpoint
from cycle.database import Transaction
from cycle.history import HEADER
from cycle.merkle import Span, inclusion_spans, leaf_hash, proof_of, root_of
from cycle.office import Office
from cycle.statements import RECORD_COLUMNS
from workflows.verdict import Reason


class TreeState(NamedTuple):
    """The newest checkpoint, and how many records wait for their places in the tree."""

    size: int
    root: str
    made: str
    waiting: int


class Inclusion(NamedTuple):
    """The proof (RFC 9162, section 2.1.3) that a record is in the history of the newest checkpoint.

    `record` are the fields that its hash was made of; hashes are in hexadecimal.
    """

    record: Mapping[str, Any]
    hash: str
    position: int
    size: int
    root: str
    made: str
    proof: tuple[str, ...]


def find_tree_state(office: Office) -> TreeState:
    """Where the tree stands now."""
    with office.database.reading() as transaction:
        ((waiting,),) = transaction.rows("SELECT COUNT(*) FROM outbox")
        return TreeState(*last_checkpoint(transaction), waiting)


def find_root(office: Office, size: int) -> str | None:
    """The root over the first so many records, from their stored hashes; None where so many have no places yet."""
    with office.database.reading() as transaction:
        if size > last_checkpoint(transaction).size:
            return None
        return root_of(islice(_leaves(transaction), size)).hex()


def prove_inclusion(office: Office, stream: str, seq: int) -> Inclusion | Reason:
    """The proof that a record is in the history of the newest checkpoint; its root is computed, not the stored one."""
    with office.database.reading() as transaction:
        found = transaction.row(_RECORD, (stream, seq))
        checkpoint = last_checkpoint(transaction)
        if found is None:
            return Reason("record_unknown", {"stream": stream, "seq": seq})
        *columns, position = found
        if position is None or position >= checkpoint.size:
            return Reason("record_waits", {"stream": stream, "seq": seq})
        return _proved(transaction, dict(zip(RECORD_COLUMNS.split(", "), columns, strict=True)), position, checkpoint)


def _proved(transaction: Transaction, row: Mapping[str, Any], position: int, checkpoint: Checkpoint) -> Inclusion:
    leaves, size = _Leaves(_leaves(transaction)), checkpoint.size
    proof = proof_of(inclusion_spans(position, size), leaves.rooted)
    told = tuple(one.hex() for one in proof)
    record = {name: row[name] for name in HEADER}
    return Inclusion(record, row["hash"], position, size, checkpoint.root, checkpoint.made, told)


class _Leaves:
    """The hashes of leaves as they come, of which each span asked for lies after the one before."""

    def __init__(self, coming: Iterator[bytes]) -> None:
        self._coming, self._place = coming, 0

    def rooted(self, span: Span) -> bytes:
        first, end = span
        begun, self._place = self._place, end
        return root_of(islice(self._coming, first - begun, end - begun))


def _leaves(transaction: Transaction) -> Iterator[bytes]:
    """The hashes of all leaves in the order of their positions, made of their records' stored hashes."""
    for (own,) in transaction.stream(_HASHES):
        yield leaf_hash(bytes.fromhex(own))


_HASHES = "SELECT r.hash FROM leaf l JOIN record r ON r.stream = l.stream AND r.seq = l.seq ORDER BY l.position"
_RECORD = (
    f"SELECT {', '.join(f'r.{name}' for name in RECORD_COLUMNS.split(', '))}, l.position "  # noqa: S608 - constant
    "FROM record r LEFT JOIN leaf l ON l.stream = r.stream AND l.seq = r.seq WHERE r.stream = ? AND r.seq = ?"
)
