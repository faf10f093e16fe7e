"""A council's session with its records: sheets entered, turns closed and concluded, results taken by the dossiers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from bench.grounds import Ground, driver_connection
from bench.profiling import where_time_goes
from bench.rounds import Measured
from bench.table import Result
from cycle import migrations, statements
from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.councils import EnterSheet, act_in
from cycle.commands.fire import Fire, fire
from cycle.commands.permits import Caller
from cycle.transactions import text_for
from tests import judged
from tests.conftest import TestClock
from tests.evaluating import Scene, scene_26
from tests.waiting import before_the_council, minutes_of

OPENED, ENTERED, CLOSED, STEP = (
    "turns opened, per turn, against its rows",
    "sheets entered, per sheet, against its rows",
    "turns closed and concluded, against their rows",
    "step with a result, against COUNCIL_RESULTS",
)
MEMBERS = len(judged.MEMBERS)
LINE = "x" * 1000


@dataclass(frozen=True)
class _Session:
    scene: Scene
    code: str
    dossiers: tuple[str, ...]

    def act(self, kind: type[Any], caller: Caller = judged.SECRETARY, **more: Any) -> None:
        _done(act_in(self.scene.office, kind(caller, self.code, **more)))


def sitting(ground: Ground, turns: int) -> Iterator[Result]:
    """A row for each part of a session about so many dossiers, and one for the steps that take its results."""
    url = ground.url(f"sitting_{turns}")
    migrations.upgrade(url)
    scene = scene_26(url, TestClock())
    dossiers = before_the_council(scene, turns)
    there = _Session(scene, judged.opened(scene), dossiers)
    hand = _Hand(url, postgresql=bool(ground.server))
    for name, work, rows, things in _parts(there, hand):
        yield Result(name, ground.kind, turns, _against(_took(work), _took(rows), things))
    there.act(councils.CloseSession)
    yield _steps(there, ground.kind, hand)
    hand.connection.close()
    scene.office.database.close()


def _parts(there: _Session, hand: "_Hand") -> Iterator[tuple[str, Callable[[], None], Callable[[], None], int]]:
    """Each part by the engine and by hand, and how many things it does."""
    many, dossiers = len(there.dossiers), there.dossiers
    given = judged.best(judged.scoring_set(there.scene.office))
    yield (
        OPENED,
        lambda: there.act(councils.OpenTurns, dossiers=dict.fromkeys(dossiers, judged.SET)),
        hand.rows(1, many),
        many,
    )

    def entered() -> None:
        for dossier in dossiers:
            for account in judged.MEMBERS:
                _done(act_in(there.scene.office, EnterSheet(Caller(account), there.code, dossier, given)))

    yield ENTERED, entered, hand.rows(MEMBERS * many, 1), MEMBERS * many

    def ended() -> None:
        there.act(councils.CloseTurns, dossiers=dossiers)
        there.act(councils.ConcludeTurns, Caller(judged.CHAIR), dossiers=dossiers)

    yield CLOSED, ended, hand.rows(2, many), many


def _steps(there: _Session, kind: str, hand: "_Hand") -> Result:
    """The results written into the dossiers, each in a transaction; how much of it asks what councils concluded."""
    acts = [_act(there.scene, dossier) for dossier in there.dossiers]
    first, rest = acts[0], acts[1:] or acts
    where = where_time_goes(lambda: _done(fire(there.scene.office, first)))
    took = _took(lambda: _fired(there.scene, rest if rest is not acts else ()))
    asked = _took(lambda: hand.asked([one.dossier for one in rest]))
    found = _against(took, asked, len(rest))
    share = f"COUNCIL_RESULTS {asked / took:.1%}; {where}" if took > asked else where
    return Result(STEP, kind, len(there.dossiers), found, None, share)


def _act(scene: Scene, dossier: str) -> Fire:
    return Fire(dossier, "record_result", "thu_ky_tinh", values={"minutes": minutes_of(scene, dossier)})


def _fired(scene: Scene, acts: Sequence[Fire]) -> None:
    for one in acts:
        _done(fire(scene.office, one))


class _Hand:
    """The bare driver: the rows that each part must write at the least, and the question about councils."""

    def __init__(self, url: str, *, postgresql: bool) -> None:
        self.connection, self.postgresql = driver_connection(url), postgresql
        self.text = text_for(postgresql=postgresql)
        self.connection.cursor().execute("CREATE TABLE IF NOT EXISTS bench_note (line TEXT NOT NULL)")
        self.connection.commit()

    def rows(self, transactions: int, each: int) -> Callable[[], None]:
        """So many transactions, each of so many lines noted and rows changed, durably."""
        note = self.text("INSERT INTO bench_note VALUES (?)")
        touch = "UPDATE session SET version = version"

        def work() -> None:
            cursor = self.connection.cursor()
            for _ in range(transactions):
                if not self.postgresql:
                    cursor.execute("BEGIN IMMEDIATE")
                for _ in range(each):
                    cursor.execute(note, (LINE,))
                    cursor.execute(touch)
                self.connection.commit()

        return work

    def asked(self, dossiers: Sequence[str]) -> None:
        """What an act on each dossier asks about councils."""
        text, cursor = self.text(statements.COUNCIL_RESULTS), self.connection.cursor()
        for dossier in dossiers:
            cursor.execute(text, (dossier.partition(".")[0],)).fetchall()
        self.connection.rollback()


def _took(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1e6


def _against(ours: float, bare: float, things: int) -> Measured:
    return Measured(ours / things, bare / things, (ours / bare,), things)


def _done(answer: object) -> None:
    assert isinstance(answer, Done), answer
