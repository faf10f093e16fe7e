"""What keeps a product from a higher rank or from any: read from the last turn concluded on it."""

from cycle.documents.desks import TEXTS, Desk
from cycle.queries.evaluation.eyes import eyes_of
from cycle.queries.evaluation.grounds import grounds_of
from cycle.queries.evaluation.raising import Wanted, way_up

RANKED = "ranked"


def raising_of(desk: Desk, dossier: str) -> tuple[str, ...]:
    """What the next rank asks for: the points that are short, then criterion by criterion.

    Nothing where no council of ours has ranked the product.
    """
    row = desk.transaction.row(_LAST, (dossier,))
    if row is None or not eyes_of(desk.transaction, desk.office.rulebook, desk.seen, row[0]).reads:
        return ()
    way = way_up(desk.transaction, desk.office.rulebook, (row[0], dossier, row[1]))
    if way is None:
        return ()
    wanted = {one.criterion: one for one in (*way.gates, *way.steps)}
    points = (TEXTS.say("document.points_wanted", low=way.low, points=way.short),) if way.short else ()
    return (*points, *(_line(one) for one in wanted.values()))


def excluded_of(desk: Desk, dossier: str) -> tuple[str, ...]:
    """The grounds for which the last concluded turn of a dossier gave no rank, each with the place it is printed at."""
    row = desk.transaction.row(_LAST, (dossier,))
    if row is None or row[2] == RANKED:
        return ()
    outcome = TEXTS.show("turn_outcome", row[2])
    found = grounds_of(desk.transaction, desk.office.rulebook, (row[0], dossier, row[1]))
    return tuple(f"{one.at} {one.title.vi if one.title else outcome}".strip() for one in found)


def _line(one: Wanted) -> str:
    """A criterion with the option that it has to reach."""
    told = f"{one.criterion} {one.title}"
    return f"{told}: {one.option.vi}" if one.option else told


_LAST = (
    "SELECT t.session, t.number, t.outcome FROM turn t "
    "JOIN record r ON r.stream = 'session/' || t.session AND r.seq = t.concluded_seq "
    "WHERE t.dossier = ? AND t.status = 'concluded' ORDER BY r.recorded DESC, t.session DESC LIMIT 1"
)
