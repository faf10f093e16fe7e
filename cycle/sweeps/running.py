"""One sweep: everything that is due at or before now and not yet done, by any number of workers at once."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from cycle.canonical import canonical
from cycle.clock import instant_text, read_instant
from cycle.commands.aside import forget_settled
from cycle.database import patiently
from cycle.office import Office
from cycle.sweeps.around import Around, look_around
from cycle.sweeps.deadlines import Pass, foresee_deadlines, sweep_deadlines
from cycle.sweeps.lag import record_lag
from cycle.sweeps.papers import foresee_papers, sweep_papers
from cycle.sweeps.result import Swept, Tally, swept
from cycle.sweeps.seasons import foresee_season, sweep_season

KEPT = timedelta(days=92)
Begun = tuple[str, str, str]


def sweep(office: Office, worker: str) -> Swept:
    """Do what is due now; `worker` names who does it. What cannot be done is set aside.

    Raises ContentionError and what the driver says where the database does not let anything be done: what was done
    until then is kept, and the next sweep goes on from there.
    """
    now = instant_text(office.clock.now())
    begun = (f"{now}-{secrets.token_hex(4)}", worker, now)
    with office.database.reading() as transaction:
        around = look_around(transaction, office, now)
    if around.nothing:
        return patiently(lambda: _note(office, begun))
    tally = Tally(lag=patiently(lambda: _begin(office, begun, around.lag)))
    way = Pass(office, now, tally, around.known)
    for programme in around.seasons:
        sweep_season(way, programme)
    if around.due:
        sweep_deadlines(way)
    for programme, zone in around.looks:
        sweep_papers(way, programme, zone)
    return patiently(lambda: _end(way, begun, around))


def foresee(office: Office, worker: str) -> Swept:
    """What `sweep` would do now, by the same code from a snapshot; nothing is locked or written."""
    now = instant_text(office.clock.now())
    with office.database.reading() as transaction:
        around = look_around(transaction, office, now)
        way = Pass(office, now, Tally(lag=around.lag), around.known)
        for programme in around.seasons:
            foresee_season(way, transaction, programme)
        foresee_deadlines(way, transaction)
        for programme, zone in around.looks:
            foresee_papers(way, transaction, programme, zone)
    return swept(("", worker, now), now, way.tally)


def _note(office: Office, begun: Begun) -> Swept:
    """Note a sweep that found nothing: it begins and ends at once."""
    finished = instant_text(office.clock.now())
    result = swept(begun, finished, Tally())
    with office.database.writing() as transaction:
        transaction.write(_NOTE, (*begun, finished, canonical(result.value)))
        # Where the machine fails now, that nothing was found may be forgotten: nobody waits for the server's disk.
        transaction.foresee([(_UNHURRIED, ())])
    return result


def _begin(office: Office, begun: Begun, lag: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Note that a sweep has begun; the lag before it, if this worker is the first to find it."""
    with office.database.writing() as transaction:
        new = lag is not None and record_lag(transaction, office, lag)
        transaction.write("INSERT INTO sweep (code, worker, started) VALUES (?, ?, ?)", begun)
    return lag if new else None


def _end(way: Pass, begun: Begun, around: Around) -> Swept:
    """Note how a sweep has ended, and forget what no longer tells anything: of old sweeps, once a day."""
    with way.office.database.writing() as transaction:
        finished = instant_text(way.office.clock.now())
        result = swept(begun, finished, way.tally)
        if around.known:
            forget_settled(transaction, way.now)
        transaction.write(_FINISH, (finished, canonical(result.value), begun[0]))
        if around.looks:
            transaction.run(_FORGET, (instant_text(read_instant(way.now) - KEPT),))
    return result


_NOTE = "INSERT INTO sweep (code, worker, started, finished, result) VALUES (?, ?, ?, ?, ?)"
_UNHURRIED = "SELECT set_config('synchronous_commit', 'off', true)"
_FINISH = "UPDATE sweep SET finished = ?, result = ? WHERE code = ?"
# One that was killed has never ended: it is as old as its beginning.
_FORGET = "DELETE FROM sweep WHERE COALESCE(finished, started) < ?"
