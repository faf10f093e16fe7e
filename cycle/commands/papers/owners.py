"""Whose row is locked when a paper of a holder changes, in which stream it is recorded, and where the holder lies."""

from collections.abc import Iterable
from dataclasses import dataclass

from cycle import statements
from cycle.database import Transaction


@dataclass(frozen=True)
class Owner:
    """Whose row is locked for a holder's papers, the stream they are recorded in, and where it lies.

    `producer` is empty for a dossier that stands for itself.
    """

    stream: str
    producer: str
    places: tuple[str, ...]


_PRODUCER_OF = {
    "producer": "SELECT code FROM producer WHERE code = ?",
    "establishment": "SELECT producer FROM establishment WHERE code = ?",
    "product": "SELECT producer FROM product WHERE code = ?",
    "dossier": "SELECT COALESCE(producer, '') FROM dossier WHERE code = ?",
}
_PLACES_OF = {
    "producer": "SELECT organisation FROM producer WHERE code = ? UNION "
    "SELECT a.organisation FROM product p JOIN product_area a ON a.product = p.code WHERE p.producer = ?",
    "establishment": "SELECT organisation FROM establishment WHERE code = ? UNION "
    "SELECT a.organisation FROM product_establishment e JOIN product_area a ON a.product = e.product "
    "WHERE e.establishment = ?",
    "product": "SELECT organisation FROM product_area WHERE product = ? OR product = ?",
    "dossier": "SELECT a.organisation FROM dossier d JOIN product_area a ON a.product = d.product WHERE d.code = ? "
    "UNION SELECT organisation FROM party WHERE dossier = ?",
}


Holder = tuple[str, str]


def lock_owners(transaction: Transaction, holders: Iterable[Holder]) -> dict[Holder, Owner | None]:
    """Lock what owns the papers of some holders (kind and code), in the order in which an act on a dossier locks.

    First the root of each dossier's family, then the dossiers, then the producers of the others, each sorted by code.
    None stands for a holder that is not there.
    """
    found = {one: _producer_of(transaction, *one) for one in sorted(set(holders))}
    dossiers = [code for (kind, code), producer in found.items() if kind == "dossier" and producer is not None]
    roots = {row[0] for code in dossiers if (row := transaction.row(statements.ROOT_OF, (code,)))}
    for code in (*sorted(roots), *sorted(set(dossiers) - roots)):
        transaction.row(statements.LOCK_DOSSIER, (code,))
    for code in sorted({code for (kind, _), code in found.items() if kind != "dossier" and code is not None}):
        transaction.row(statements.LOCK_PRODUCER, (code,))
    return {one: _owner(transaction, one, producer) for one, producer in found.items()}


def _producer_of(transaction: Transaction, kind: str, code: str) -> str | None:
    found = transaction.row(_PRODUCER_OF[kind], (code,)) if kind in _PRODUCER_OF else None
    return found[0] if found else None


def _owner(transaction: Transaction, holder: Holder, producer: str | None) -> Owner | None:
    if producer is None:
        return None
    kind, code = holder
    places = tuple(one for (one,) in transaction.rows(_PLACES_OF[kind], (code, code)))
    return Owner(f"dossier/{code}" if kind == "dossier" else f"producer/{producer}", producer, places)
