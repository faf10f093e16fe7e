"""The sweep over seasons: windows that open and close, and the season's end, each told once and in order."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from cycle.clock import day_in, instant_text
from cycle.commands.aside import blamed, put_aside, take_back
from cycle.commands.expiring import SYSTEM, HinderedError
from cycle.database import patiently
from cycle.history import Act, Entry, append
from cycle.office import Office
from cycle.publication import Published
from cycle.sweeps.deadlines import Pass
from cycle.sweeps.ledger import DONE, Effect, Key, keep, marks_of
from cycle.sweeps.result import Aside
from cycle.transactions import Transaction
from workflows.deadlines.marks import beginning_of, end_of_day
from workflows.programme import Programme
from workflows.verdict import Reason

WINDOW, SEASON = "window", "season"
OPENED, CLOSED, ENDED = "window_opened", "window_closed", "season_ended"


@dataclass(frozen=True, order=True)
class Turn:
    """Something that a day of the timetable brings by itself; `at` is the stored text of its instant."""

    at: str
    kind: str
    window: str
    event: str
    day: str

    @property
    def mark(self) -> str:
        """Its name in the ledger; a day that a later publication moves is a turn of its own."""
        return f"{self.event}@{self.day}"


def due_turns(
    programme: Programme, done: Collection[tuple[str, str, str]], now: str, closed: str | None = None
) -> list[Turn]:
    """The turns of a programme's season at or before `now`, the earliest first, but for those `done`.

    A window closes, and the season ends, as the last day is over. Where the programme was `closed` on a day, nothing
    that would have come after that day.
    """
    over = instant_text(end_of_day(date.fromisoformat(closed), programme.zone)) if closed else None
    every = sorted(_turns(programme, programme.zone))
    came = [one for one in every if one.at <= now and (over is None or one.at < over)]
    return [one for one in came if (one.kind, one.window, one.mark) not in done]


def sweep_season(way: Pass, programme: str) -> None:
    """Record every turn of a programme that has come, in order and in one transaction, or set it aside."""
    key: Key = (WINDOW, programme, "", 0)
    try:
        patiently(lambda: _sweep(way, programme, key))
    except Exception as wrong:  # noqa: BLE001 - one programme that cannot be read must not stop the rest
        reason = blamed(wrong)
        put_aside(way.office.database, key, reason, way.now)
        way.tally.aside.append(Aside(key, reason))


def foresee_season(way: Pass, transaction: Transaction, programme: str) -> None:
    """Tell what `sweep_season` would do; nothing is written."""
    try:
        _, due = _due(transaction, way.office, programme, way.now)
    except Exception as wrong:  # noqa: BLE001 - as in the sweep
        way.tally.aside.append(Aside((WINDOW, programme, "", 0), blamed(wrong)))
        return
    _count(way, due)


def _sweep(way: Pass, programme: str, key: Key) -> None:
    with way.office.database.writing() as transaction:
        if transaction.row(CLAIM, (programme,)) is None:
            way.tally.counts["left"] += 1
            return
        published, due = _due(transaction, way.office, programme, way.now)
        now = way.office.clock.now()
        for turn in due:
            told = {"event": turn.event, "code": programme, "window": turn.window, "day": turn.day, "at": turn.at}
            day = day_in(published.rules.programmes[programme].zone, now)
            entry = Entry(f"programme/{programme}", SEASON, day, told, publication=published.hash)
            recorded = append(transaction, Act(SYSTEM, now), entry)
            place = (turn.kind, programme, turn.window, 0, turn.mark, turn.at, way.now, DONE, None, recorded.seq)
            keep(transaction, [Effect(*place)])
        if key in way.known:
            take_back(transaction, key)
    _count(way, due)


def _count(way: Pass, due: list[Turn]) -> None:
    for turn in due:
        way.tally.counts["windows" if turn.kind == WINDOW else "seasons"] += 1


def _due(transaction: Transaction, office: Office, programme: str, now: str) -> tuple[Published, list[Turn]]:
    """The turns at or before now that are not in the ledger, for a closed programme those until then.

    Raises HinderedError, UnreadablePublicationError.
    """
    found = transaction.row("SELECT zone, closed FROM programme WHERE code = ?", (programme,))
    zone, closed = found or (office.zone, None)
    day = day_in(zone, office.clock.now())
    published = office.rulebook.on(transaction, day)
    if published is None:
        raise HinderedError(Reason("no_publication", {"day": day}))
    declared = published.rules.programmes.get(programme)
    if declared is None and closed is not None:
        return published, []
    if declared is None:
        raise HinderedError(Reason("programme_unknown", {"programme": programme}))
    done = marks_of(transaction, (WINDOW, SEASON), programme)
    return published, due_turns(declared, done, now, closed)


def _turns(programme: Programme, zone: str) -> Iterator[Turn]:
    for window in programme.windows.values():
        opens, closes = instant_text(beginning_of(window.opens, zone)), instant_text(end_of_day(window.closes, zone))
        yield Turn(opens, WINDOW, window.name, OPENED, window.opens.isoformat())
        yield Turn(closes, WINDOW, window.name, CLOSED, window.closes.isoformat())
    over = instant_text(end_of_day(programme.ends, zone))
    yield Turn(over, SEASON, "", ENDED, programme.ends.isoformat())


# Whoever opens dossiers in it holds it: then it is left for the next turn.
CLAIM = "SELECT code FROM programme WHERE code = ? FOR UPDATE SKIP LOCKED"
