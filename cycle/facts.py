"""All that guards may look at for one dossier and its family, locked and read at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cycle import statements
from cycle.clock import Clock, day_in
from cycle.database import Transaction
from cycle.history import Snapshot, snapshot_of
from workflows.facts import ChildFact, Facts, Grant, PaperFact, PastAct
from workflows.rules import Programme

Levels = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Surroundings:
    """What a family shares: its producer, product, places and papers."""

    producer_kind: str
    sector: str
    establishments: frozenset[str]
    areas: Levels
    bodies: Levels
    papers: tuple[PaperFact, ...]
    deadlines: Mapping[str, Mapping[str, tuple[int, date]]]


@dataclass(frozen=True)
class Family:
    """Every dossier under one root, the root first, and what surrounds them.

    `now` was read after the locks were held; `today` is its day in the programme's zone.
    """

    members: Mapping[str, Snapshot]
    around: Surroundings
    now: datetime
    today: date

    def children(self, code: str) -> list[Snapshot]:
        """The dossiers that `code` opened, in the order of their opening."""
        return [member for member in self.members.values() if member.parent == code]

    def with_member(self, member: Snapshot) -> "Family":
        """The family after one of its dossiers has moved."""
        return replace(self, members={**self.members, member.code: member})

    def facts(self, code: str, programme: Programme) -> Facts:
        """The facts of one of its dossiers."""
        snapshot, around = self.members[code], self.around
        return Facts(
            dossier=code,
            state=snapshot.state,
            programme=programme,
            producer=snapshot.producer,
            producer_kind=around.producer_kind,
            sector=around.sector,
            areas=around.areas,
            bodies=around.bodies,
            holders={
                "producer": frozenset({snapshot.producer}),
                "product": frozenset({snapshot.product}),
                "establishment": around.establishments,
                "dossier": frozenset(self._line(snapshot)),
            },
            values=snapshot.values,
            papers=around.papers,
            deadlines={name: last_day for name, (_, last_day) in around.deadlines.get(code, {}).items()},
            acts={trigger: _past(*told) for trigger, told in snapshot.acts.items()},
            children=tuple(ChildFact(c.code, c.family, c.state, c.final) for c in self.children(code)),
            last_happened=date.fromisoformat(snapshot.happened),
            opened=date.fromisoformat(snapshot.opened),
        )

    def _line(self, snapshot: Snapshot) -> list[str]:
        codes = [snapshot.code]
        while snapshot.parent is not None:
            snapshot = self.members[snapshot.parent]
            codes.append(snapshot.code)
        return codes


def lock_family(transaction: Transaction, dossier: str, clock: Clock) -> Family | None:
    """The family of a dossier, its rows locked root first, then shared locks on what its guards read.

    The root is locked by a statement of its own: only one that begins after the lock is held sees a dossier that was
    opened while it waited.
    """
    root = transaction.row(statements.ROOT_OF, (dossier,))
    if root is not None:
        transaction.row(statements.LOCK_DOSSIER, root)
    return _family(transaction, dossier, clock, statements.LOCK_FAMILY)


def read_family(transaction: Transaction, dossier: str, clock: Clock) -> Family | None:
    """The family of a dossier as a snapshot sees it; None where there is no such dossier."""
    return _family(transaction, dossier, clock, statements.READ_FAMILY)


def grants_of(transaction: Transaction, account: str, day: str) -> tuple[Grant, ...]:
    """The roles that an account holds on a day; its row is shared so that nothing is withdrawn meanwhile."""
    transaction.row(statements.SHARE_ACCOUNT, (account,))
    found = transaction.rows(statements.GRANTS, (account, day, day))
    return tuple(Grant(role, holder) for role, holder in found)


def programme_row(transaction: Transaction, programme: str) -> tuple[str, str] | None:
    """The organisation and the zone of an opened programme, its row shared."""
    found = transaction.row(statements.SHARE_PROGRAMME, (programme,))
    return (found[0], found[1]) if found else None


def surroundings(
    transaction: Transaction, about: Snapshot, body: str, dossiers: tuple[str, ...], today: date
) -> Surroundings:
    """What surrounds the dossiers of the product of `about`, in a programme run by the organisation `body`."""
    (kind,) = transaction.row(statements.SHARE_PRODUCER, (about.producer,)) or ("",)
    (sector,) = transaction.row(statements.SECTOR, (about.product,)) or ("",)
    establishments = frozenset(code for (code,) in transaction.rows(statements.ESTABLISHMENTS, (about.product,)))
    holders = [("producer", about.producer), ("product", about.product)]
    holders += [("establishment", code) for code in sorted(establishments)] + [("dossier", code) for code in dossiers]
    day = today.isoformat()
    return Surroundings(
        kind,
        sector,
        establishments,
        _areas(transaction, about.product, today),
        _by_level(transaction.rows(statements.BODIES, (body, body, day, day))),
        tuple(paper for holder in holders for paper in papers_of(transaction, *holder)),
        {code: _deadlines(transaction, code) for code in dossiers},
    )


def papers_of(transaction: Transaction, holder_kind: str, holder: str) -> list[PaperFact]:
    """The current papers of one holder."""
    return [_paper(row) for row in transaction.rows(statements.PAPERS, (holder_kind, holder))]


def _family(transaction: Transaction, dossier: str, clock: Clock, members: str) -> Family | None:
    root = transaction.row(statements.ROOT_OF, (dossier,))
    if root is None:
        return None
    snapshots = [snapshot_of(row) for row in transaction.rows(members, root)]
    body, zone = programme_row(transaction, snapshots[0].programme) or ("", "UTC")
    now = clock.now()
    today = day_in(zone, now)
    codes = tuple(snapshot.code for snapshot in snapshots)
    around = surroundings(transaction, snapshots[0], body, codes, today)
    return Family({snapshot.code: snapshot for snapshot in snapshots}, around, now, today)


def _past(actor: str, on_behalf: str | None, day: str) -> PastAct:
    return PastAct(actor, on_behalf, date.fromisoformat(day))


def _areas(transaction: Transaction, product: str, today: date) -> Levels:
    """The product's places by level; one that has ended counts as its successors, however often that happened."""
    waiting = transaction.rows(statements.AREAS, (product,))
    levels: dict[str, str] = {}
    seen: set[str] = set()
    while waiting:
        code, level, valid_to = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        if valid_to is not None and valid_to < today.isoformat():
            waiting += transaction.rows(statements.SUCCEEDING, (code,))
        else:
            levels[code] = level
    return _by_level(list(levels.items()))


def _by_level(rows: list[tuple[Any, ...]]) -> Levels:
    levels: dict[str, set[str]] = defaultdict(set)
    for code, level in rows:
        levels[level].add(code)
    return {level: frozenset(codes) for level, codes in levels.items()}


def _paper(row: tuple[Any, ...]) -> PaperFact:
    code, kind, version, holder_kind, holder, status, received, issued, expires, count, own = row
    days = [date.fromisoformat(day) if day else None for day in (issued, expires)]
    return PaperFact(
        code, kind, version, holder_kind, holder, status, date.fromisoformat(received), days[0], days[1], count, own
    )


def _deadlines(transaction: Transaction, dossier: str) -> Mapping[str, tuple[int, date]]:
    rows = transaction.rows(statements.OPEN_DEADLINES, (dossier,))
    return {name: (opened, date.fromisoformat(last_day)) for name, opened, last_day in rows}
