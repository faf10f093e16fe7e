"""Every revision of a calendar that was ever published."""

from collections.abc import Iterator

from cycle import statements
from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import UnreadablePublicationError
from workflows.rules import Calendar


def published_calendars(transaction: Transaction, office: Office, name: str) -> Iterator[Calendar]:
    """The calendars of a name, as published; where a publication no longer reads, its is left out."""
    for _, publication in transaction.rows(statements.CALENDAR_FILES):
        try:
            published = office.rulebook.load(transaction, publication)
        except UnreadablePublicationError:
            continue
        if name in published.rules.calendars:
            yield published.rules.calendars[name]
