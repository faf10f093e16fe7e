"""The grounds for which a council has given a dossier no rank."""

from typing import NamedTuple

from cycle.database import Transaction
from cycle.publication import Rulebook
from cycle.queries.evaluation.turns import Turn, find_closed_turn
from workflows.naming import Text


class Ground(NamedTuple):
    """A ground that stands, and where it is printed; `title` None: a criterion of no points stopped the scoring."""

    title: Text | None
    at: str


def grounds_of(transaction: Transaction, rulebook: Rulebook, turn: Turn) -> tuple[Ground, ...]:
    """The grounds of a concluded turn, as the rules of its session title them; none where it is ranked."""
    session, dossier, number = turn
    found = find_closed_turn(transaction, rulebook, dossier, session, number)
    if found is None:
        return ()
    titles, excluded = found.criteria.grounds, found.concluded.get("excluded", ())
    return tuple(Ground(titles.get(one["ground"]), one["at"] or "") for one in excluded)
