"""`ocop sweep` and `ocop worker`: doing what time brings, once or again and again."""

import json
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import Whole
from cycle.cli.letter.passes import log_told, told_json, told_pairs, told_tables, worker_name
from cycle.cli.telling.answers import DONE, FAILED, INTERRUPTED, NOT_FOUND
from cycle.cli.telling.asides import aside_rows
from cycle.cli.telling.foreseen import foreseen_json, foreseen_table, tell_foreseen
from cycle.cli.telling.lists import Shown, Table, wall, write_shown
from cycle.cli.telling.output import shown, talk, tell
from cycle.clock import WallClock
from cycle.database import ContentionError, said_by_driver
from cycle.letters.foreseeing import Foreseen, foreseen_by_sweep
from cycle.letters.post import Post
from cycle.letters.running import Told
from cycle.letters.running import tell as tell_letters
from cycle.log import log_event
from cycle.office import Office
from cycle.scheduler import Beside, run_every, until_told
from cycle.sweeps import KINDS, Swept, foresee, sweep
from cycle.sweeps.ledger import Effect

A_DAY = 24 * 60


@command("sweep")
@option("--once", is_flag=True)
@option("--dry-run", is_flag=True)
@option("--text", "text", is_flag=True)
@click.pass_obj
def sweep_once(session: Session, once: bool, dry_run: bool, text: bool) -> int:
    if not once:
        raise Failure("sweep_once", NOT_FOUND)
    if text and not dry_run:
        raise Failure("text_of_dry_run")
    office = session.app().office
    found = (foresee if dry_run else sweep)(office, worker_name())
    told = None
    if not dry_run:
        log_swept(found, 0.0)
        told = tell_letters(office, session.app().post(), worker_name())
        log_told(told, 0.0)
    letters = foreseen_by_sweep(office, map(effect_of, found.foreseen), texts=text) if dry_run else ()
    _report(session, found, told, letters)
    if text and not session.json:
        tell_foreseen(session, letters)
    return FAILED if found.aside or (told and (told.wrong or told.hindered)) else DONE


@command("worker")
@option("--every", "minutes", type=Whole(1, A_DAY), default=5, metavar="MINUTES")
@click.pass_obj
def worker(session: Session, minutes: int) -> int:
    with until_told() as ending:
        office = session.app().office
        talk(session.texts.say("worker.started", minutes=minutes, worker=worker_name()))
        write = _write_line if session.json else None
        letters = Beside(told_by(office, session.app().post(), write))
        try:
            work = swept_by(office, letters.ask, write)
            ended = run_every(minutes, work, office.zone, WallClock().now(), ending)
        finally:
            letters.end()
    talk(session.texts.say("worker.ended"))
    return INTERRUPTED if ended == signal.SIGINT else DONE


def swept_by(
    office: Office, then: Callable[[], None], told: Callable[[Mapping[str, Any]], None] | None = None
) -> Callable[[], None]:
    """One sweep, which tells the log how it ended and never raises: the next one goes on where it stopped.

    `told` gets the same as plain values; `then` is called when it has come to its end.
    """

    def work() -> None:
        began = perf_counter()
        try:
            found = sweep(office, worker_name())
        except Exception as wrong:  # noqa: BLE001 - a database that is away now may be back at the next sweep
            said = "locked" if isinstance(wrong, ContentionError) else said_by_driver(wrong)
            log_event(logging.ERROR, "sweep_failed", kind=type(wrong).__name__, detail=said)
            if told is not None:
                told({"result": "error", "code": "sweep_failed", "kind": type(wrong).__name__, "text": said})
            return
        log_swept(found, perf_counter() - began)
        if told is not None:
            told(_swept_alone(found))
        then()

    return work


def told_by(office: Office, post: Post, told: Callable[[Mapping[str, Any]], None] | None = None) -> Callable[[], bool]:
    """One pass over letters, told as a sweep is; whether there is more to send than the time of a pass allows."""

    def work() -> bool:
        began = perf_counter()
        letters = tell_letters(office, post, worker_name())
        log_told(letters, perf_counter() - began)
        if told is not None:
            told({"result": "done", "letters": told_json(letters)})
        return letters.more

    return work


def effect_of(one: Effect) -> tuple[str, str, str, int, str]:
    """What names an effect of a sweep."""
    return one[:5]


def _swept(found: Swept, told: Told | None, letters: Sequence[Foreseen] = ()) -> Mapping[str, Any]:
    """A sweep and the pass over letters after it for programs; without one it was a dry run."""
    how = "dry_run" if told is None else "done"
    return {**_swept_alone(found), "result": how, "letters": told_json(told) if told else foreseen_json(letters)}


def _swept_alone(found: Swept) -> Mapping[str, Any]:
    about = {"result": "done", "sweep": found.code or None, "started": found.started, "finished": found.finished}
    return {**about, **found.value}


def _write_line(value: Mapping[str, Any]) -> None:
    """One line of JSON for each sweep, and for each pass over letters."""
    tell(json.dumps(value, ensure_ascii=False))


def log_swept(found: Swept, seconds: float) -> None:
    """Tell the log what a sweep did."""
    done = {kind: count for kind, count in found.counts.items() if count}
    lag = found.lag["from"] if found.lag else None
    told = {"sweep": found.code, "lag_since": lag, "set_aside": len(found.aside) or None, **done}
    level = logging.WARNING if found.aside or found.lag else logging.INFO
    log_event(level, "swept", duration_ms=round(seconds * 1000) or None, **told)


def _report(session: Session, found: Swept, told: Told | None, letters: Sequence[Foreseen]) -> None:
    texts, how = session.texts.under(session.rules()), "dry_run" if told is None else "done"
    if found.lag and not session.json:
        talk(texts.say(f"sweep_lag.{how}", since=shown(wall(found.lag["from"]))))
    counts: list[tuple[str, Any]] = [(texts.say(f"swept.{kind}"), found.counts[kind]) for kind in KINDS]
    keys = [(*one.key, one.reason) for one in found.aside]
    tables = [Table("table.set_aside", ("what", "subject", "deadline_name", "reason"), aside_rows(texts, keys))]
    if told is not None:
        counts += told_pairs(texts, told, session.app().post())
        tables += told_tables(session, told)
    else:
        counts.append((texts.say("telling.foreseen_count"), len(letters)))
        tables.append(foreseen_table(session, letters))
    title = texts.say(f"sweep.{how}", at=shown(wall(found.started)))
    write_shown(session, Shown(lambda: _swept(found, told, letters), tables, title, counts))
