"""What a sheet of acts needs to know of its dossiers: where they stand, and when their acts were recorded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from cycle.office import Office
from cycle.publication import Published
from cycle.queries.paging import parts
from cycle.tables import dossier, record
from workflows.definition import Definition
from workflows.naming import Text

AT_ONCE = 500


@dataclass(frozen=True)
class Stand:
    """The state that a dossier is in, and the workflow that it pins."""

    state: str
    definition: Definition

    @property
    def offered(self) -> Mapping[str, Text]:
        """The acts out of the state, each with its title."""
        moves = self.definition.offers[self.state]
        return {move.trigger: self.definition.triggers[move.trigger] for move in moves}


def stands_of(office: Office, published: Published, codes: Collection[str]) -> Mapping[str, Stand]:
    """Where each dossier there is stands, by its code."""
    found: dict[str, Stand] = {}
    with office.database.reading() as transaction:
        for part in parts(codes):
            columns = (dossier.c.code, dossier.c.state, dossier.c.definition)
            statement = select(*columns).where(dossier.c.code.in_(part))
            for code, state, pinned in transaction.connection.execute(statement):
                found[code] = Stand(state, office.rulebook.definition(transaction, pinned, published))
    return found


def recorded_at(office: Office, records: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The instant of each record, by its stream and its place there."""
    wanted, found = sorted(set(records)), dict[tuple[str, int], Any]()
    with office.database.reading() as transaction:
        for start in range(0, len(wanted), AT_ONCE):
            columns = (record.c.stream, record.c.seq, record.c.recorded)
            chosen = tuple_(record.c.stream, record.c.seq).in_(wanted[start : start + AT_ONCE])
            rows = transaction.connection.execute(select(*columns).where(chosen))
            found.update({(stream, seq): instant for stream, seq, instant in rows})
    return found
