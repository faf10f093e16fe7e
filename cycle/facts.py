"""All that guards may look at for one dossier and its family, locked and read at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from cycle import bearings, statements
from cycle.clock import Clock, day_in
from cycle.database import Transaction
from cycle.history import Snapshot, snapshot_of
from cycle.parties import Levels, Parties, Span, bodies_of, parties_of
from cycle.places import areas_of, divided_of
from cycle.shelves import papers_of
from cycle.transactions import Query
from workflows.facts import ChildFact, ClockFact, CouncilFact, Facts, Grant, LinkFact, PaperFact, PastAct
from workflows.programme import Programme
from workflows.rules import Rules

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
    set_number: int | None = None
    councils: Mapping[str, Mapping[str, CouncilFact]] = field(default_factory=dict)
    divided: frozenset[str] = frozenset()
    sitting: Mapping[str, str] = field(default_factory=dict)


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

    def facts(self, code: str, programme: Programme, rules: Rules) -> Facts:
        """The facts of one of its dossiers; papers of those above it count up to one that has a shelf of its own."""
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
            holders=self._holders(snapshot, rules),
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
            set_number=around.set_number,
            councils=around.councils.get(code, {}),
            divided=around.divided,
            sitting=around.sitting.get(code),
        )

    def _holders(self, snapshot: Snapshot, rules: Rules) -> Levels:
        codes, own = [snapshot.code], {"producer": _known(snapshot.producer), "product": _known(snapshot.product)}
        while snapshot.parent is not None and not rules.own_shelf(snapshot.workflow):
            snapshot = self.members[snapshot.parent]
            codes.append(snapshot.code)
        return {**own, "establishment": self.around.establishments, "dossier": frozenset(codes)}


def nothing(_today: date) -> Sequence[Query]:
    """The caller asks nothing more."""
    return ()


def lock_family(
    transaction: Transaction, dossier: str, clock: Clock, more: Foreseen = nothing, happened: date | None = None
) -> Family | None:
    """The family of a dossier, its rows locked root first, then shared locks on what its guards read.

    Places, bodies and parties are those of the day an act `happened`, today where that is None. The root is locked by a
    statement of its own: only one that begins after the lock is held sees a dossier that was opened while it waited.
    `more` tells, by the day, what the caller will ask next.
    """
    key = (dossier,)
    transaction.foresee([(statements.LOCK_ROOT, key), (statements.LOCK_FAMILY, key), (statements.SHARE_SEASON, key)])
    transaction.lock(statements.LOCK_ROOT, key)
    return read_family(transaction, dossier, clock, more, happened)


def read_family(
    transaction: Transaction, dossier: str, clock: Clock, more: Foreseen = nothing, happened: date | None = None
) -> Family | None:
    """The family of a dossier as the transaction sees it; None where there is no such dossier."""
    if not (snapshots := [snapshot_of(row) for row in transaction.rows(statements.LOCK_FAMILY, (dossier,))]):
        return None
    body, zone, kind = _season(transaction, snapshots[0])
    now = clock.now()
    today = day_in(zone, now)
    span = Span(min(happened or today, today), today)
    queries = _surrounding(snapshots[0], body, span)
    transaction.foresee([*queries, *more(today)])
    around = _surroundings(transaction, _Run(kind, body), queries, span)
    around = _with_bearings(transaction, around, snapshots, span)
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
    return (statements.SHARE_ACCOUNT, (account,)), (statements.GRANTS, (account, day, day, day))


def _surrounding(about: Snapshot, body: str, span: Span) -> tuple[Query, Query, Query, Query]:
    """What is asked about the product of a family, the root of which is `about`, in a programme run by `body`."""
    days, product = (span.today.isoformat(), span.effect.isoformat()), about.product
    return (
        (statements.AROUND, (product, product, product, body, body, *days)),
        (statements.PAPERS, (about.producer, product, product, about.root)),
        (statements.OPEN_DEADLINES, (about.root,)),
        (statements.COUNCIL_RESULTS, (about.root,)),
    )


class _Run(NamedTuple):
    """The kind of the producer, and the organisation that runs the programme."""

    kind: str
    body: str


def _surroundings(transaction: Transaction, run: _Run, queries: Sequence[Query], span: Span) -> Surroundings:
    around, papers, deadlines, results = queries
    told: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in transaction.rows(*around):
        told[row[0]].append(row[1:])
    clocks: dict[str, dict[str, tuple[int, date]]] = defaultdict(dict)
    fixed: dict[str, dict[str, date]] = defaultdict(dict)
    for code, name, opened, last_day, _, derivation in (running := transaction.rows(*deadlines)):
        clocks[code][name] = (opened, date.fromisoformat(last_day))
        if on := ClockFact(orjson.loads(derivation)).fixed:
            fixed[code][name] = on
    turns = transaction.rows(*results)
    sector, number = (told["sector"][0][0], told["sector"][0][-1] or None) if told["sector"] else ("", None)
    return Surroundings(
        run.kind,
        sector,
        frozenset(code for code, *_ in told["establishment"]),
        areas_of(transaction, told["area"], span),
        bodies_of(transaction, [(code, level, ends) for code, level, _, ends, _ in told["body"]], run.body, span),
        papers_of(transaction, papers),
        clocks,
        frozenset((code, name) for code, name, _, _, status, _ in running if status == "paused"),
        fixed=fixed,
        set_number=number,
        councils=_concluded(turns),
        sitting=_sitting(turns),
        divided=divided_of(transaction, told["area"], span),
    )


def _concluded(rows: Sequence[tuple[Any, ...]]) -> Mapping[str, Mapping[str, CouncilFact]]:
    """By dossier and level, what was concluded last."""
    found: dict[str, dict[str, CouncilFact]] = defaultdict(dict)
    for dossier, level, session, turn, score, stars, outcome, day, *more in rows:
        if more[0] is not None:
            found[dossier][level] = CouncilFact(session, turn, score, stars, outcome, date.fromisoformat(day), *more)
    return found


def _sitting(rows: Sequence[tuple[Any, ...]]) -> Mapping[str, str]:
    """By dossier the open session that has not concluded its newest turn on it."""
    newest = {(row[0], row[2]): row for row in sorted(rows, key=lambda row: row[3])}
    return {dossier: session for (dossier, session), row in newest.items() if row[8] is None}


def _known(code: str | None) -> frozenset[str]:
    return frozenset() if code is None else frozenset({code})


def _with_bearings(
    transaction: Transaction, around: Surroundings, snapshots: Sequence[Snapshot], span: Span
) -> Surroundings:
    """With the organisations that values name and the dossiers they are linked to; nothing is asked where none does."""
    if not any(bearings.names_others(one.values) for one in snapshots):
        return around
    root = (snapshots[0].root,)
    named = parties_of(transaction, transaction.rows(statements.PARTIES, root), span)
    links: dict[str, dict[str, LinkFact]] = defaultdict(dict)
    for code, name, target, state, final in transaction.rows(statements.LINKED, root):
        links[code][name] = LinkFact(target, state, final)
    return replace(around, parties=named, links=links)
