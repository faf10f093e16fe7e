"""E-mail addresses of contacts and producers that are written to no more, or never could be."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from cycle.addresses import BAD_FROM, address_key, email_fault
from cycle.clock import day_in
from cycle.database import Transaction
from cycle.office import Office
from cycle.tables import bad_address, contact, producer


@dataclass(frozen=True)
class BadAddress:
    """Whose address it is: the `code` of a contact of `recipient`, or of the producer itself.

    `count` messages to it came back; None: it is one that no letter can be sent to.
    """

    code: str
    recipient: str
    count: int | None


@dataclass(frozen=True)
class Returned:
    """The addresses that messages came back from too often, with how many."""

    counts: dict[str, int]

    def takes(self, email: str | None) -> bool:
        """Whether letters are sent to an address."""
        return bool(email) and address_key(str(email)) not in self.counts and email_fault(str(email)) is None


def read_returned(transaction: Transaction) -> Returned:
    """What is known of addresses that take nothing."""
    statement = select(bad_address.c.address, bad_address.c.count.label("count_")).where(
        bad_address.c.count >= BAD_FROM
    )
    return Returned({one.address: one.count_ for one in transaction.connection.execute(statement)})


def find_bad_addresses(office: Office) -> tuple[BadAddress, ...]:
    """Those of the contacts of today and of all producers, the contacts first, by their codes."""
    day = day_in(office.zone, office.clock.now()).isoformat()
    there = and_(contact.c.valid_from <= day, or_(contact.c.valid_to.is_(None), contact.c.valid_to >= day))
    people = select(contact.c.code, contact.c.organisation, contact.c.email).where(there)
    makers = select(producer.c.code, producer.c.code, producer.c.email)
    with office.database.reading() as transaction:
        returned = read_returned(transaction)
        found: list[BadAddress] = []
        for kind, statement in (("organisation", people), ("producer", makers)):
            chosen = statement.where(func.coalesce(statement.selected_columns["email"], "") != "")
            rows = transaction.connection.execute(chosen).all()
            found += sorted(_bad(returned, kind, rows), key=lambda one: one.code)
    return tuple(found)


def _bad(returned: Returned, kind: str, rows: Iterable[tuple[str, str, str]]) -> Iterable[BadAddress]:
    for code, holder, email in rows:
        if not returned.takes(email):
            yield BadAddress(code, f"{kind}:{holder}", returned.counts.get(address_key(email)))
