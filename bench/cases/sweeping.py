"""The first sweep over many open deadlines of which a tenth is due, and one that finds nothing new."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from bench.grounds import Ground, driver_connection
from bench.rounds import Measured, in_turns
from bench.table import REPEATED, Result
from bench.timetable import DUE, Timetable, timetable
from cycle.sweeps import sweep

FIRST_REACH = 4.0
LIMIT = 5_000.0  # microseconds that a sweep may take which finds nothing
WARM, TIMES = 5, 51
FIRST = "first sweep, a tenth due, per deadline"


def sweeping(ground: Ground, deadlines: int, rounds: int, seed: int) -> Iterator[Result]:
    """A row for the first sweep, and one for another with nothing new."""
    with timetable(ground, deadlines, seed) as there:
        bench = _Bench(there)
        (found,) = in_turns([bench.swept, bench.by_hand], rounds)
        yield Result(FIRST, ground.kind, deadlines, found, FIRST_REACH)
        bench.swept(rounds)()
        there.settle()
        yield Result(REPEATED, ground.kind, deadlines, bench.repeated(), 1.0)
        bench.close()


class _Bench:
    """One database, on which both ways do the same after everything that was done has been undone."""

    def __init__(self, there: Timetable) -> None:
        self.there = there
        self._connection = driver_connection(there.url)

    def close(self) -> None:
        self._connection.close()

    def swept(self, _number: int) -> Callable[[], int]:
        """By the engine: pages, each durable, each mark read from its derivation."""
        self.there.undo()

        def work() -> int:
            found = sweep(self.there.office, "bench")
            assert found.counts["reminders"] == self.there.due, found
            return self.there.due

        return work

    def by_hand(self, _number: int) -> Callable[[], int]:
        """The same rows by one INSERT … SELECT and one UPDATE, durable together."""
        self.there.undo()
        mark = self.there.text(_EFFECTS)
        move = self.there.text("UPDATE deadline SET next_at = due WHERE next_at <= ?")

        def work() -> int:
            cursor = self._connection.cursor()
            if self.there.kind == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            cursor.execute(mark, (DUE, DUE))
            assert cursor.rowcount == self.there.due
            cursor.execute(move, (DUE,))
            assert cursor.rowcount == self.there.due
            self._connection.commit()
            return self.there.due

        return work

    def repeated(self) -> Measured:
        """Sweeps that find nothing, against what each may take."""
        times = []
        for turn in range(WARM + TIMES):
            began = perf_counter()
            found = sweep(self.there.office, "bench")
            if turn >= WARM:
                times.append((perf_counter() - began) * 1_000_000)
            assert not any(found.counts.values()), found
        return Measured(median(times), LIMIT, tuple(one / LIMIT for one in times), 1)


_EFFECTS = (
    "INSERT INTO effect (kind, subject, part, number, mark, at, done, status) "
    "SELECT 'deadline', dossier, name, opened_seq, 'before_3_days@' || last_day, next_at, ?, 'done' "
    "FROM deadline WHERE next_at <= ?"
)
