"""The row of a deadline made what the record of an act says."""

from cycle import statements
from cycle.canonical import canonical
from cycle.commands.clocks.asked import Ruling
from cycle.database import Transaction
from cycle.deadlines import next_mark


def write_row(transaction: Transaction, key: tuple[str, str, int], ruling: Ruling) -> None:
    """Make the row of a deadline what the record of an act says."""
    columns = ruling.columns
    if ruling.derivation is not None:
        done = {mark for (mark,) in transaction.rows(statements.DONE_MARKS, key)}
        after = next_mark(ruling.derivation, columns["due"], done)
        days = (columns["last_day"], columns["due"], canonical(ruling.derivation), after)
        moved = ruling.payload["before"]["last_day"] != columns["last_day"]
        transaction.write(statements.MOVE_DEADLINE if moved else statements.AMEND_DEADLINE, (*days, *key))
    elif "status" in columns:
        transaction.write(statements.PAUSE_DEADLINE, (columns["next_at"], *key))
    elif "proposal" in columns:
        transaction.write(statements.DECLINE_PROPOSAL, key)
    else:
        transaction.write(statements.SETTLE_ESCALATION, (columns["escalation"], *key))
