"""Whether what a list is filtered by exists at all: a wrong code is named, never answered by an empty list."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.dossiers.dossiers import DossierFilter
from cycle.queries.dossiers.papers import PaperFilter
from cycle.queries.viewing import View, dossiers_seen, establishments_seen, producers_seen, products_seen
from cycle.tables import dossier, establishment, organisation, producer, product, programme
from workflows.definition import Definition
from workflows.problems import nearest_name
from workflows.verdict import Reason

# Codes are typed wrong at the end more often than at the start; so many are compared at most.
SAME_START, MOST_COMPARED = 2, 2000
Named = Callable[[Definition], Iterable[str]]


def wrong_dossier_filter(office: Office, view: View, wanted: DossierFilter) -> tuple[Reason, ...]:
    """What a filter of dossiers names that neither the rules, pinned ones too, nor the register know."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        found = [
            wrong_programme(transaction, published, wanted.programme),
            wrong_organisation(transaction, wanted.organisation),
            _wrong_producer(transaction, view, wanted.producer),
        ]
        if published is not None:
            texts = partial(_texts, transaction, office, published)
            asked: Mapping[str, tuple[str | None, Named]] = {
                "family": (wanted.family, lambda one: (one.family,)),
                "stage": (wanted.stage, lambda one: (stage.name for stage in one.stages)),
                "state": (wanted.state, lambda one: one.states),
            }
            found += [_declared(texts, what, given, named) for what, (given, named) in asked.items()]
    return tuple(reason for reason in found if reason is not None)


def wrong_paper_filter(office: Office, view: View, wanted: PaperFilter) -> tuple[Reason, ...]:
    """What a filter of papers names that is not there."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        found = [_wrong_holder(transaction, view, wanted.holder_kind, wanted.holder)]
        if published is not None and wanted.type is not None and wanted.type not in published.rules.papers:
            found.append(_unknown("paper_type", wanted.type, published.rules.papers))
    return tuple(reason for reason in found if reason is not None)


def wrong_dossier(office: Office, view: View, given: str | None) -> Reason | None:
    """A dossier that is not there."""
    with office.database.reading() as transaction:
        return _registered(transaction, "dossier", given, ((dossier, dossiers_seen(view)),))


def wrong_deadline(office: Office, view: View, given: str | None) -> Reason | None:
    """A deadline that no workflow declares, pinned ones too."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return None
        return _declared(partial(_texts, transaction, office, published), "deadline", given, lambda one: one.deadlines)


def wrong_programme(transaction: Transaction, published: Published | None, given: str | None) -> Reason | None:
    """A programme that is not there, or whose season has not been opened."""
    if given is None:
        return None
    opened = transaction.connection.execute(select(programme.c.code).order_by(programme.c.code)).scalars().all()
    declared = published.rules.programmes if published else {}
    if given in declared and given not in opened:
        return Reason("season_unopened", {"programme": given})
    return None if given in opened else _unknown("programme", given, list(dict.fromkeys([*opened, *declared])))


def wrong_organisation(transaction: Transaction, given: str | None) -> Reason | None:
    """An organisation that the register does not hold."""
    return _registered(transaction, "organisation", given, ((organisation, None),))


def wrong_party(transaction: Transaction, view: View, given: str | None) -> Reason | None:
    """An organisation or a producer that the register does not hold, by its code or as `kind:code`."""
    kind, _, code = (given or "").rpartition(":")
    tables = {"organisation": (organisation, None), "producer": (producer, producers_seen(view))}
    chosen = [tables[kind]] if kind in tables else list(tables.values())
    return _registered(transaction, "party", code if given is not None else None, chosen)


def _wrong_producer(transaction: Transaction, view: View, given: str | None) -> Reason | None:
    return _registered(transaction, "producer", given, ((producer, producers_seen(view)),))


def _wrong_holder(transaction: Transaction, view: View, kind: str | None, given: str | None) -> Reason | None:
    holders = {
        "dossier": (dossier, dossiers_seen(view)),
        "product": (product, products_seen(view)),
        "producer": (producer, producers_seen(view)),
        "establishment": (establishment, establishments_seen(view)),
    }
    return _registered(transaction, "holder", given, [holders[kind]] if kind else list(holders.values()))


def _registered(
    transaction: Transaction, what: str, given: str | None, tables: Iterable[tuple[Table, ColumnElement[bool] | None]]
) -> Reason | None:
    """A code that stands in none of some tables; the nearest is one that the view shows."""
    if given is None or any(_holds(transaction, table.c.code, given) for table, _ in tables):
        return None
    near = [code for table, seen in tables for code in _alike(transaction, table.c.code, given, seen)]
    return _unknown(what, given, near, closed=False)


def _holds(transaction: Transaction, column: Column[Any], code: str) -> bool:
    return transaction.connection.execute(select(column).where(column == code)).first() is not None


def _alike(
    transaction: Transaction, column: Column[Any], given: str, seen: ColumnElement[bool] | None
) -> Iterable[str]:
    statement = select(column).where(column.startswith(given[:SAME_START], autoescape=True))
    if seen is not None:
        statement = statement.where(seen)
    return transaction.connection.execute(statement.order_by(column).limit(MOST_COMPARED)).scalars()


def _declared(texts: Callable[[], Iterable[Definition]], what: str, given: str | None, named: Named) -> Reason | None:
    if given is None:
        return None
    known = dict.fromkeys(name for one in texts() for name in named(one))
    return None if given in known else _unknown(what, given, known, closed=what != "state")


def _texts(transaction: Transaction, office: Office, published: Published) -> list[Definition]:
    """The workflows of a publication, and those that dossiers pin."""
    pinned = transaction.connection.execute(select(dossier.c.definition).distinct()).scalars().all()
    older = (office.rulebook.definition(transaction, one, published) for one in sorted(pinned))
    return [*published.rules.definitions.values(), *older]


def _unknown(what: str, given: str, known: Collection[str], *, closed: bool = True) -> Reason:
    """What is near, else all there are of a short list."""
    nearest = nearest_name(given, set(known))
    if nearest is None and closed and known:
        return Reason("filter_not_among", {"what": what, "given": given, "known": list(known)})
    return Reason("filter_unknown", {"what": what, "given": given, "nearest": nearest})
