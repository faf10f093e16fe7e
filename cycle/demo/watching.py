"""The worker of a rehearsal: it sweeps and tells each day at its hours, unless the script says that it was away."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from cycle.deadlines import EXPIRY
from cycle.demo.script import Absence, Worker
from cycle.demo.stage import Stage
from cycle.letters.running import Told, tell
from cycle.sweeps import Swept, foresee, sweep

ONE_DAY = timedelta(days=1)
EXPIRED = "expired"


@dataclass(frozen=True)
class CaughtUp:
    """The first sweep after an absence, and what would have been left to do right after it.

    `deadlines` says of each deadline (its dossier, its name) how many of its marks were done, merged or void, and as
    `expired` whether it was found to be over.
    """

    absence: Absence
    swept: Swept
    left: Swept
    deadlines: Mapping[tuple[str, str], Mapping[str, int]]


@dataclass
class Watch:
    """The sweeps of a rehearsal so far, and what was told after each.

    `reached` is the day up to which the worker has swept, or was away.
    """

    stage: Stage
    worker: Worker
    reached: date
    sweeps: list[Swept] = field(default_factory=list)
    caught_up: list[CaughtUp] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def until(self, day: date) -> list[Swept]:
        """Sweep on each day that has come since, up to and with `day`; these sweeps."""
        before = len(self.sweeps)
        while self.reached < day:
            self.reached += ONE_DAY
            if not any(one.first <= self.reached <= one.last for one in self.worker.away):
                self._sweep(self.reached)
        return self.sweeps[before:]

    def _sweep(self, day: date) -> None:
        office, name = self.stage.office, self.worker.name
        self.stage.clock.reach(day, self.worker.at)
        self.sweeps.append(sweep(office, name))
        over = [one for one in self.worker.away if one.last + ONE_DAY == day]
        self.caught_up += [self._back(one, self.sweeps[-1]) for one in over]
        self.stage.clock.reach(day, self.worker.tells)
        self.told.append(tell(office, self.stage.post, name))

    def _back(self, absence: Absence, swept: Swept) -> CaughtUp:
        deadlines: dict[tuple[str, str], Counter[str]] = {}
        with self.stage.office.database.reading() as transaction:
            rows = transaction.rows(_DONE, (swept.started,))
        for dossier, name, mark, status in rows:
            told = EXPIRED if mark.startswith(f"{EXPIRY}@") else status
            deadlines.setdefault((dossier, name), Counter())[told] += 1
        return CaughtUp(absence, swept, foresee(self.stage.office, self.worker.name), deadlines)


_DONE = "SELECT subject, part, mark, status FROM effect WHERE kind = 'deadline' AND done = ? ORDER BY subject, part, at"
