"""What one deadline owes to the ledger at an instant: which of its marks are done, merged or void, and what is next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from cycle.clock import day_in, read_instant
from cycle.deadlines import EXPIRY, BadDerivationError, marks, next_mark, pause_ends
from cycle.sweeps.ledger import DONE, MERGED, VOID, Effect
from workflows.calendars.calendars import ONE_DAY

KIND = "deadline"
SETTLED = "settled"


class DueRow(NamedTuple):
    """A deadline whose next mark has come. `closed` is the instant at which it was settled; `known`: in the ledger."""

    next_at: str
    dossier: str
    name: str
    opened: int
    status: str
    due: str
    derivation: str
    closed: str | None
    known: bool

    @property
    def place(self) -> tuple[str, str, str, int]:
        """Where it stands in the order of sweeping."""
        return self.next_at, self.dossier, self.name, self.opened

    @property
    def torn(self) -> bool:
        """Whether it was settled between the reading and the locking of the row: by when must be read again."""
        return self.status == "closed" and self.closed is None

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What names it in the ledger and among what was set aside."""
        return KIND, self.dossier, self.name, self.opened


@dataclass(frozen=True)
class Owing:
    """The effects that are due but for the expiry, which stands alone; and the instant of the mark after them."""

    effects: tuple[Effect, ...]
    expiry: Effect | None
    next_at: str | None


def owing(row: DueRow, done: Collection[str], now: str) -> Owing:
    """What is due at or before `now` and not among the marks `done`. Raises BadDerivationError."""
    derivation, every = _read(row)
    if row.status == "paused":
        mark = _pause_over(row, derivation)
        return Owing((_effect(row, mark, row.next_at, now, DONE),) if mark not in done else (), None, None)
    if row.status == "closed":
        return _voided(row, _due(every, done, max(row.closed or row.next_at, row.next_at)), now)
    due = _due(every, done, now)
    expiry = [one for one in due if one[0].startswith(f"{EXPIRY}@")]
    reminders = [one for one in due if one not in expiry]
    told = [_effect(row, *one, now, MERGED, reminders[-1][0]) for one in reminders[:-1]]
    told += [_effect(row, *one, now, DONE) for one in reminders[-1:]]
    rest = next_mark(derivation, row.due, {*done, *(mark for mark, _ in due)})
    return Owing(tuple(told), _effect(row, *expiry[-1], now, DONE) if expiry else None, rest)


def _voided(row: DueRow, due: list[tuple[str, str]], now: str) -> Owing:
    """What no longer applies, since the deadline was settled; one settled while the sweep ran, as of that instant."""
    done = max(now, row.closed or now)
    void = tuple(_effect(row, *one, done, VOID, SETTLED) for one in due if one[1] <= now)
    return Owing(void, None, min((at for _, at in due if at > now), default=None))


def _pause_over(row: DueRow, derivation: Mapping[str, Any]) -> str:
    """The mark of the pause that has lasted as long as it may: `next_at` is the end of its last day."""
    try:
        latest = day_in(derivation["zone"], read_instant(row.next_at)) - ONE_DAY
        return str(pause_ends(derivation, latest.isoformat())["mark"])
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadDerivationError(row.dossier) from wrong


def _read(row: DueRow) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    try:
        derivation = orjson.loads(row.derivation)
        every = marks(derivation, row.due)
        if not all(isinstance(at, str) for at in every.values()):
            raise BadDerivationError(row.dossier)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadDerivationError(row.dossier) from wrong
    return derivation, every


def _due(every: Mapping[str, str], done: Collection[str], limit: str) -> list[tuple[str, str]]:
    """Marks with their instants, the earliest first."""
    found = [(at, mark) for mark, at in every.items() if at <= limit and mark not in done]
    return [(mark, at) for at, mark in sorted(found)]


def _effect(row: DueRow, mark: str, at: str, now: str, status: str, reason: str | None = None) -> Effect:  # noqa: PLR0913 - a row of the ledger
    return Effect(KIND, row.dossier, row.name, row.opened, mark, at, now, status, reason)
