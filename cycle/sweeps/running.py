"""One sweep: everything that is due at or before now and not yet done, by any number of workers at once."""

import secrets
from datetime import timedelta

from cycle.canonical import canonical
from cycle.clock import instant_text, read_instant
from cycle.office import Office
from cycle.sweeps.aside import forget_settled, known_aside
from cycle.sweeps.deadlines import Pass, foresee_deadlines, sweep_deadlines
from cycle.sweeps.lag import lag_since, last_finished, record_lag
from cycle.sweeps.pages import any_due
from cycle.sweeps.papers import foresee_papers, looks_due, sweep_papers
from cycle.sweeps.patience import patiently
from cycle.sweeps.result import Swept, Tally, swept
from cycle.sweeps.seasons import WINDOW, foresee_season, programmes_due, sweep_season
from cycle.transactions import Transaction

KEPT = timedelta(days=92)


def sweep(office: Office, worker: str) -> Swept:
    """Do what is due now; `worker` names who does it. What cannot be done is set aside.

    Raises ContentionError and what the driver says where the database does not let anything be done: what was done
    until then is kept, and the next sweep goes on from there.
    """
    now = instant_text(office.clock.now())
    code = f"{now}-{secrets.token_hex(4)}"
    tally = Tally()
    lag = patiently(lambda: _begin(office, (code, worker, now)))
    tally.lag = lag
    with office.database.reading() as transaction:
        way = Pass(office, now, tally, known_aside(transaction))
        seasons = dict.fromkeys([*programmes_due(transaction, office, now), *_seasons_aside(way)])
        looks = looks_due(transaction, office)
        due = any_due(transaction, now)
    for programme in seasons:
        sweep_season(way, programme)
    if due:
        sweep_deadlines(way)
    for programme, zone in looks:
        sweep_papers(way, programme, zone)
    return patiently(lambda: _end(way, code, worker))


def foresee(office: Office, worker: str) -> Swept:
    """What `sweep` would do now, by the same code from a snapshot; nothing is locked or written."""
    now = instant_text(office.clock.now())
    tally = Tally()
    with office.database.reading() as transaction:
        tally.lag = lag_since(last_finished(transaction, now), now)
        way = Pass(office, now, tally, known_aside(transaction))
        for programme in programmes_due(transaction, office, now):
            foresee_season(way, transaction, programme)
        foresee_deadlines(way, transaction)
        for programme, zone in looks_due(transaction, office):
            foresee_papers(way, transaction, programme, zone)
    return swept("", worker, (now, now), tally)


def _begin(office: Office, begun: tuple[str, str, str]) -> dict[str, str] | None:
    """Note that a sweep has begun; the lag before it, if this worker is the first to find it."""
    with office.database.writing() as transaction:
        lag = lag_since(last_finished(transaction, begun[2]), begun[2])
        new = lag is not None and record_lag(transaction, office, lag)
        transaction.write("INSERT INTO sweep (code, worker, started) VALUES (?, ?, ?)", begun)
    return dict(lag) if lag and new else None


def _end(way: Pass, code: str, worker: str) -> Swept:
    """Note how a sweep has ended, and forget what no longer tells anything."""
    with way.office.database.writing() as transaction:
        finished = instant_text(way.office.clock.now())
        result = swept(code, worker, (way.now, finished), way.tally)
        if way.known:
            forget_settled(transaction, way.now)
        transaction.write(_FINISH, (finished, canonical(result.value), code))
        _forget_old(transaction, way.now)
    return result


def _seasons_aside(way: Pass) -> list[str]:
    return sorted(subject for kind, subject, _, _ in way.known if kind == WINDOW)


def _forget_old(transaction: Transaction, now: str) -> None:
    transaction.run("DELETE FROM sweep WHERE finished < ?", (instant_text(read_instant(now) - KEPT),))


_FINISH = "UPDATE sweep SET finished = ?, result = ? WHERE code = ?"
