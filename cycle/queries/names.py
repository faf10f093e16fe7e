"""What people call those whom history names by code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from cycle.office import Office
from cycle.tables import account, organisation, producer

TABLES = {"account": account, "producer": producer, "organisation": organisation}


def names_of(office: Office, parties: Iterable[str]) -> Mapping[str, str]:
    """The name of each `account:CODE`, `producer:CODE` or `organisation:CODE`; the bare code where nobody has it."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        kind, _, code = party.partition(":")
        wanted[kind].add(code)
    names = {f"{kind}:{code}": code for kind, codes in wanted.items() for code in codes}
    with office.database.reading() as transaction:
        for kind, table in TABLES.items():
            statement = select(table.c.code, table.c.name).where(table.c.code.in_(sorted(wanted[kind])))
            rows = transaction.connection.execute(statement).all() if wanted[kind] else ()
            names |= {f"{kind}:{code}": name for code, name in rows}
    return names
