"""The dossiers that a paper counts for: its own, or those of the product, establishment or producer it is of."""

from cycle.transactions import Transaction


def programmes_of_paper(transaction: Transaction, paper: str) -> list[str]:
    """The programmes with an open dossier that a paper counts for, the latest first."""
    return [code for (code,) in transaction.rows(_PROGRAMMES, (paper,))]


def dossier_of_paper(transaction: Transaction, paper: str, programme: str) -> str | None:
    """One of the dossiers of a programme that a paper counts for, an open one if there is any."""
    found = transaction.row(_DOSSIER, (paper, programme))
    return str(found[0]) if found else None


_COUNTS = (
    "FROM paper p JOIN dossier d ON CASE p.holder_kind "
    "WHEN 'dossier' THEN d.root = (SELECT h.root FROM dossier h WHERE h.code = p.holder) "
    "WHEN 'producer' THEN d.producer = p.holder WHEN 'product' THEN d.product = p.holder "
    "ELSE d.producer = (SELECT w.producer FROM establishment w WHERE w.code = p.holder) END WHERE p.code = ? "
)
_PROGRAMMES = (
    f"SELECT d.programme {_COUNTS}AND d.final IS NULL GROUP BY d.programme "
    "ORDER BY MAX(d.opened) DESC, d.programme DESC"
)
_DOSSIER = (
    f"SELECT d.code {_COUNTS}AND d.programme = ? "
    "ORDER BY CASE WHEN d.code = p.holder THEN 0 WHEN d.final IS NULL THEN 1 ELSE 2 END, d.opened DESC, d.code LIMIT 1"
)
