"""The organisations that values and programmes name: registered or not, and who stands for them once they ended."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
# An organisation's code, level and last day.
Body = tuple[Any, ...]


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


@dataclass(frozen=True)
class Span:
    """From the day an act takes effect to the day it is recorded."""

    effect: date
    today: date

    def ended(self, valid_to: str | None) -> bool:
        """Whether what lasted until a day was over when the act took effect."""
        return valid_to is not None and valid_to < self.effect.isoformat()

    def ends_within(self, valid_to: str | None) -> bool:
        """Whether what was there when the act took effect is no more today."""
        return valid_to is not None and self.effect.isoformat() <= valid_to < self.today.isoformat()


def parties_of(transaction: Transaction, rows: Iterable[tuple[Any, ...]], span: Span) -> Mapping[str, Parties]:
    """By dossier and value the organisations named, from rows of both, code, level and last day: each with those

    that stand for it as of a span, by level: itself or, where it has ended, its successors, however often that
    happened; and its heirs.
    """
    found: dict[str, dict[str, tuple[PartyFact, ...]]] = defaultdict(lambda: defaultdict(tuple))
    standing: dict[str, Levels] = {}
    for dossier, name, *body in rows:
        code, level, valid_to = body
        if code not in standing:
            there = standing_for(transaction, (code, level, valid_to), span.effect)
            standing[code] = by_level(with_heirs(transaction, there, span))
        found[dossier][name] += (PartyFact(code, standing[code]),)
    return found


def with_heirs(transaction: Transaction, rows: Sequence[Body], span: Span) -> list[Body]:
    """Bodies that were there when an act took effect, with those of the same level that stand for them today.

    Nothing is asked where none of them has ended since.
    """
    found = list(rows)
    for row in rows:
        if span.ends_within(row[2]):
            found += [one for one in standing_for(transaction, row, span.today) if one[1] == row[1]]
    return found


def standing_for(transaction: Transaction, body: Body, day: date) -> list[Body]:
    """Who stands for an organisation on a day."""
    if body[2] is None or body[2] >= day.isoformat():
        return [body]
    found, waiting, seen = list[Body](), [body[0]], {body[0]}
    while waiting:
        for later in transaction.rows(statements.TOOK_PLACE, (waiting.pop(),)):
            if later[0] in seen:
                continue
            seen.add(later[0])
            if later[2] is not None and later[2] < day.isoformat():
                waiting.append(later[0])
            else:
                found.append(later)
    return found


def bodies_of(transaction: Transaction, found: Sequence[Body], body: str, span: Span) -> Levels:
    """The bodies of a programme run by `body`, with those that took its place where it had ended, and their heirs."""
    rows = list(found)
    if not any(body == one[0] for one in rows):
        days = (span.today.isoformat(), span.effect.isoformat())
        waiting, seen = [body], set[str]()
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            later = transaction.rows(statements.SUCCEEDING_BODIES, (one, *days))
            rows += later
            waiting += [] if later else [code for (code,) in transaction.rows(statements.SUCCESSORS, (one,))]
    return by_level(with_heirs(transaction, rows, span))


def by_level(rows: Iterable[tuple[Any, ...]]) -> Levels:
    """Rows of code, level and last day as the codes of each level."""
    levels: dict[str, set[str]] = defaultdict(set)
    for code, level, _ in rows:
        levels[level].add(code)
    return {level: frozenset(codes) for level, codes in levels.items()}
