"""The numbers that acts have been given: read under the lock of their series, told by records, never with a gap."""

from collections.abc import Collection, Mapping
from typing import Any

from cycle import statements
from cycle.canonical import canonical
from cycle.transactions import Transaction
from workflows.numbering import Numbered
from workflows.verdict import Reason

NUMBERS = "numbers"


def last_numbers(transaction: Transaction, keys: Collection[str]) -> Mapping[str, int]:
    """The last number of each series, 0 where none was given. A writer holds the lock of each until it ends."""
    found = {}
    for key in sorted(set(keys)):
        if transaction.writing:
            transaction.run(statements.BEGIN_SERIES, (key,))
        row = transaction.row(statements.LAST_OF_SERIES, (key,))
        found[key] = int(row[0]) if row else 0
    return found


def payload(keys: Mapping[str, str], last: Mapping[str, int]) -> Mapping[str, Any]:
    """What the record of an act tells of the numbers that it gives, by value."""
    given = {name: {"series": key, "number": last.get(key, 0) + 1} for name, key in keys.items()}
    return {NUMBERS: given} if given else {}


def write(transaction: Transaction, told: Mapping[str, Any]) -> None:
    """Keep the numbers that a record tells. Raises LostUpdateError where one is not the next of its series."""
    for one in told.get(NUMBERS, {}).values():
        transaction.write(statements.NUMBER, (one["number"], one["series"], one["number"]))


def taken(transaction: Transaction, values: Mapping[str, Any], given: Mapping[str, Numbered]) -> list[Reason]:
    """A reason for each number on paper that another dossier has. A writer holds the lock of each series from then."""
    last = last_numbers(transaction, [one.series for one in given.values()])
    reasons = []
    for name, one in given.items():
        # What comes after the last has been given to nobody.
        found = _holder(transaction, name, values[name]) if one.number <= last[one.series] else None
        if found is not None:
            reasons.append(Reason("value_taken", {"value": name, "given": values[name], "dossier": found}))
    return reasons


def entered_payload(given: Mapping[str, Numbered]) -> Mapping[str, Any]:
    """What the record of a dossier entered from paper tells of the numbers that it has there."""
    told = {name: {"series": one.series, "number": one.number} for name, one in given.items()}
    return {NUMBERS: told} if told else {}


def keep_entered(transaction: Transaction, told: Mapping[str, Any]) -> None:
    """Let each series go on after the numbers that the record of an entered dossier tells. Their locks are held."""
    for one in told.get(NUMBERS, {}).values():
        transaction.run(statements.NUMBER_ENTERED, (one["number"], one["series"], one["number"]))


def _holder(transaction: Transaction, name: str, text: str) -> str | None:
    """The dossier that has a number on record."""
    wanted = canonical({name: text})[1:-1]
    for sign in "!%_":
        wanted = wanted.replace(sign, f"!{sign}")
    found = transaction.row(statements.HOLDER_OF_NUMBER, (f"%{wanted}%",))
    return str(found[0]) if found else None
