"""The ledger of what sweeps have done: each effect once, by its key."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cycle.commands.aside import Key
from cycle.transactions import Transaction

__all__ = ["DONE", "MERGED", "VOID", "Effect", "Key", "keep", "marks_done", "marks_of"]
DONE, MERGED, VOID = "done", "merged", "void"


class Effect(NamedTuple):
    """One row of the ledger, in the order of its columns.

    `at` is when it was due, `done` when a sweep did it. A `merged` one names in `reason` the mark told instead of it,
    a `void` one says there why it no longer applied.
    """

    kind: str
    subject: str
    part: str
    number: int
    mark: str
    at: str
    done: str
    status: str
    reason: str | None = None
    seq: int | None = None


def keep(transaction: Transaction, effects: Sequence[Effect]) -> None:
    """Write effects; one that another worker has written already stays as it is."""
    if not effects:
        return
    if transaction.postgresql:
        transaction.run(_KEEP_ALL, tuple(map(list, zip(*effects, strict=True))))
    else:
        transaction.run_many(_KEEP, effects)


def marks_done(transaction: Transaction, key: Key) -> frozenset[str]:
    """The marks of one deadline, window or paper that are in the ledger."""
    return frozenset(mark for (mark,) in transaction.rows(_MARKS, key))


def marks_of(transaction: Transaction, kinds: Iterable[str], subject: str) -> frozenset[tuple[str, str, str]]:
    """Kind, part and mark of everything that was done about a subject."""
    return frozenset(
        (kind, part, mark)
        for kind in kinds
        for part, mark in transaction.rows(
            "SELECT part, mark FROM effect WHERE kind = ? AND subject = ?", (kind, subject)
        )
    )


_COLUMNS = ", ".join(Effect._fields)
_KEEP = (
    f"INSERT INTO effect ({_COLUMNS}) VALUES ({', '.join('?' * len(Effect._fields))}) "  # noqa: S608 - constant
    "ON CONFLICT DO NOTHING"
)
_NUMBERS = ("number", "seq")
_ARRAYS = ", ".join("?::int[]" if name in _NUMBERS else "?::text[]" for name in Effect._fields)
_KEEP_ALL = f"INSERT INTO effect ({_COLUMNS}) SELECT * FROM unnest({_ARRAYS}) ON CONFLICT DO NOTHING"  # noqa: S608 - constant
_MARKS = "SELECT mark FROM effect WHERE kind = ? AND subject = ? AND part = ? AND number = ?"
