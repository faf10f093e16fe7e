"""The numbers that acts have been given: read under the lock of their series, told by records, never with a gap."""

from collections.abc import Collection, Mapping
from typing import Any

from cycle import statements
from cycle.transactions import Transaction

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
