"""The organisations that values and programmes name: registered or not, and who stands for them once they ended."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cycle import statements
from cycle.database import Transaction
from workflows.definition import ValueRule
from workflows.facts import BodyFact, LinkFact, PartyFact, Register
from workflows.parties import named
from workflows.problems import nearest_name

# What a code can be; nothing else is asked of a database.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
Levels = Mapping[str, frozenset[str]]
Parties = Mapping[str, tuple[PartyFact, ...]]


def registered(transaction: Transaction, rules: Iterable[ValueRule], given: Mapping[str, Any]) -> Register:
    """The organisations and dossiers that values given mean; nothing is asked where they mean none."""
    asked = {
        kind: [code for rule in rules if rule.type == kind for code in named(given.get(rule.name)) or ()]
        for kind in ("organisations", "dossier")
    }
    bodies = {code: _body(transaction, code) for code in asked["organisations"]}
    missing = [code for code, body in bodies.items() if body is None]
    known = {code for (code,) in transaction.rows(statements.ORGANISATION_CODES)} if missing else set[str]()
    rows = [transaction.row(statements.STATE_OF_DOSSIER, (code,)) for code in asked["dossier"] if CODE.match(code)]
    return Register(
        {code: body for code, body in bodies.items() if body is not None},
        {row[0]: LinkFact(*row) for row in rows if row is not None},
        {code: near for code in missing if (near := nearest_name(code, known))},
    )


def _body(transaction: Transaction, code: str) -> BodyFact | None:
    found = transaction.row(statements.ORGANISATION_DAYS, (code,)) if CODE.match(code) else None
    if found is None:
        return None
    starts, ends = (date.fromisoformat(day) if day else None for day in found)
    return BodyFact(starts or date.min, ends)


def parties_of(transaction: Transaction, rows: Iterable[tuple[Any, ...]], today: date) -> Mapping[str, Parties]:
    """By dossier and value the organisations named, from rows of both, code, level and last day: each with those

    that stand for it on a day, by level: itself or, where it has ended, its successors, however often that happened.
    """
    found: dict[str, dict[str, tuple[PartyFact, ...]]] = defaultdict(lambda: defaultdict(tuple))
    standing: dict[str, Levels] = {}
    for dossier, name, code, level, valid_to in rows:
        if code not in standing:
            standing[code] = _standing(transaction, code, level, valid_to, today)
        found[dossier][name] += (PartyFact(code, standing[code]),)
    return found


def _standing(transaction: Transaction, code: str, level: str, valid_to: str | None, today: date) -> Levels:
    if valid_to is None or valid_to >= today.isoformat():
        return {level: frozenset({code})}
    found, waiting, seen = list[tuple[Any, ...]](), [code], {code}
    while waiting:
        for later, own, ended in transaction.rows(statements.TOOK_PLACE, (waiting.pop(),)):
            if later in seen:
                continue
            seen.add(later)
            if ended is not None and ended < today.isoformat():
                waiting.append(later)
            else:
                found.append((later, own, ended))
    return by_level(found)


def bodies_of(transaction: Transaction, bodies: Levels, body: str, today: date) -> Levels:
    """The bodies of a programme run by `body`, with those that took its place where it has ended by a day."""
    if any(body in codes for codes in bodies.values()):
        return bodies
    day = today.isoformat()
    rows: list[tuple[Any, ...]] = [(code, level, None) for level, codes in bodies.items() for code in codes]
    waiting, seen = [body], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        later = transaction.rows(statements.SUCCEEDING_BODIES, (one, day, day))
        rows += later
        waiting += [] if later else [code for (code,) in transaction.rows(statements.SUCCESSORS, (one,))]
    return by_level(rows)


def by_level(rows: Iterable[tuple[Any, ...]]) -> Levels:
    """Rows of code, level and last day as the codes of each level."""
    levels: dict[str, set[str]] = defaultdict(set)
    for code, level, _ in rows:
        levels[level].add(code)
    return {level: frozenset(codes) for level, codes in levels.items()}
