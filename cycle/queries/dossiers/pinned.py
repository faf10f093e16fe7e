"""The workflow texts that dossiers pin, where the titles of their states and triggers stand."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from cycle.clock import day_in
from cycle.office import Office
from cycle.tables import dossier
from workflows.definition import Definition

AT_ONCE = 500


def pinned_workflows(office: Office, codes: Collection[str]) -> Mapping[str, str]:
    """The hash of the workflow of each dossier there is, by the dossier's code."""
    ordered = sorted(codes)
    found: dict[str, str] = {}
    with office.database.reading() as transaction:
        for start in range(0, len(ordered), AT_ONCE):
            part = ordered[start : start + AT_ONCE]
            statement = select(dossier.c.code, dossier.c.definition).where(dossier.c.code.in_(part))
            found.update((row.code, row.definition) for row in transaction.connection.execute(statement))
    return found


def pinned_definition(office: Office, code: str) -> Definition | None:
    """The workflow that a dossier pins; None where there is no such dossier or nothing is published."""
    hash_ = pinned_workflows(office, [code]).get(code)
    if hash_ is None:
        return None
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, day_in(office.zone, office.clock.now()))
        return office.rulebook.definition(transaction, hash_, published) if published else None
