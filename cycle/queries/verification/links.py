"""What records say of other streams: what caused an act, the dossier that a step opened, the paper taken over."""

from sqlalchemy import select, tuple_

from cycle import tables
from cycle.database import Transaction
from cycle.queries.verification.books import Books
from cycle.queries.verification.faults import Findings


def check_links(transaction: Transaction, books: Books, findings: Findings) -> None:
    """Every cause that is not as it was, opened dossier that is gone, paper that is not the one taken over."""
    record, dossier = tables.record, tables.dossier
    named = [(cause["stream"], cause["seq"]) for cause in books.causes.values()]
    statement = select(record.c.stream, record.c.seq, record.c.hash)
    statement = statement.where(tuple_(record.c.stream, record.c.seq).in_(named))
    hashes = {(stream, seq): own for stream, seq, own in transaction.connection.execute(statement)}
    for place, cause in books.causes.items():
        if hashes.get((cause["stream"], cause["seq"])) != cause["hash"]:
            findings.add("record_cause", place, cause=f"{cause['stream']}#{cause['seq']}")
    opened = select(dossier.c.code).where(
        dossier.c.code.in_(sorted(code for codes in books.opened.values() for code in codes))
    )
    known = set(transaction.connection.execute(opened).scalars())
    for place, codes in books.opened.items():
        for code in codes:
            if code not in known:
                findings.add("record_opened", place, dossier=code)
    _check_taken(transaction, books, findings)


def _check_taken(transaction: Transaction, books: Books, findings: Findings) -> None:
    columns = [tables.paper.c[name] for name in ("code", "type", "hash", "received", "issued", "expires")]
    wanted = sorted({row["code"] for row in books.taken.values()})
    rows = transaction.connection.execute(select(*columns).where(tables.paper.c.code.in_(wanted))).mappings()
    known = {row["code"]: dict(row) for row in rows}
    for place, row in books.taken.items():
        if known.get(row["code"]) != row:
            findings.add("record_taken", place, paper=row["code"])
