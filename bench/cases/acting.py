"""One durable act, and many of them in batches, against the bare driver."""

import secrets
from collections.abc import Callable, Iterator, Sequence

from bench.bare import Hand, Prepared
from bench.crowd import dossier_code
from bench.grounds import driver_connection
from bench.preparing import Asked, prepare
from bench.profiling import where_time_goes
from bench.rounds import Way, in_turns
from bench.stand import Stand
from bench.table import Result
from cycle.answers import Done
from cycle.commands.fire import fire, fire_many

# A round does both with each dossier, which then stands where it stood.
TRIGGERS = ("resubmit", "return")
FIRE_REACH, MANY_REACH = 1.8, 2.5
BATCH = 100


def firing(stand: Stand, rounds: int, acts: int) -> Iterator[Result]:
    """A row for each way of doing one act by hand."""
    bench = _Bench(stand, acts)
    ways: list[tuple[str, Way, float | None]] = [("fire", bench.by_hand(bench.one_by_one), FIRE_REACH)]
    if bench.hand.postgresql:
        ways.append(("fire, against a pipeline by hand", bench.by_hand(bench.one_in_a_pipeline), None))
    ways.append(("fire, against one INSERT + UPDATE", bench.insert_and_update, None))
    measured = in_turns([bench.fired, *(way for _, way, _ in ways)], rounds)
    dominates = where_time_goes(bench.fired(rounds))
    for (name, _, reach), found in zip(ways, measured, strict=True):
        yield Result(name, stand.kind, stand.dossiers, found, reach, dominates if reach else "")
    bench.close()


def firing_many(stand: Stand, rounds: int, acts: int) -> Iterator[Result]:
    """A row for acts in batches of a hundred."""
    bench = _Bench(stand, acts)
    (found,) = in_turns([bench.fired_many, bench.by_hand(bench.all_at_once)], rounds)
    dominates = where_time_goes(bench.fired_many(rounds))
    yield Result("fire-many, per dossier", stand.kind, stand.dossiers, found, MANY_REACH, dominates)
    bench.close()


class _Bench:
    """Two groups of dossiers, one for the engine and one for the hand, and what is done with each."""

    def __init__(self, stand: Stand, acts: int) -> None:
        self.stand = stand
        self._run = secrets.token_hex(4)  # a request of another run would only be answered again
        chosen = stand.returned(2 * acts + 1)
        sample, rest = chosen[0], chosen[1:]
        self._ours, self._theirs = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        self.hand = Hand(driver_connection(stand.url), postgresql=stand.kind == "postgresql")
        self._prepare = {trigger: self._sampled(sample, trigger) for trigger in TRIGGERS}
        self.hand.begin()
        self.hand.cursor.execute("CREATE TABLE IF NOT EXISTS bench_note (line TEXT NOT NULL)")
        self.hand.connection.commit()

    def close(self) -> None:
        self.hand.connection.close()

    def fired(self, number: int) -> Callable[[], int]:
        """Each act in a transaction of its own, by the engine."""
        acts = [one.fire for one in self._turn(self._ours, f"ours-{number}")]

        def work() -> int:
            for asked in acts:
                _done(fire(self.stand.office, asked))
            return len(acts)

        return work

    def fired_many(self, number: int) -> Callable[[], int]:
        """The acts in batches, by the engine."""
        acts = [one.fire for one in self._turn(self._ours, f"many-{number}")]

        def work() -> int:
            for start in range(0, len(acts), BATCH):
                for answer in fire_many(self.stand.office, acts[start : start + BATCH]):
                    _done(answer)
            return len(acts)

        return work

    def by_hand(self, do: Callable[[Sequence[Prepared]], None]) -> Way:
        """The same acts on the other group, what they write made ready beforehand."""

        def way(number: int) -> Callable[[], int]:
            turn = self._turn(self._theirs, f"{do.__name__}-{number}")
            acts = [self._prepare[one.trigger](one) for one in turn]

            def work() -> int:
                do(acts)
                return len(acts)

            return work

        return way

    def one_by_one(self, acts: Sequence[Prepared]) -> None:
        """Each act in a transaction of its own, statement by statement."""
        for one in acts:
            self.hand.begin()
            self.hand.act(one)
            self.hand.connection.commit()

    def one_in_a_pipeline(self, acts: Sequence[Prepared]) -> None:
        """Each act in a transaction of its own, in as few journeys as can be."""
        for one in acts:
            self.hand.act_in_a_pipeline(one)
            self.hand.connection.commit()

    def all_at_once(self, acts: Sequence[Prepared]) -> None:
        """The acts in batches."""
        for start in range(0, len(acts), BATCH):
            self.hand.begin()
            for one in acts[start : start + BATCH]:
                self.hand.act(one)
            self.hand.connection.commit()

    def insert_and_update(self, _number: int) -> Callable[[], int]:
        """The least that any such programme does: a line noted and a row changed, durably."""
        note, move = self.hand.text("INSERT INTO bench_note VALUES (?)"), self.hand.text(_TOUCH)

        def work() -> int:
            for one in self._theirs:
                self.hand.begin()
                self.hand.cursor.execute(note, ("x" * 1000,))
                self.hand.cursor.execute(move, (dossier_code(one),))
                self.hand.connection.commit()
            return len(self._theirs)

        return work

    def _turn(self, numbers: Sequence[int], request: str) -> list[Asked]:
        """Both acts on each dossier: first all of one kind, then all of the other."""
        return [
            Asked(one, self.stand.place(one), trigger, f"{self._run}-{request}-{trigger}")
            for trigger in TRIGGERS
            for one in numbers
        ]

    def _sampled(self, number: int, trigger: str) -> Callable[[Asked], Prepared]:
        sample = Asked(number, self.stand.place(number), trigger, f"{self._run}-sample-{trigger}")
        _done(fire(self.stand.office, sample.fire))
        return prepare(self.stand.office, sample, self.hand.text)


_TOUCH = "UPDATE dossier SET version = version WHERE code = ?"


def _done(answer: object) -> None:
    assert isinstance(answer, Done), answer
