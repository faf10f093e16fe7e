"""The results that acts have recorded of a dossier: what each says, and of which level it is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, select

from cycle.database import Transaction
from cycle.publication import Published, Rulebook
from cycle.tables import dossier, record
from workflows.definition import Definition, Transition

OPENED, STEP, MOVED = "opened", "step", "moved"
SCORE, STARS, TURN = "score", "stars", "turn"


@dataclass(frozen=True)
class RecordedResult:
    """A result as an act recorded it: `level` is that of the role whose act it is, whoever entered it for that role.

    `score` is as it was given (empty: none was), `stars` None where nothing was ranked, `session` that of the council
    whose conclusion it is.
    """

    level: str
    score: str
    stars: int | None
    day: date
    on_behalf: str | None
    session: str | None = None


def list_recorded(
    transaction: Transaction, rulebook: Rulebook, wanted: ColumnElement[bool]
) -> Mapping[str, tuple[RecordedResult, ...]]:
    """By dossier, of those wanted, the results in the order in which they were recorded: the last one counts.

    Each is read by the rules under which its act was done, whatever law the dossier stands under since. One entered
    from paper has at most the result that lies behind the state it was entered in.
    """
    found = defaultdict[str, list[RecordedResult]](list)
    pinned = dict[str, str]()
    for row in transaction.connection.execute(_records(wanted)):
        told = orjson.loads(row.payload)
        pinned[row.code] = told.get("definition", pinned.get(row.code))
        if row.kind == MOVED:
            continue
        published = rulebook.load(transaction, row.publication)
        definition = rulebook.definition(transaction, pinned[row.code], published)
        if (result := _result(published, definition, row, told)) is not None:
            found[row.code].append(result)
    return {code: tuple(results) for code, results in found.items()}


def _records(wanted: ColumnElement[bool]) -> Select[Any]:
    columns = ("kind", "on_behalf", "happened", "publication", "payload")
    return (
        select(dossier.c.code, *(record.c[name] for name in columns))
        .join(record, record.c.stream == "dossier/" + dossier.c.code)
        .where(wanted, record.c.kind.in_((OPENED, STEP, MOVED)))
        .order_by(dossier.c.code, record.c.seq)
    )


def _result(published: Published, definition: Definition, row: Any, told: Mapping[str, Any]) -> RecordedResult | None:
    if row.kind == OPENED:
        return _entered(published, definition, row, told)
    move = definition.moves.get((told["from"], told["trigger"]))
    about = (row.on_behalf, row.happened)
    return _recorded(published, move, told["values"], about) if move else None


def _entered(published: Published, definition: Definition, row: Any, told: Mapping[str, Any]) -> RecordedResult | None:
    """The result behind a dossier entered from paper: of the act that led to its state, else of the first declared."""
    moves = [one for one in definition.transitions if _records_result(one)]
    here = next((one for one in moves if one.target == told["to"]), moves[0] if moves else None)
    return _recorded(published, here, told["values"], (None, row.happened)) if here else None


def _records_result(move: Transition) -> bool:
    return any(rule.type in (SCORE, STARS) for rule in move.records)


def _recorded(
    published: Published, move: Transition, values: Mapping[str, Any], about: tuple[str | None, str]
) -> RecordedResult | None:
    given = {rule.type: values[rule.name] for rule in move.records if values.get(rule.name) is not None}
    if SCORE not in given and STARS not in given:
        return None
    on_behalf, day = about
    turn = given.get(TURN)
    return RecordedResult(
        level=_level(published, move),
        score=str(given.get(SCORE, "")),
        stars=int(given[STARS]) if STARS in given else None,
        day=date.fromisoformat(day),
        on_behalf=on_behalf,
        session=turn["session"] if turn else None,
    )


def _level(published: Published, move: Transition) -> str:
    """The level of the roles whose act it is, as they declare it."""
    roles = published.rules.roles
    return next((roles[who.role].level for who in move.by if who.role in roles), "")
