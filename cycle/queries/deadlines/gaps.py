"""How long nothing was swept, as history tells it."""

from dataclasses import dataclass
from datetime import timedelta

import orjson
from sqlalchemy import select

from cycle.clock import instant_text
from cycle.office import Office
from cycle.tables import record

# How far back somebody who looks after an office wants to hear of it.
RECENT = timedelta(days=14)


@dataclass(frozen=True)
class Gap:
    """From the end of one sweep to the next, both instants."""

    since: str
    until: str


def last_gap(office: Office) -> Gap | None:
    """The last gap that was recorded in the past 14 days."""
    now = office.clock.now()
    wanted = (
        select(record.c.payload)
        .where(record.c.stream == "register", record.c.kind == "lag")
        .where(record.c.recorded >= instant_text(now - RECENT), record.c.recorded <= instant_text(now))
        .order_by(record.c.seq.desc())
        .limit(1)
    )
    with office.database.reading() as transaction:
        payload = transaction.connection.execute(wanted).scalar()
    if payload is None:
        return None
    told = orjson.loads(payload)
    return Gap(told["from"], told["to"])
