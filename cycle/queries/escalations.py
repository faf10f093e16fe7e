"""What an expiry has put before the secretariat and nobody has released or answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, func, literal, select

from cycle.clock import instant_text
from cycle.database import Transaction
from cycle.facts import read_family
from cycle.office import Office
from cycle.owing import owed_by, superiors
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import deadline, dossier, dossier_title, product, record
from cycle.verdicts import definition_of, programme_of
from workflows.verdict import Reason

WAITING = "waiting"


@dataclass(frozen=True)
class Escalation:
    """A deadline that ran out and waits for the secretariat `since` an instant.

    `owing` are the parties that owe the act (`organisation:CODE`), `above` the organisations to which it can be
    released; both are as of today.
    """

    dossier: str
    about: str
    deadline: str
    opened_seq: int
    definition: str
    programme: str
    state: str
    last_day: date
    since: str
    proposal: str | None
    owing: tuple[str, ...]
    above: tuple[str, ...]


def find_escalations(office: Office, view: View, programme: str | None = None) -> tuple[Escalation, ...]:
    """All that wait, of the dossiers that a view shows, the longest waiting first."""
    with office.database.reading() as transaction:
        now = instant_text(office.clock.now())
        about = func.coalesce(product.c.name, dossier_title.c.title, dossier.c.code).label("about")
        stream = literal("dossier/") + dossier.c.code
        statement = (
            select(deadline, dossier.c.definition, dossier.c.programme, dossier.c.state, record.c.recorded, about)
            .join(dossier, dossier.c.code == deadline.c.dossier)
            .join(record, (record.c.stream == stream) & (record.c.seq == deadline.c.expired_seq))
            .join(product, product.c.code == dossier.c.product, isouter=True)
            .join(dossier_title, dossier_title.c.dossier == dossier.c.code, isouter=True)
            .where(deadline.c.status == "open", deadline.c.due <= now, deadline.c.escalation == WAITING)
            .where(dossiers_seen(view))
            .order_by(record.c.recorded, deadline.c.dossier, deadline.c.name)
        )
        if programme is not None:
            statement = statement.where(dossier.c.programme == programme)
        rows = transaction.connection.execute(statement).mappings().all()
        return tuple(_escalation(transaction, office, row) for row in rows)


def _escalation(transaction: Transaction, office: Office, row: RowMapping) -> Escalation:
    owing, above = _parties(transaction, office, row)
    return Escalation(
        dossier=row["dossier"],
        about=row["about"],
        deadline=row["name"],
        opened_seq=row["opened_seq"],
        definition=row["definition"],
        programme=row["programme"],
        state=row["state"],
        last_day=date.fromisoformat(row["last_day"]),
        since=row["recorded"],
        proposal=row["proposal"],
        owing=owing,
        above=above,
    )


def _parties(transaction: Transaction, office: Office, row: RowMapping) -> Sequence[tuple[str, ...]]:
    """Who owes the act, and those above them; nobody where no publication says so."""
    family = read_family(transaction, row["dossier"], office.clock)
    placed = programme_of(transaction, office, family, row["dossier"]) if family else None
    if family is None or placed is None or isinstance(placed, Reason):
        return (), ()
    published, programme = placed
    definition = definition_of(transaction, office, published, family, row["dossier"])
    facts = family.facts(row["dossier"], programme)
    owing = owed_by(published.rules, definition, definition.deadlines[row["name"]], facts)
    return owing, superiors(transaction, owing, facts, family.today)
