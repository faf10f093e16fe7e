"""The workbooks that an office fills in, and how the register is written into each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement

from cycle.commands.certified import FAMILY as CERTIFICATE
from cycle.database import Transaction
from cycle.imports.certificates import offered as certificate_lists
from cycle.imports.organisations import offered as organisation_lists
from cycle.imports.running import Offered
from cycle.imports.states import offered as dossier_lists
from cycle.imports.stored.certificates import certificate_row
from cycle.imports.stored.dossiers import dossier_row
from cycle.imports.stored.kept import Kept, kept_dossiers
from cycle.imports.stored.organisations import stored_contacts, stored_organisations
from cycle.imports.stored.products import stored_makers
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.choices import wrong_programme
from cycle.queries.register.register import READS_CONTACTS, READS_REGISTER
from cycle.queries.viewing import SEEING, View, dossiers_seen
from cycle.sheets import (
    CERTIFICATES_BOOK,
    DOSSIERS_BOOK,
    ORGANISATIONS_BOOK,
    PRODUCTS_BOOK,
    Row,
    Workbook,
    write_workbook,
)
from cycle.tables import dossier
from workflows.rules import Rules
from workflows.verdict import Reason


@dataclass(frozen=True)
class Shelf:
    """What an export reads: a snapshot, the rules of its day, and what the account may see."""

    transaction: Transaction
    office: Office
    published: Published
    view: View
    programme: str | None = None


@dataclass(frozen=True)
class Book:
    """A workbook, the lists that its cells are chosen from, and the register as its rows.

    `reads` are the permissions one of which an export needs; `by_rules`: its lists come from what is published.
    """

    workbook: Workbook
    rows: Callable[[Shelf], Iterable[Row]]
    offered: Callable[[Rules | None], Offered] = lambda _rules: {}
    reads: frozenset[str] = SEEING
    by_rules: bool = False


def write_template(path: Path, book: Book, rules: Rules | None) -> None:
    """Write a workbook with nothing in it; `rules` may be missing where its lists do not come from them."""
    write_workbook(path, book.workbook, (), book.offered(rules))


def export(office: Office, view: View, book: Book, path: Path, programme: str | None = None) -> int | Reason:
    """Write what a view shows of the register into a workbook that can be imported; how many rows there are.

    Where a programme is named, only what is of that programme.
    """
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        wrong = wrong_programme(transaction, published, programme)
        if wrong is not None:
            return wrong
        rows = list(book.rows(Shelf(transaction, office, published, view, programme)))
    write_workbook(path, book.workbook, rows, book.offered(published.rules))
    return len(rows)


def _organisations(shelf: Shelf) -> Iterable[Row]:
    yield from stored_organisations(shelf.transaction)
    if shelf.view.permissions & READS_CONTACTS:
        yield from stored_contacts(shelf.transaction)


def _dossiers(shelf: Shelf) -> Iterable[Row]:
    """Those that are open in the programme."""
    wanted = dossier.c.final.is_(None) & (dossier.c.programme == shelf.programme) & (dossier.c.family != CERTIFICATE)
    return map(dossier_row, _kept(shelf, wanted))


def _certificates(shelf: Shelf) -> Iterable[Row]:
    rules = shelf.published.rules
    return (certificate_row(one.snapshot, rules) for one in _kept(shelf, dossier.c.family == CERTIFICATE))


def _kept(shelf: Shelf, wanted: ColumnElement[bool]) -> Iterable[Kept]:
    return kept_dossiers(shelf.transaction, shelf.office, shelf.published, wanted & dossiers_seen(shelf.view))


BOOKS: Mapping[str, Book] = {
    "products": Book(PRODUCTS_BOOK, lambda shelf: stored_makers(shelf.transaction, shelf.view)),
    "organisations": Book(ORGANISATIONS_BOOK, _organisations, organisation_lists, READS_REGISTER),
    "certificates": Book(CERTIFICATES_BOOK, _certificates, certificate_lists, by_rules=True),
    "dossiers": Book(DOSSIERS_BOOK, _dossiers, dossier_lists, by_rules=True),
}
