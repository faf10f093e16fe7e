"""The shortest way of a dossier to its round: what is still to be done by whom, and by when at the latest."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cycle.currents import current_programme
from cycle.database import Transaction
from cycle.facts import Family, read_family
from cycle.history import Snapshot
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.dossiers.path_clocks import Running, running_above, running_of
from cycle.queries.dossiers.path_lines import PathShown, Seat, assumptions_of, lines_of, reached_by
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.viewing import View
from cycle.verdicts import definition_of, programme_of
from workflows.definition import Definition
from workflows.paths import Found, Ground, find, in_rounds
from workflows.rounds import round_named
from workflows.verdict import Reason


@dataclass(frozen=True)
class PathAsked:
    """What is asked: of which dossier, to which round (None: the one ahead), counting no one's time."""

    dossier: str
    round: str | None = None
    tight: bool = False


def path_of(office: Office, view: View, asked: PathAsked) -> PathShown | Reason:
    """The shortest way of a dossier to its round as things stand now. Nothing is written."""
    with office.database.reading() as transaction:
        seen = snapshot_seen(transaction, view, asked.dossier)
        family = read_family(transaction, asked.dossier, office.clock) if seen else None
        if family is None:
            return Reason("dossier_unknown", {"dossier": asked.dossier})
        placed = programme_of(transaction, office, family, asked.dossier)
        if isinstance(placed, Reason):
            return placed
        published, _ = placed

        def pinned(one: Snapshot) -> Definition:
            return definition_of(transaction, office, published, family, one.code)

        one = _front(family, asked.dossier, pinned)
        ground = _ground(transaction, published, family, one, pinned(one))
        if isinstance(ground, Reason):
            return ground
        if asked.round is not None and round_named(ground.current, asked.round) is None:
            return Reason("round_unknown", {"round": asked.round, "nearest": ""})
        found = find(ground, pinned(one), asked=asked.round, tight=asked.tight)
        shown = _shown(Seat(transaction, ground), asked, one, found)
        own = running_of(ground.facts, pinned(one), family.today)
        return replace(shown, running=(*own, *_lost(ground, found), *_above(published, family, one, pinned)))


def _lost(ground: Ground, found: Found) -> tuple[Running, ...]:
    """What runs on for the dossier while that which its first act opens is evaluated."""
    first = found.path.steps[0].stop if found.path else None
    if first is None or first.opens is None:
        return ()
    return running_above(replace(ground.facts, state=first.move.target), first.definition, ground.today)


def _above(
    published: Published, family: Family, one: Snapshot, pinned: Callable[[Snapshot], Definition]
) -> tuple[Running, ...]:
    """What runs meanwhile for the open dossier that waits for the result."""
    above = family.members.get(one.parent) if one.parent else None
    if above is None or above.final is not None:
        return ()
    programme = published.rules.programmes.get(above.programme)
    facts = family.facts(above.code, programme, published.rules) if programme else None
    return running_above(facts, pinned(above), family.today) if facts else ()


def _front(family: Family, code: str, pinned: Callable[[Snapshot], Definition]) -> Snapshot:
    """The dossier, or the open one below it that is evaluated in rounds."""
    one = family.members[code]
    if one.final is not None or in_rounds(pinned(one)):
        return one
    below = [_front(family, child.code, pinned) for child in family.children(code) if child.final is None]
    return next((found for found in below if in_rounds(pinned(found))), one)


def _ground(
    transaction: Transaction, published: Published, family: Family, one: Snapshot, definition: Definition
) -> Ground | Reason:
    rules = published.rules
    programme = rules.programmes.get(one.programme)
    if programme is None:
        return Reason("programme_unknown", {"programme": one.programme})
    if one.final is not None:
        return Reason("dossier_closed", {"state": one.state, "outcome": one.final})
    current = programme
    for opened in sorted({move.opens for move in definition.transitions if move.current and move.opens}):
        current = current_programme(transaction, rules, programme, opened, family.today)
    return Ground(rules, family.facts(one.code, programme, rules), current, family.today)


def _shown(seat: Seat, asked: PathAsked, one: Snapshot, found: Found) -> PathShown:
    path = found.path
    return PathShown(
        asked=asked.dossier,
        dossier=one.code,
        workflow=one.definition,
        state=one.state,
        product=one.product,
        reached=reached_by(path) if path else None,
        lines=lines_of(seat, path) if path else (),
        assumptions=assumptions_of(path) if path else (),
        missed=found.missed,
        reasons=found.reasons,
        outside=found.outside,
    )
