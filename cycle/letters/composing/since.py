"""What history says of a programme's letters since its last report: each record once, by its place in the tree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from cycle.checkpoints import last_checkpoint
from cycle.letters.composed import Queued
from cycle.transactions import Transaction

HANDED, UNCERTAIN, FILES = "handed", "uncertain", "files"
SIZE = "size"
AT_ONCE = 400


class Span(NamedTuple):
    """Positions in the tree from `first` up to `end`, which is not among them."""

    first: int
    end: int


class Lag(NamedTuple):
    """From the end of one sweep to the next, instants: what came due between them was late."""

    since: str
    until: str


@dataclass(frozen=True)
class Passed:
    """Letters sealed, and what became of addresses, each as the letter's code and its recipient.

    `filed` were only written into files. An address stands once for each record that tells of it.
    """

    sealed: Sequence[tuple[str, str]]
    handed: Sequence[tuple[str, str]]
    filed: Sequence[tuple[str, str]]
    failed: Sequence[tuple[str, str]]


def span_of(transaction: Transaction, queued: Queued) -> Span:
    """From where the recipient's last report ended, or the beginning of history, to the newest checkpoint."""
    row = transaction.row(_LAST, (queued.recipient, queued.programme, queued.name))
    return Span(_size(orjson.loads(row[0])) if row else 0, last_checkpoint(transaction).size)


def read_passed(transaction: Transaction, programme: str, span: Span) -> Passed:
    """What the records of a span say of a programme's letters, in the order of the records."""
    found: dict[str, list[str]] = {"sealed": [], "handed": [], "filed": [], "failed": []}
    for (text,) in transaction.rows(_LETTERS, span):
        told = orjson.loads(text)
        for kind, count in _counts(told):
            found[kind] += [told["letter"]] * count
    owners = _owners(transaction, programme, {code for codes in found.values() for code in codes})
    return Passed(**{kind: [(code, owners[code]) for code in codes if code in owners] for kind, codes in found.items()})


def read_lags(transaction: Transaction, span: Span) -> list[Lag]:
    """The gaps between sweeps that were recorded in a span."""
    told = [orjson.loads(text) for (text,) in transaction.rows(_LAGS, span)]
    return [Lag(one["from"], one["to"]) for one in told]


def _size(report: Mapping[str, Any]) -> int:
    """How far a sealed report counted; one of the first releases as far as the tree it was sealed with."""
    told = next((one[SIZE] for one in report.get("tells", ()) if SIZE in one), None)
    return int(report["checkpoint"]["size"] if told is None else told)


def _counts(told: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """What a record adds to each of the figures."""
    if told["event"] == "sealed":
        yield "sealed", 1
    elif told["event"] == "bounced":
        yield "failed", 1
    elif told["event"] == "resolved" and told["outcome"] == HANDED:
        yield "handed", len(told.get("addresses", (0,)))
    for one in told.get("results", ()):
        if one["outcome"] == HANDED:
            yield "filed" if told["channel"] == FILES else "handed", 1
        elif one["outcome"] != UNCERTAIN:
            yield "failed", 1


def _owners(transaction: Transaction, programme: str, codes: set[str]) -> Mapping[str, str]:
    """The recipients of those letters that are the programme's, by code."""
    found: dict[str, str] = {}
    every = sorted(codes)
    for start in range(0, len(every), AT_ONCE):
        part = every[start : start + AT_ONCE]
        marks = ", ".join("?" * len(part))
        found |= dict(transaction.rows(_OWNERS.format(marks=marks), (programme, *part)))
    return found


_LAST = (
    "SELECT r.payload FROM letter l JOIN record r ON r.stream = 'letters/' || l.recipient AND r.seq = l.seq "
    "WHERE l.recipient = ? AND l.programme = ? AND l.name = ? AND l.sealed IS NOT NULL "
    "ORDER BY l.sealed DESC, l.seq DESC LIMIT 1"
)
_PLACED = (
    "SELECT r.payload FROM leaf f JOIN record r ON r.stream = f.stream AND r.seq = f.seq "
    "WHERE f.position >= ? AND f.position < ? "
)
_LETTERS = f"{_PLACED}AND r.kind = 'letter' ORDER BY f.position"
_LAGS = f"{_PLACED}AND r.kind = 'lag' ORDER BY f.position"
_OWNERS = "SELECT code, recipient FROM letter WHERE programme = ? AND code IN ({marks})"
