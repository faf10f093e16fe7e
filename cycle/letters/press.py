"""What letters are sealed with: one transaction at one instant, and what is declared of them then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cycle.checkpoints import Checkpoint, last_checkpoint
from cycle.clock import day_in
from cycle.database import Transaction
from cycle.history import Act
from cycle.letters.composed import Queued
from cycle.letters.hindrances import HinderedError
from cycle.letters.post import Post
from cycle.office import Office
from cycle.publication import Published
from workflows.rules import Letter, Letters, Programme
from workflows.verdict import Reason

SYSTEM = "system"


@dataclass(frozen=True)
class Declared:
    """What the rules in force say of a letter; `today` is the day in its programme's zone."""

    published: Published
    programme: Programme
    letters: Letters
    letter: Letter
    today: date


@dataclass(frozen=True)
class Press:
    """A transaction, its instant, and what is asked again and again in it, read once."""

    transaction: Transaction
    office: Office
    post: Post
    now: datetime

    @property
    def act(self) -> Act:
        """The system, now."""
        return Act(SYSTEM, self.now)

    @cached_property
    def drawn(self) -> Checkpoint:
        """The newest root over history."""
        return last_checkpoint(self.transaction)

    def day(self, programme: str) -> date:
        """The day in the programme's zone."""
        return day_in(self._zones.get(programme, self.office.zone), self.now)

    def published(self, day: date) -> Published | None:
        """The publication in force on a day."""
        if day not in self._known:
            self._known[day] = self.office.rulebook.on(self.transaction, day)
        return self._known[day]

    def declared(self, queued: Queued) -> Declared:
        """What is declared of a letter today. Raises HinderedError where nothing in force declares it."""
        today = self.day(queued.programme)
        published = self.published(today)
        programme = published.rules.programmes.get(queued.programme) if published else None
        letters = programme.letters if programme else None
        if published is None or programme is None or letters is None or queued.name not in letters.letters:
            raise HinderedError(Reason("letter_undeclared", {"name": queued.name, "programme": queued.programme}))
        return Declared(published, programme, letters, letters.letters[queued.name], today)

    @cached_property
    def _zones(self) -> Mapping[str, str]:
        return dict(self.transaction.rows("SELECT code, zone FROM programme"))

    @cached_property
    def _known(self) -> dict[date, Published | None]:
        return {}
