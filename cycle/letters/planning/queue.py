"""Letters put into the queue: each once by its key, in the database or only in a preview."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from cycle.canonical import canonical
from cycle.clock import instant_text
from cycle.letters.composed import Queued
from cycle.letters.planning.keys import code_of
from cycle.queries.paging import parts
from cycle.transactions import Transaction

QUEUED, REMINDER = "queued", "reminder"
# In what a reminder is about: whether it tells only what is due soon; how often a pass has added to it since.
DAILY, JOINED = "daily", "joined"


class Planned(NamedTuple):
    """A letter to be queued, with its key."""

    key: str
    queued: Queued


class Queue:
    """Takes letters as one pass plans them. One that only `foresees` writes nothing."""

    def __init__(self, transaction: Transaction, now: datetime, *, foresees: bool = False) -> None:
        self._transaction, self._now, self._foresees = transaction, instant_text(now), foresees
        self._status: dict[str, str | None] = {}
        self._abouts: dict[str, Mapping[str, Any]] = {}
        self._joined = set[str]()
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
        """Queue a letter, unless it is there already; its code. One that waits takes up what it is to tell more."""
        standing, queued = self._standing(one.key), one.queued
        if standing is None:
            self._enter(one)
            if not self._foresees:
                self._transaction.run(_PUT, (one.key, *_columns(queued)))
        elif standing == QUEUED and queued.kind == REMINDER:
            self._take_up(one)
        return queued.code

    def put_all(self, many: Sequence[Planned]) -> None:
        """Queue full reminders at once, unless they are there already; daily ones that wait become full."""
        self._look_at(one.key for one in many)
        fresh = [one for one in many if self._standing(one.key) is None]
        for one in fresh:
            self._enter(one)
        if not self._foresees:
            self._transaction.run_many(_PUT, [(one.key, *_columns(one.queued)) for one in fresh])
        for one in many:
            if self._standing(one.key) == QUEUED and self._abouts[one.key].get(DAILY):
                self._take_up(one)

    def _enter(self, one: Planned) -> None:
        self._status[one.key], self.letters[one.key] = QUEUED, one
        self._abouts[one.key] = one.queued.about
        self._joined.add(one.key)
        self.counts[one.queued.kind] += 1

    def _look_at(self, keys: Iterable[str]) -> None:
        """Read how many letters stand, as `_standing` does one."""
        for part in parts(key for key in keys if key not in self._status):
            known = {key: row for key, *row in self._transaction.rows(_stand(len(part)), part)}
            for key in part:
                status, about = known.get(key, (None, "{}"))
                self._status[key], self._abouts[key] = status, orjson.loads(about)

    def _take_up(self, one: Planned) -> None:
        """A daily one that is to tell more becomes a full one, and whoever has drafted it already drafts it anew."""
        before = self._abouts[one.key]
        widens = before.get(DAILY) is True and one.queued.about.get(DAILY) is False
        if one.key in self._joined and not widens:
            return
        about = {**before, JOINED: before.get(JOINED, 0) + 1}
        if widens:
            about |= one.queued.about
        self._joined.add(one.key)
        self._abouts[one.key] = about
        if (known := self.letters.get(one.key)) is not None:
            self.letters[one.key] = known._replace(queued=known.queued._replace(about=about))
        if not self._foresees:
            self._transaction.run(_TAKE_UP, (canonical(about), one.key))

    def _standing(self, key: str) -> str | None:
        """How a letter stands, its row locked: nobody seals it before it has taken up what it is to tell."""
        if key not in self._status:
            status, about = self._transaction.row(_STANDS, (key,)) or (None, "{}")
            self._status[key], self._abouts[key] = status, orjson.loads(about)
        return self._status[key]


def _stand(count: int) -> str:
    marks = ", ".join("?" * count)
    return f"SELECT key, status, about FROM letter WHERE key IN ({marks}) ORDER BY key FOR UPDATE"  # noqa: S608 - marks only


def _columns(queued: Queued) -> tuple[Any, ...]:
    return tuple(canonical(value) if name == "about" else value for name, value in queued._asdict().items())


_COLUMNS = ", ".join(Queued._fields)
_STANDS = "SELECT status, about FROM letter WHERE key = ? FOR UPDATE"
_TAKE_UP = "UPDATE letter SET about = ? WHERE key = ? AND status = 'queued'"
_PUT = (
    f"INSERT INTO letter (key, {_COLUMNS}, status) "  # noqa: S608 - constant
    f"VALUES (?, {', '.join('?' * len(Queued._fields))}, 'queued') ON CONFLICT DO NOTHING"
)
