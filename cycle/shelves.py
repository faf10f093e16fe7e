"""The papers that a dossier may look at, as they are read from their rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from cycle import statements
from cycle.transactions import Query, Transaction
from workflows.facts import PaperFact
from workflows.guards.paper_guard import Shelf
from workflows.verdict import Reason

HOLDERS = ("producer", "product", "establishment", "dossier")


def papers_of(transaction: Transaction, query: Query) -> tuple[PaperFact, ...]:
    """What a query finds, in one order on every database: by whose they are, then by their codes."""
    rows = sorted(transaction.rows(*query), key=lambda row: (HOLDERS.index(row[3]), row[4], row[0]))
    return tuple(_paper(row) for row in rows)


def shelf_of(transaction: Transaction, producer: str, product: str) -> Shelf:
    """The papers that a dossier to be opened for a product may look at."""
    papers = papers_of(transaction, (statements.PAPERS, (producer, product, product, "")))
    places = frozenset(paper.holder for paper in papers if paper.holder_kind == "establishment")
    return Shelf(papers, {"producer": frozenset({producer}), "product": frozenset({product}), "establishment": places})


def unknown_papers(transaction: Transaction, dossier: str, papers: Mapping[str, Iterable[str]]) -> list[Reason]:
    """Why papers, named by criterion, show nothing of a dossier: they lie on none of the shelves that it may look at.

    A paper of somebody else is told like one that nobody has.
    """
    producer, product, root = transaction.row(_OWN, (dossier,)) or (None, None, None)
    own = {code for code, *_ in transaction.rows(statements.PAPERS, (producer, product, product, root))}
    named = dict.fromkeys(chain.from_iterable(papers.values()))
    return [Reason("paper_unknown", {"code": code}) for code in named if code not in own]


def _paper(row: tuple[Any, ...]) -> PaperFact:
    code, kind, version, holder_kind, holder, status, received, issued, expires, count, own = row
    days = [date.fromisoformat(day) if day else None for day in (issued, expires)]
    return PaperFact(
        code, kind, version, holder_kind, holder, status, date.fromisoformat(received), days[0], days[1], count, own
    )


_OWN = "SELECT producer, product, root FROM dossier WHERE code = ?"
