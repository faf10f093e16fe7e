"""The list of programmes whose season has been opened."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cycle.office import Office
from cycle.tables import organisation, programme


@dataclass(frozen=True)
class ProgrammeRow:
    """`published` False: the season is open but no publication in force declares the programme."""

    code: str
    organisation: str
    organisation_name: str
    year: int
    zone: str
    opened: date
    dossiers: int
    published: bool


def list_programmes(office: Office, on: date) -> tuple[ProgrammeRow, ...]:
    """The programmes whose season has been opened, the latest year first."""
    statement = (
        select(programme, organisation.c.name)
        .join(organisation, organisation.c.code == programme.c.organisation)
        .order_by(programme.c.year.desc(), programme.c.code)
    )
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, on)
        declared = published.rules.programmes if published else {}
        rows = transaction.connection.execute(statement).mappings().all()
    return tuple(
        ProgrammeRow(
            row["code"],
            row["organisation"],
            row["name"],
            row["year"],
            row["zone"],
            date.fromisoformat(row["opened"]),
            row["dossiers"],
            row["code"] in declared,
        )
        for row in rows
    )
