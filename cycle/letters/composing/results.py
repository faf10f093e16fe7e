"""What a council found of a product, told where an act rests on it, with what would raise the product's rank."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from cycle.letters.acts import ToldAct
from cycle.letters.composing.wording import Own
from cycle.queries.evaluation.raising import Wanted, Way, way_up
from cycle.transactions import Transaction
from workflows.definition import Transition
from workflows.guards.council_values import TURN

SCORE, STARS = "score", "stars"


def found_before(transaction: Transaction, own: Own, act: ToldAct) -> Iterator[tuple[str, str]]:
    """The score and stars that an act asks about and does not record itself, as they were when it was done.

    Where it recognises nothing: what is short of the next rank, once the sheets of the session are open to everybody.
    """
    move = own.definition.moves.get((act.payload["from"], act.payload["trigger"]))
    if move is None or not _rests_on_result(own, move):
        return
    known = _known(transaction, own, act)
    told = {rule.name: known[rule.type] for rule in _rules(own) if rule.type in (SCORE, STARS) and rule.type in known}
    yield from own.values({name: value for name, value in told.items() if name not in act.payload["values"]}, {})
    if move.opens is None and TURN in known:
        yield from _way(transaction, own, act, known)


def _way(transaction: Transaction, own: Own, act: ToldAct, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    turn = (known[TURN]["session"], act.stream.partition("/")[2], known[TURN]["turn"])
    row = transaction.row(_SHOWN, turn)
    way = way_up(transaction, own.rulebook, turn) if row and row[0] == str(known.get(SCORE)) else None
    if way is None:
        return
    title = own.texts.say("telling.short_of", stars=way.stars)
    yield title, "; ".join(_short(own, way))
    if way.steps:
        yield own.texts.say("telling.raised_by"), "; ".join(_said(own, one) for one in way.steps)


def _short(own: Own, way: Way) -> Iterator[str]:
    if way.short:
        yield own.texts.say("telling.points_short", points=way.short)
    for one in way.gates:
        yield _said(own, one)


def _said(own: Own, one: Wanted) -> str:
    told = f"{one.criterion} {one.title}"
    return f"{told}: {own.texts.title(one.option)}" if one.option else told


def _rests_on_result(own: Own, move: Transition) -> bool:
    """Whether an act is done only with some stars or points."""
    results = {rule.name for rule in _rules(own) if rule.type in (SCORE, STARS)}
    return any(use.guard == "value" and use.params.get("value") in results for use in move.guards)


def _rules(own: Own) -> Iterator[Any]:
    yield from own.definition.recorded.values()


def _known(transaction: Transaction, own: Own, act: ToldAct) -> dict[str, Any]:
    """The last values on record before an act, by their types."""
    types = {rule.name: rule.type for rule in _rules(own)}
    known: dict[str, Any] = {}
    for (text,) in transaction.rows(_BEFORE, (act.stream, act.seq)):
        values = orjson.loads(text)["values"]
        known |= {types[name]: value for name, value in values.items() if types.get(name) in (SCORE, STARS, TURN)}
    return known


_BEFORE = "SELECT payload FROM record WHERE stream = ? AND seq < ? AND kind = 'step' ORDER BY seq"
_SHOWN = (
    "SELECT t.score FROM turn t JOIN session s ON s.code = t.session "
    "WHERE t.session = ? AND t.dossier = ? AND t.number = ? AND s.status = 'closed'"
)
