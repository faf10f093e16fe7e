"""What would raise a product whose last turn is concluded: criterion by criterion, for the next rank."""

from decimal import Decimal
from typing import NamedTuple

from cycle.publication import Rulebook
from cycle.queries.evaluation.turns import Turn, find_closed_turn
from cycle.transactions import Transaction
from workflows.naming import Text
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.scoring.rising import rises


class Wanted(NamedTuple):
    """An option that a criterion has to reach; one that is answered with yes or no has no words for it."""

    criterion: str
    title: str
    option: Text | None


class Way(NamedTuple):
    """The way to a rank: its least points, those short of it, the criteria it asks for, those that bring points."""

    stars: int
    low: Decimal
    short: Decimal
    gates: tuple[Wanted, ...]
    steps: tuple[Wanted, ...]


def way_up(transaction: Transaction, rulebook: Rulebook, turn: Turn) -> Way | None:
    """The way to the next rank from a concluded turn, by the rules of its session.

    None where a finding keeps it from any rank, or there is no rank above.
    """
    session, dossier, number = turn
    found = find_closed_turn(transaction, rulebook, dossier, session, number)
    ranking = found.ranking if found else None
    ways = rises(found.criteria.scoring, found.given, found.sheets, ranking) if found and ranking else ()
    if found is None or not ways:
        return None
    gates = tuple(_wanted(found.criteria, found.given, one.criterion, one.to) for one in ways[0].gates)
    steps = tuple(_wanted(found.criteria, found.given, one.criterion, one.to) for one in ways[0].cheapest)
    low = found.criteria.scoring.low(ways[0].stars)
    return Way(ways[0].stars, low, ways[0].points_short, gates, steps)


def _wanted(criteria: Criteria, given: CriteriaSet, code: str, to: int) -> Wanted:
    one = given.criteria[code]
    option = None if one.yes_no else one.options[to - 1]
    official = criteria.wording_of(option) if option else None
    told = Text(official or option.label.vi, option.label.en) if option else None
    return Wanted(code, one.title, told)
