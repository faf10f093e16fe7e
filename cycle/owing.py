"""Who owes what a deadline is about, and to whom it goes when they do not do it."""

from collections.abc import Iterable
from datetime import date

from cycle import statements
from cycle.transactions import Transaction
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition
from workflows.facts import Facts
from workflows.naming import Who
from workflows.rules import Rules
from workflows.scopes import counting, meant

PRODUCER, ORGANISATION = "producer", "organisation"
LOCAL = ("commune", "district", "province")


def owed_by(rules: Rules, definition: Definition, rule: DeadlineRule, facts: Facts) -> tuple[str, ...]:
    """The parties (`producer:CODE`, `organisation:CODE`) that owe the act, in the order declared.

    Those that the deadline names, else those that the dossier's state does. A role that is held for nothing in
    particular names nobody.
    """
    return parties(rules, rule.owes or definition.states[facts.state].owes, facts)


def parties(rules: Rules, who: tuple[Who, ...], facts: Facts) -> tuple[str, ...]:
    """The parties that some roles in their scopes mean for a dossier, each once; an `else` counts as everywhere.

    Where they were of a level of government that is no more, what is owed of a product has passed with its place.
    """
    found = [
        f"{PRODUCER if one.scope == 'own' else ORGANISATION}:{code}"
        for one in counting(who, facts, rules)
        for code in sorted(meant(one, facts, rules) - {""})
    ]
    if not found and any(one.scope == "of_product" for one in who):
        found = [f"{ORGANISATION}:{code}" for code in _places(facts)]
    return tuple(dict.fromkeys(found))


def superiors(transaction: Transaction, owing: Iterable[str], facts: Facts, today: date) -> tuple[str, ...]:
    """The organisations above those that owe: their parents, or those that took the place of a parent that has ended.

    Above a producer is the nearest level of government of its product's places.
    """
    found: dict[str, None] = {}
    for party in owing:
        kind, _, code = party.partition(":")
        above = _places(facts) if kind == PRODUCER else _parents(transaction, code, today)
        found.update(dict.fromkeys(above))
    return tuple(found)


def _places(facts: Facts) -> list[str]:
    return sorted(next((facts.areas[level] for level in LOCAL if facts.areas.get(level)), ()))


def _parents(transaction: Transaction, code: str, today: date) -> list[str]:
    found = transaction.row(_PARENT, (code,))
    return standing(transaction, found[0], today) if found and found[0] else []


def standing(transaction: Transaction, code: str, today: date) -> list[str]:
    """Who stands for an organisation on a day: itself, or where it has ended its successors, however often."""
    found, waiting, seen = set(), [code], set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        (ends,) = transaction.row(_ENDS, (one,)) or (None,)
        if ends is not None and ends < today.isoformat():
            waiting += [successor for (successor,) in transaction.rows(statements.SUCCESSORS, (one,))]
        else:
            found.add(one)
    return sorted(found)


_PARENT = "SELECT parent FROM organisation WHERE code = ?"
_ENDS = "SELECT valid_to FROM organisation WHERE code = ?"
