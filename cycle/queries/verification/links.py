"""What records say of other streams: the record that caused an act, the dossier that a step opened."""

from sqlalchemy import select, tuple_

from cycle import tables
from cycle.database import Transaction
from cycle.queries.verification.books import Books
from cycle.queries.verification.faults import Findings


def check_links(transaction: Transaction, books: Books, findings: Findings) -> None:
    """Every cause that is not there as it was, and every opened dossier that is gone."""
    record, dossier = tables.record, tables.dossier
    named = [(cause["stream"], cause["seq"]) for cause in books.causes.values()]
    statement = select(record.c.stream, record.c.seq, record.c.hash)
    statement = statement.where(tuple_(record.c.stream, record.c.seq).in_(named))
    hashes = {(stream, seq): own for stream, seq, own in transaction.connection.execute(statement)}
    for place, cause in books.causes.items():
        if hashes.get((cause["stream"], cause["seq"])) != cause["hash"]:
            findings.add("record_cause", place, cause=f"{cause['stream']}#{cause['seq']}")
    opened = select(dossier.c.code).where(dossier.c.code.in_(sorted(books.opened.values())))
    known = set(transaction.connection.execute(opened).scalars())
    for place, code in books.opened.items():
        if code not in known:
            findings.add("record_opened", place, dossier=code)
