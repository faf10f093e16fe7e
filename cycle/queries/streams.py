"""Whether something has a history at all, whoever may see it."""

from sqlalchemy import select

from cycle.office import Office
from cycle.tables import record

REGISTER = "register"


def stream_of(which: str) -> str:
    """The stream of a name: a stream's own (`producer/…`, `register`), or a dossier's code."""
    return which if "/" in which or which == REGISTER else f"dossier/{which}"


def is_recorded(office: Office, which: str) -> bool:
    """Whether there is such a stream or dossier."""
    with office.database.reading() as transaction:
        found = select(record.c.seq).where(record.c.stream == stream_of(which)).limit(1)
        return transaction.connection.execute(found).first() is not None
