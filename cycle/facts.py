"""All that guards may look at for one dossier and its family, locked and read at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import orjson

from cycle import bearings, statements
from cycle.clock import Clock, day_in
from cycle.database import Transaction
from cycle.history import Snapshot, snapshot_of
from cycle.parties import Levels, Parties, bodies_of, by_level, parties_of
from cycle.transactions import Query
from workflows.facts import ChildFact, ClockFact, Facts, Grant, LinkFact, PaperFact, PastAct
from workflows.paper_guard import Shelf
from workflows.rules import Programme

Foreseen = Callable[[date], Sequence[Query]]


@dataclass(frozen=True)
class Surroundings:
    """What a family shares: its producer, product, places and papers; and by dossier what each has of its own."""

    producer_kind: str
    sector: str
    establishments: frozenset[str]
    areas: Levels
    bodies: Levels
    papers: tuple[PaperFact, ...]
    deadlines: Mapping[str, Mapping[str, tuple[int, date]]]
    paused: frozenset[tuple[str, str]] = frozenset()
    parties: Mapping[str, Parties] = field(default_factory=dict)
    links: Mapping[str, Mapping[str, LinkFact]] = field(default_factory=dict)
    fixed: Mapping[str, Mapping[str, date]] = field(default_factory=dict)


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

    def named(self, code: str) -> frozenset[str]:
        """The organisations that stand for those which the values of one of its dossiers name."""
        parties = (one for found in self.around.parties.get(code, {}).values() for one in found)
        return frozenset[str]().union(*(codes for one in parties for codes in one.standing.values()))

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
            producer=snapshot.producer or "",
            producer_kind=around.producer_kind,
            sector=around.sector,
            areas=around.areas,
            bodies=around.bodies,
            holders=self._holders(snapshot),
            values=snapshot.values,
            papers=around.papers,
            deadlines={name: last_day for name, (_, last_day) in around.deadlines.get(code, {}).items()},
            acts={name: PastAct(who, by, date.fromisoformat(day)) for name, (who, by, day) in snapshot.acts.items()},
            children=tuple(ChildFact(c.code, c.family, c.state, c.final) for c in self.children(code)),
            paused=frozenset(name for dossier, name in around.paused if dossier == code),
            last_happened=date.fromisoformat(snapshot.happened),
            opened=date.fromisoformat(snapshot.opened),
            parties=around.parties.get(code, {}),
            links=around.links.get(code, {}),
            fixed=around.fixed.get(code, {}),
        )

    def _holders(self, snapshot: Snapshot) -> Levels:
        codes, own = [snapshot.code], {"producer": _known(snapshot.producer), "product": _known(snapshot.product)}
        while snapshot.parent is not None:
            snapshot = self.members[snapshot.parent]
            codes.append(snapshot.code)
        return {**own, "establishment": self.around.establishments, "dossier": frozenset(codes)}


def nothing(_today: date) -> Sequence[Query]:
    """The caller asks nothing more."""
    return ()


def lock_family(transaction: Transaction, dossier: str, clock: Clock, more: Foreseen = nothing) -> Family | None:
    """The family of a dossier, its rows locked root first, then shared locks on what its guards read.

    The root is locked by a statement of its own: only one that begins after the lock is held sees a dossier that was
    opened while it waited. `more` tells, by the day, what the caller will ask next.
    """
    key = (dossier,)
    transaction.foresee([(statements.LOCK_ROOT, key), (statements.LOCK_FAMILY, key), (statements.SHARE_SEASON, key)])
    transaction.lock(statements.LOCK_ROOT, key)
    return read_family(transaction, dossier, clock, more)


def read_family(transaction: Transaction, dossier: str, clock: Clock, more: Foreseen = nothing) -> Family | None:
    """The family of a dossier as the transaction sees it; None where there is no such dossier."""
    if not (snapshots := [snapshot_of(row) for row in transaction.rows(statements.LOCK_FAMILY, (dossier,))]):
        return None
    body, zone, kind = _season(transaction, snapshots[0])
    now = clock.now()
    today = day_in(zone, now)
    queries = _surrounding(snapshots[0], body, today)
    transaction.foresee([*queries, *more(today)])
    around = _surroundings(transaction, kind, queries, today)
    around = replace(around, bodies=bodies_of(transaction, around.bodies, body, today))
    around = _with_bearings(transaction, around, snapshots, today)
    return Family({snapshot.code: snapshot for snapshot in snapshots}, around, now, today)


def _season(transaction: Transaction, about: Snapshot) -> tuple[str, str, str]:
    """Who runs the programme, its zone, and the kind of the producer; none where the family stands for itself."""
    if about.producer is None:
        body, zone = transaction.row(statements.SHARE_PROGRAMME, (about.code,)) or ("", "UTC")
        return body, zone, ""
    body, zone, kind = transaction.row(statements.SHARE_SEASON, (about.code,)) or ("", "UTC", "")
    return body, zone, kind


def grants_of(transaction: Transaction, account: str, day: str) -> tuple[Grant, ...] | None:
    """The roles that an account holds on a day, None where there is no such account.

    Its row is shared so that nothing is withdrawn meanwhile.
    """
    (known, roles) = grant_queries(account, day)
    if transaction.row(*known) is None:
        return None
    return tuple(Grant(role, holder) for role, holder in transaction.rows(*roles))


def grant_queries(account: str, day: str) -> tuple[Query, Query]:
    """What `grants_of` asks."""
    return (statements.SHARE_ACCOUNT, (account,)), (statements.GRANTS, (account, day, day))


def shelf_of(transaction: Transaction, producer: str, product: str) -> Shelf:
    """The papers that a dossier to be opened for a product may look at."""
    rows = transaction.rows(statements.PAPERS, (producer, product, product, ""))
    papers = tuple(_paper(row) for row in rows)
    places = frozenset(paper.holder for paper in papers if paper.holder_kind == "establishment")
    return Shelf(papers, {"producer": _known(producer), "product": _known(product), "establishment": places})


def _surrounding(about: Snapshot, body: str, today: date) -> tuple[Query, Query, Query]:
    """What is asked about the product of a family, the root of which is `about`, in a programme run by `body`."""
    day, product = today.isoformat(), about.product
    return (
        (statements.AROUND, (product, product, product, body, body, day, day)),
        (statements.PAPERS, (about.producer, product, product, about.root)),
        (statements.OPEN_DEADLINES, (about.root,)),
    )


def _surroundings(
    transaction: Transaction, kind: str, queries: tuple[Query, Query, Query], today: date
) -> Surroundings:
    around, papers, deadlines = queries
    told: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in transaction.rows(*around):
        told[row[0]].append(row[1:])
    # One order on every database: by whose they are, then by their codes.
    shelf = sorted(transaction.rows(*papers), key=lambda row: (_HOLDERS.index(row[3]), row[4], row[0]))
    clocks: dict[str, dict[str, tuple[int, date]]] = defaultdict(dict)
    fixed: dict[str, dict[str, date]] = defaultdict(dict)
    for code, name, opened, last_day, _, derivation in (running := transaction.rows(*deadlines)):
        clocks[code][name] = (opened, date.fromisoformat(last_day))
        if on := ClockFact(orjson.loads(derivation)).fixed:
            fixed[code][name] = on
    return Surroundings(
        kind,
        told["sector"][0][0] if told["sector"] else "",
        frozenset(code for code, _, _ in told["establishment"]),
        _areas(transaction, told["area"], today),
        by_level(told["body"]),
        tuple(_paper(row) for row in shelf),
        clocks,
        frozenset((code, name) for code, name, _, _, status, _ in running if status == "paused"),
        fixed=fixed,
    )


def _known(code: str | None) -> frozenset[str]:
    return frozenset() if code is None else frozenset({code})


def _with_bearings(
    transaction: Transaction, around: Surroundings, snapshots: Sequence[Snapshot], today: date
) -> Surroundings:
    """With the organisations that values name and the dossiers they are linked to; nothing is asked where none does."""
    if not any(bearings.names_others(one.values) for one in snapshots):
        return around
    root = (snapshots[0].root,)
    named = parties_of(transaction, transaction.rows(statements.PARTIES, root), today)
    links: dict[str, dict[str, LinkFact]] = defaultdict(dict)
    for code, name, target, state, final in transaction.rows(statements.LINKED, root):
        links[code][name] = LinkFact(target, state, final)
    return replace(around, parties=named, links=links)


_HOLDERS = ("producer", "product", "establishment", "dossier")


def _areas(transaction: Transaction, waiting: list[tuple[Any, ...]], today: date) -> Levels:
    """Places by level; one that has ended counts as its successors, however often that happened."""
    found: dict[str, tuple[Any, ...]] = {}
    seen: set[str] = set()
    while waiting:
        code, level, valid_to = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        if valid_to is not None and valid_to < today.isoformat():
            waiting += transaction.rows(statements.SUCCEEDING, (code,))
        else:
            found[code] = (code, level, valid_to)
    return by_level(found.values())


def _paper(row: tuple[Any, ...]) -> PaperFact:
    code, kind, version, holder_kind, holder, status, received, issued, expires, count, own = row
    days = [date.fromisoformat(day) if day else None for day in (issued, expires)]
    return PaperFact(
        code, kind, version, holder_kind, holder, status, date.fromisoformat(received), days[0], days[1], count, own
    )
