"""What is told of a new place: its name with its province, and whether it is where the register would look for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cycle.commands.permits import LOCAL_LEVELS
from cycle.database import Transaction
from cycle.parties import standing_for

PROVINCE = "province"


class _Body(NamedTuple):
    code: str
    name: str
    level: str
    parent: str | None
    ends: str | None


def whereabouts(
    transaction: Transaction, before: Iterable[str], after: Iterable[str], today: date
) -> Mapping[str, Any]:
    """The `places` that were given and those `before`, each with its name and its province; and what may surprise.

    `strange` are places that do not stand for those before where one of these has ended, `successors` those that do;
    `elsewhere` are places in another province.
    """
    old, new = [_body(transaction, code) for code in before], [_body(transaction, code) for code in after]
    heirs = {one[0] for body in old for one in standing_for(transaction, (body.code, body.level, body.ends), today)}
    over = any(one.ends is not None and one.ends < today.isoformat() for one in old)
    provinces = {code for one in old for code in _provinces(transaction, one, today)}
    return {
        "places": [_named(transaction, one) for one in new],
        "before": [_named(transaction, one) for one in old],
        "strange": [one.code for one in new if over and one.code not in heirs],
        "successors": [_named(transaction, _body(transaction, code)) for code in sorted(heirs)] if over else [],
        "elsewhere": [one.code for one in new if provinces and not provinces & _provinces(transaction, one, today)],
    }


def successors_named(transaction: Transaction, code: str, today: date) -> tuple[str, ...]:
    """Code and name of the communes and districts that stand today for a place that has ended, by code."""
    body = _body(transaction, code)
    heirs = standing_for(transaction, (body.code, body.level, body.ends), today)
    there = [_body(transaction, one) for one, *_ in sorted(heirs) if one != code]
    return tuple(f"{one.code} {one.name}" for one in there if one.level in LOCAL_LEVELS)


def _named(transaction: Transaction, body: _Body) -> Mapping[str, str]:
    province = next((one.name for one in _above(transaction, body) if one.level == PROVINCE), "")
    return {"code": body.code, "name": body.name, "province": province}


def _provinces(transaction: Transaction, body: _Body, today: date) -> frozenset[str]:
    """The province in which a place lies, or those that stand for it today."""
    there = [one for one in _above(transaction, body) if one.level == PROVINCE]
    return frozenset(
        code for one in there for code, *_ in standing_for(transaction, (one.code, one.level, one.ends), today)
    )


def _above(transaction: Transaction, body: _Body) -> Sequence[_Body]:
    """A body and those above it."""
    found = [body]
    while (parent := found[-1].parent) is not None and parent not in {one.code for one in found}:
        found.append(_body(transaction, parent))
    return found


def _body(transaction: Transaction, code: str) -> _Body:
    return _Body(*(transaction.row(_BODY, (code,)) or (code, code, "", None, None)))


_BODY = "SELECT code, name, level, parent, valid_to FROM organisation WHERE code = ?"
