"""The worker of a rehearsal: it sweeps each day at its hour, unless the script says that it was away."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cycle.demo.script import Worker
from cycle.demo.stage import Stage
from cycle.sweeps import Swept, sweep

ONE_DAY = timedelta(days=1)


@dataclass
class Watch:
    """The sweeps of a rehearsal so far; `swept_until` is the day up to which it has swept or was away."""

    stage: Stage
    worker: Worker
    swept_until: date
    sweeps: list[Swept] = field(default_factory=list)

    def until(self, day: date) -> list[Swept]:
        """Sweep on each day that has come since, up to and with `day`; what these sweeps have done."""
        done: list[Swept] = []
        while self.swept_until < day:
            self.swept_until += ONE_DAY
            if self._away(self.swept_until):
                continue
            self.stage.clock.reach(self.swept_until, self.worker.at)
            done.append(sweep(self.stage.office, self.worker.name))
        self.sweeps += done
        return done

    def _away(self, day: date) -> bool:
        return any(absence.first <= day <= absence.last for absence in self.worker.away)
