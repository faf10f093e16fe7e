"""In which programme a dossier is opened that another one opens: today's, where that one has gone on for years."""

from datetime import date

from cycle import statements
from cycle.transactions import Transaction
from workflows.programme import Programme
from workflows.rules import Rules

_OPEN = "SELECT code FROM programme WHERE closed IS NULL ORDER BY code FOR SHARE"


def current_programme(transaction: Transaction, rules: Rules, parent: Programme, family: str, day: date) -> Programme:
    """The open programme of the same organisation, or of who took its place, that runs the family on the day.

    Where there is none the parent's own; of several the one that began last.
    """
    places = _line(transaction, parent.organisation)
    known = [rules.programmes.get(code) for (code,) in transaction.rows(_OPEN)]
    fitting = [
        one
        for one in known
        if one is not None and one.organisation in places and family in one.families and one.starts <= day <= one.ends
    ]
    return max(fitting, key=lambda one: (one.starts, one.name), default=parent)


def _line(transaction: Transaction, organisation: str) -> set[str]:
    """An organisation and all that took its place, however often that happened."""
    found, waiting = {organisation}, [organisation]
    while waiting:
        later = {code for (code,) in transaction.rows(statements.SUCCESSORS, (waiting.pop(),))} - found
        found |= later
        waiting += later
    return found
