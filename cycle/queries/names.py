"""What people call those whom history names by code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from cycle.office import Office
from cycle.queries.paging import parts
from cycle.tables import account, organisation, producer, product

TABLES = {"account": account, "producer": producer, "organisation": organisation, "product": product}


def names_of(office: Office, parties: Iterable[str]) -> Mapping[str, str]:
    """The name of each `account:CODE`, `producer:CODE`, `product:CODE` or `organisation:CODE`; else the bare code."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        kind, _, code = party.partition(":")
        wanted[kind].add(code)
    names = {f"{kind}:{code}": code for kind, codes in wanted.items() for code in codes}
    with office.database.reading() as transaction:
        for kind, table in TABLES.items():
            for part in parts(wanted[kind]):
                statement = select(table.c.code, table.c.name).where(table.c.code.in_(part))
                names |= {f"{kind}:{code}": name for code, name in transaction.connection.execute(statement)}
    return names
