"""Letters put into the queue: each once by its key, in the database or only in a preview."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.letters.composed import Queued
from cycle.letters.keys import code_of
from cycle.transactions import Transaction

QUEUED = "queued"
DAILY = "daily"


class Planned(NamedTuple):
    """A letter to be queued, with its key."""

    key: str
    queued: Queued


class Queue:
    """Takes letters as one pass plans them. One that only `foresees` writes nothing."""

    def __init__(self, transaction: Transaction, now: datetime, *, foresees: bool = False) -> None:
        self._transaction, self._now, self._foresees = transaction, instant_text(now), foresees
        self._status: dict[str, str | None] = {}
        self._full = set[str]()
        self.letters: dict[str, Planned] = {}
        self.counts: Counter[str] = Counter()

    def letter(self, key: str, named: tuple[str, str, str, str], **more: Any) -> Planned:
        """A letter by its key; `named` are programme, name, kind and recipient.

        `more` tells what it is `about`, the instant `at` which it may go and, if ever, when it is `stale`.
        """
        stale = more.get("stale")
        queued = Queued(
            code_of(key),
            *named,
            about=more["about"],
            created=self._now,
            send_after=instant_text(more["at"]),
            stale_after=instant_text(stale) if stale else None,
            resends=None,
        )
        return Planned(key, queued)

    def taken(self, key: str) -> bool:
        """Whether a letter of this key has gone, or never will: it takes nothing up any more."""
        return self._standing(key) not in (None, QUEUED)

    def put(self, one: Planned) -> str:
        """Queue a letter, unless it is there already; its code. A daily one that is to tell more becomes a full one."""
        standing, queued = self._standing(one.key), one.queued
        if standing is None:
            self._status[one.key], self.letters[one.key] = QUEUED, one
            self.counts[queued.kind] += 1
            if queued.about.get(DAILY) is False:
                self._full.add(one.key)
            if not self._foresees:
                self._transaction.run(_PUT, (one.key, *_columns(queued)))
        elif standing == QUEUED and queued.about.get(DAILY) is False and one.key not in self._full:
            self._widen(one)
        return queued.code

    def _widen(self, one: Planned) -> None:
        self._full.add(one.key)
        known = self.letters.get(one.key)
        if known is not None:
            self.letters[one.key] = one
        if not self._foresees:
            self._transaction.run(_WIDEN, (canonical(one.queued.about), one.key))

    def _standing(self, key: str) -> str | None:
        """How a letter stands, its row locked: nobody seals it before it has taken up what it is to tell."""
        if key not in self._status:
            (self._status[key],) = self._transaction.row(_STANDS, (key,)) or (None,)
        return self._status[key]


def _columns(queued: Queued) -> tuple[Any, ...]:
    return tuple(canonical(value) if name == "about" else value for name, value in queued._asdict().items())


_COLUMNS = ", ".join(Queued._fields)
_STANDS = "SELECT status FROM letter WHERE key = ? FOR UPDATE"
_WIDEN = "UPDATE letter SET about = ? WHERE key = ? AND status = 'queued' AND about LIKE '%\"daily\":true%'"
_PUT = (
    f"INSERT INTO letter (key, {_COLUMNS}, status) "  # noqa: S608 - constant
    f"VALUES (?, {', '.join('?' * len(Queued._fields))}, 'queued') ON CONFLICT DO NOTHING"
)
