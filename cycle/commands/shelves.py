"""Whose row is locked when a paper of a holder changes, in which stream it is recorded, and where the holder lies."""

from dataclasses import dataclass

from cycle import statements
from cycle.database import Transaction


@dataclass(frozen=True)
class Owner:
    """Whose row is locked for a holder's papers, the stream they are recorded in, and where it lies."""

    stream: str
    producer: str
    places: tuple[str, ...]


_PRODUCER_OF = {
    "producer": "SELECT code FROM producer WHERE code = ?",
    "establishment": "SELECT producer FROM establishment WHERE code = ?",
    "product": "SELECT producer FROM product WHERE code = ?",
    "dossier": "SELECT producer FROM dossier WHERE code = ?",
}
_PLACES_OF = {
    "producer": "SELECT organisation FROM producer WHERE code = ? UNION "
    "SELECT a.organisation FROM product p JOIN product_area a ON a.product = p.code WHERE p.producer = ?",
    "establishment": "SELECT organisation FROM establishment WHERE code = ? UNION "
    "SELECT a.organisation FROM product_establishment e JOIN product_area a ON a.product = e.product "
    "WHERE e.establishment = ?",
    "product": "SELECT organisation FROM product_area WHERE product = ? OR product = ?",
    "dossier": "SELECT a.organisation FROM dossier d JOIN product_area a ON a.product = d.product "
    "WHERE d.code = ? OR d.code = ?",
}


def lock_owner(transaction: Transaction, holder_kind: str, holder: str) -> Owner | None:
    """Lock the row that owns a holder's papers: the dossier or the producer; None where there is no such holder."""
    found = transaction.row(_PRODUCER_OF[holder_kind], (holder,)) if holder_kind in _PRODUCER_OF else None
    if found is None:
        return None
    producer = found[0]
    if holder_kind == "dossier":
        transaction.row(statements.LOCK_DOSSIER, (holder,))
    else:
        transaction.row(statements.LOCK_PRODUCER, (producer,))
    places = tuple(code for (code,) in transaction.rows(_PLACES_OF[holder_kind], (holder, holder)))
    stream = f"dossier/{holder}" if holder_kind == "dossier" else f"producer/{producer}"
    return Owner(stream, producer, places)
