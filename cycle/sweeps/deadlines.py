"""The sweep over deadlines: reminders a page in one transaction, whatever runs out in one of its own."""

from dataclasses import dataclass, field

from cycle import statements
from cycle.commands.aside import blamed, put_aside, take_back
from cycle.commands.expiring import Expiring, HinderedError, expire, foresee_expiry
from cycle.database import ContentionError, patiently
from cycle.facts import lock_family, read_family
from cycle.office import Office
from cycle.sweeps.ledger import VOID, Effect, Key
from cycle.sweeps.owing import DueRow, Owing
from cycle.sweeps.pages import FIRST, Place, one_due, owed_by, page_after, write_all
from cycle.sweeps.result import Aside, Tally
from cycle.transactions import Transaction
from workflows.verdict import Reason


@dataclass(frozen=True)
class Pass:
    """One pass at an instant. `known` are the keys of what earlier ones have set aside."""

    office: Office
    now: str
    tally: Tally
    known: frozenset[Key] = frozenset()


def sweep_deadlines(way: Pass) -> None:
    """Do everything that is due, the oldest first, and no transaction longer than a page of reminders."""
    after: Place | None = FIRST
    while after is not None:
        alone, after = _page(way, after)
        held = [key for key in alone if not _settled(way, key)]
        for key in held:
            if not _settled(way, key):
                way.tally.counts["left"] += 1


def foresee_deadlines(way: Pass, transaction: Transaction) -> None:
    """Tell what `sweep_deadlines` would do, by the same code; nothing is locked or written."""
    after = FIRST
    while rows := page_after(transaction, way.now, after):
        after = rows[-1].place
        for row in rows:
            try:
                owed = owed_by(transaction, row, way.now)
                found = _foreseen(way, transaction, row) if owed.expiry else None
            except Exception as wrong:  # noqa: BLE001 - one that cannot be done must not hide the rest
                way.tally.aside.append(Aside(row.key, blamed(wrong)))
                continue
            way.tally.reminded(owed.effects)
            way.tally.foreseen += [one for one in owed.effects if one.status != VOID]
            if found is not None and owed.expiry is not None:
                way.tally.expired(found)
                way.tally.foreseen.append(owed.expiry)


@dataclass
class _Read:
    """A page as it was read: what can be written at once, and what has to be done alone."""

    ready: list[tuple[DueRow, Owing]] = field(default_factory=list)
    alone: list[Key] = field(default_factory=list)
    last: Place | None = None


def _page(way: Pass, after: Place) -> tuple[list[Key], Place | None]:
    """Do a page's reminders; what of it has to be done alone, and where the next page begins, None after the last."""
    try:
        read, effects = patiently(lambda: _write_page(way, after))
    except ContentionError:
        raise
    except Exception as wrong:  # noqa: BLE001 - the page is done row by row instead
        blamed(wrong)
        with way.office.database.reading() as transaction:
            read, effects = _read_page(transaction, way, after), []
        read.alone = [row.key for row, _ in read.ready] + read.alone
    way.tally.reminded(effects)
    return read.alone, read.last


def _write_page(way: Pass, after: Place) -> tuple[_Read, list[Effect]]:
    with way.office.database.writing() as transaction:
        read = _read_page(transaction, way, after)
        return read, write_all(transaction, read.ready)


def _read_page(transaction: Transaction, way: Pass, after: Place) -> _Read:
    read = _Read()
    for row in page_after(transaction, way.now, after):
        read.last = row.place
        try:
            owed = owed_by(transaction, row, way.now)
        except Exception as wrong:  # noqa: BLE001 - done alone, where it is set aside
            blamed(wrong)
            read.alone.append(row.key)
            continue
        if owed.expiry or row.torn or row.key in way.known:
            read.alone.append(row.key)
        else:
            read.ready.append((row, owed))
    return read


def _settled(way: Pass, key: Key) -> bool:
    """Do what is due of one deadline in a transaction of its own, or set it aside; False where its root is held."""
    try:
        return patiently(lambda: _settle(way, key))
    except ContentionError:
        return False
    except Exception as wrong:  # noqa: BLE001 - one poisoned dossier must not stop the rest
        reason = blamed(wrong)
    put_aside(way.office.database, key, reason, way.now)
    way.tally.aside.append(Aside(key, reason))
    return True


def _settle(way: Pass, key: Key) -> bool:
    with way.office.database.writing() as transaction:
        if transaction.row(_CLAIM, (key[1],)) is None:
            return False
        row = one_due(transaction, key, way.now)
        if row is None:
            return True
        owed = owed_by(transaction, row, way.now)
        found, effects = _expire(way, transaction, row, owed.expiry) if owed.expiry else (None, ())
        write_all(transaction, [(row, Owing((*owed.effects, *effects), None, owed.next_at))])
        if key in way.known:
            take_back(transaction, key)
    way.tally.reminded(owed.effects)
    if found is not None:
        way.tally.expired(found)
    return True


def _expire(way: Pass, transaction: Transaction, row: DueRow, due: Effect) -> tuple[Expiring, tuple[Effect, ...]]:
    family = lock_family(transaction, row.dossier, way.office.clock)
    if family is None:
        raise HinderedError(Reason("dossier_unknown", {"dossier": row.dossier}))
    found, recorded = expire(transaction, way.office, family, row.dossier, (row.name, row.opened))
    return found, (due._replace(seq=recorded.seq),)


def _foreseen(way: Pass, transaction: Transaction, row: DueRow) -> Expiring:
    family = read_family(transaction, row.dossier, way.office.clock)
    if family is None:
        raise HinderedError(Reason("dossier_unknown", {"dossier": row.dossier}))
    return foresee_expiry(transaction, way.office, family, row.dossier, (row.name, row.opened))


# Whoever works on the family holds its root: then it is left for the next turn, so that no sweep waits for people.
_CLAIM = f"{statements.LOCK_ROOT} SKIP LOCKED"
