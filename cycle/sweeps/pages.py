"""Deadlines of which something is due, the oldest first, a page at a time."""

from collections.abc import Collection

from cycle.sweeps.ledger import Effect, Key, keep, marks_done
from cycle.sweeps.owing import DueRow, Owing, owing
from cycle.transactions import Transaction

PAGE = 1000
Place = tuple[str, str, str, int]
FIRST: Place = ("", "", "", 0)


def page_after(transaction: Transaction, now: str, after: Place, size: int = PAGE) -> list[DueRow]:
    """The next deadlines of which something is due at `now`; what another worker holds is passed over."""
    return [_row(one) for one in transaction.rows(_PAGE, (now, after[0], *after, size))]


def one_due(transaction: Transaction, key: Key, now: str) -> DueRow | None:
    """One deadline, locked, if anything of it is still due."""
    found = transaction.row(_ONE, (*key[1:], now))
    return _row(found) if found else None


def owed_by(transaction: Transaction, row: DueRow, now: str) -> Owing:
    """What is due of a deadline and not in the ledger. Raises BadDerivationError."""
    done: Collection[str] = marks_done(transaction, row.key) if row.known else ()
    return owing(row, done, now)


def write_all(transaction: Transaction, done: list[tuple[DueRow, Owing]]) -> list[Effect]:
    """Keep the effects of many deadlines and set the instants of their next marks."""
    effects = [effect for _, owed in done for effect in owed.effects]
    keep(transaction, effects)
    moved = [(owed.next_at, row.dossier, row.name, row.opened) for row, owed in done]
    if transaction.postgresql and moved:
        transaction.run(_MOVE_ALL, tuple(map(list, zip(*moved, strict=True))))
    else:
        transaction.run_many(_MOVE, moved)
    return effects


def _row(found: tuple[object, ...]) -> DueRow:
    row = DueRow._make(found)
    return row if row.known is False else row._replace(known=bool(row.known))


_COLUMNS = (
    "l.next_at, l.dossier, l.name, l.opened_seq, l.status, l.due, l.derivation, "
    "CASE WHEN l.status = 'closed' THEN (SELECT r.recorded FROM record r "
    "WHERE r.stream = 'dossier/' || l.dossier AND r.seq = l.closed_seq) END, "
    "EXISTS (SELECT 1 FROM effect e WHERE e.kind = 'deadline' AND e.subject = l.dossier AND e.part = l.name "
    "AND e.number = l.opened_seq)"
)
_PAGE = (
    f"SELECT {_COLUMNS} FROM deadline l "  # noqa: S608 - constant
    "WHERE l.next_at <= ? AND l.next_at >= ? AND (l.next_at, l.dossier, l.name, l.opened_seq) > (?, ?, ?, ?) "
    "ORDER BY l.next_at, l.dossier, l.name, l.opened_seq LIMIT ? FOR UPDATE OF l SKIP LOCKED"
)
_ONE = (
    f"SELECT {_COLUMNS} FROM deadline l "  # noqa: S608 - constant
    "WHERE l.dossier = ? AND l.name = ? AND l.opened_seq = ? AND l.next_at <= ? FOR UPDATE OF l"
)
_MOVE = "UPDATE deadline SET next_at = ? WHERE dossier = ? AND name = ? AND opened_seq = ?"
_MOVE_ALL = (
    "UPDATE deadline l SET next_at = u.next_at "
    "FROM unnest(?::text[], ?::text[], ?::text[], ?::int[]) AS u(next_at, dossier, name, opened) "
    "WHERE l.dossier = u.dossier AND l.name = u.name AND l.opened_seq = u.opened"
)
