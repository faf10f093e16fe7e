"""Stored dossiers as snapshots: one that a view shows, and the line of dossiers that led to it."""

from sqlalchemy import select

from cycle.database import Transaction
from cycle.history import Snapshot, snapshot_of
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import dossier


def snapshot_seen(transaction: Transaction, view: View, code: str) -> Snapshot | None:
    """The dossier as its row says; None where there is none or the view does not show it."""
    statement = select(dossier).where(dossier.c.code == code, dossiers_seen(view))
    found = transaction.connection.execute(statement).first()
    return snapshot_of(tuple(found)) if found else None


def line_of(transaction: Transaction, snapshot: Snapshot) -> tuple[str, ...]:
    """The dossier and those that led to it, from itself to its root."""
    statement = select(dossier.c.code, dossier.c.parent).where(dossier.c.root == snapshot.root)
    parents = {row.code: row.parent for row in transaction.connection.execute(statement)}
    line, above = [snapshot.code], snapshot.parent
    while above is not None:
        line.append(above)
        above = parents.get(above)
    return tuple(line)
