"""The board: a season's dossiers counted by where they stand, what is late or blocked, and the targets beside them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_

from cycle.database import Transaction
from cycle.facts import Family
from cycle.history import Snapshot
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.choices import wrong_organisation, wrong_programme
from cycle.queries.seasons.localities import LocalityRow, locality_rows, read_map, shown_localities
from cycle.queries.seasons.positions import Outcome, Position, outcomes_of, positions_of
from cycle.queries.seasons.season import Season, read_season
from cycle.queries.seasons.standings import Bench, Standing, standing_of
from cycle.queries.seasons.targets import TargetRow, targets_of
from cycle.queries.viewing import View, dossiers_seen, dossiers_within
from workflows.definition import Definition
from workflows.programme import Programme
from workflows.verdict import Reason

CERTIFICATE, EVALUATION = "certificate", "evaluation"


@dataclass(frozen=True)
class Blocked:
    """A dossier that waits for papers, and which: those of the way out that lacks the fewest."""

    dossier: str
    waits_in: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Board:
    """The season as a view shows it. Positions stand in the order of the workflows, localities by their names.

    `evaluated` is None where no workflow of the programme records stars: there is no evaluation to count.
    """

    programme: str
    on: date
    dossiers: int
    open: int
    late: int
    evaluated: int | None
    positions: tuple[Position, ...]
    finals: tuple[Outcome, ...]
    localities: tuple[LocalityRow, ...]
    targets: tuple[TargetRow, ...]
    blocked: tuple[Blocked, ...]

    @property
    def rated(self) -> bool:
        """Whether products of this programme are evaluated with stars."""
        return self.evaluated is not None

    @property
    def localities_evaluated(self) -> int:
        """How many localities have at least one evaluation done."""
        return sum(1 for row in self.localities if row.evaluated)


def board(office: Office, view: View, code: str, on: date, within: str | None = None) -> Board | Reason:
    """The board of a programme as of a day: late and blocked are judged as of that day, the rest is as it stands now.

    `within` narrows it to one organisation, whose own localities are then the rows.
    """
    with office.database.reading() as transaction:
        placed = _placed(transaction, office, code, on, within)
        if isinstance(placed, Reason):
            return placed
        published, declared = placed
        seen = dossiers_seen(view)
        if within is not None:
            seen = and_(seen, dossiers_within([within], view.today))
        season = read_season(transaction, seen, code, office.clock.now(), on)
        rated = _is_rated(published, declared)
        bench = Bench(published.rules, declared, _definitions(transaction, office, published))
        standings = _standings(bench, season, on)
        ground = read_map(transaction, within or declared.organisation, on)
        shown = shown_localities(transaction, view, ground)
    return Board(
        code,
        on,
        len(standings),
        sum(1 for one in standings if one.season.final is None),
        sum(1 for one in standings if one.late),
        sum(1 for one in standings if one.result) if rated else None,
        positions_of(bench.rules, standings),
        outcomes_of(bench.rules, standings),
        locality_rows(ground, shown, standings, season.areas, rated=rated),
        targets_of(declared, standings, rated=rated),
        tuple(Blocked(one.season.code, one.waits_in.code, one.blocked) for one in standings if one.blocked),
    )


def _placed(
    transaction: Transaction, office: Office, code: str, on: date, within: str | None
) -> tuple[Published, Programme] | Reason:
    published = office.rulebook.on(transaction, on)
    if published is None:
        return Reason("no_publication", {"day": on})
    wrong = wrong_programme(transaction, published, code) or wrong_organisation(transaction, within)
    if wrong is not None:
        return wrong
    if code not in published.rules.programmes:
        return Reason("programme_unknown", {"programme": code})
    return published, published.rules.programmes[code]


def _is_rated(published: Published, declared: Programme) -> bool:
    """Whether a workflow of the programme records stars."""
    members = (one for family in declared.families for one in published.rules.families.get(family, ()))
    return any(rule.type == "stars" for one in members for rule in one.recorded.values())


def _definitions(transaction: Transaction, office: Office, published: Published) -> Callable[[Snapshot], Definition]:
    return lambda snapshot: office.rulebook.definition(transaction, snapshot.definition, published)


def _standings(bench: Bench, season: Season, on: date) -> list[Standing]:
    """Of each dossier that the season begins with, and of each evaluation that a certificate's holder has filed for.

    What else was opened by itself may say how the evaluation of its product ended.
    """
    lines, beside = list[tuple[Family, Snapshot]](), defaultdict[str, list[Snapshot]](list)
    for family in season.families:
        first = next(iter(family.members.values()))
        if first.family == bench.programme.opens and first.code in season.asked:
            lines.append((family, first))
        elif first.code in season.asked:
            beside[first.product or ""].append(first)
        lines += [(family, one) for one in _filed_again(family) if one.code in season.asked]
    return [standing_of(bench, family, one, on, _ended_beside(one, beside)) for family, one in lines]


def _filed_again(family: Family) -> Iterator[Snapshot]:
    """The evaluations under a certificate."""
    for one in family.members.values():
        above = family.members.get(one.parent or "")
        if above is not None and above.family == CERTIFICATE and one.family == EVALUATION:
            yield one


def _ended_beside(one: Snapshot, beside: Mapping[str, list[Snapshot]]) -> Sequence[Snapshot]:
    return beside[one.product] if one.parent is None and one.product else ()
