"""What letters are sealed with: one transaction at one instant, and what is asked again and again in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from cycle.checkpoints import Checkpoint, last_checkpoint
from cycle.clock import day_in
from cycle.database import Transaction
from cycle.history import Act
from cycle.letters.composed import Queued
from cycle.letters.composing import Composer
from cycle.letters.desks import Desk
from cycle.letters.post import Post
from cycle.letters.sealing.hindrances import HinderedError
from cycle.office import Office
from workflows.verdict import Reason

SYSTEM = "system"


@dataclass(frozen=True)
class Press:
    """A transaction that locks what it seals, and the instant at which it does."""

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

    @cached_property
    def composer(self) -> Composer:
        """Says what letters are declared as, and what stands above and below them."""
        return Composer(self.transaction, self.office)

    def anew(self) -> Composer:
        """A composer that reads for one letter what concerns it alone, however many there are."""
        return Composer(self.transaction, self.office)

    def desk(self, queued: Queued) -> Desk:
        """What a letter is declared by, and when it may go. Raises HinderedError where nothing declares it."""
        try:
            return self.composer.desk_of(queued)
        except LookupError:
            about = {"name": queued.name, "programme": queued.programme}
            raise HinderedError(Reason("letter_undeclared", about)) from None

    def day(self, programme: str) -> date:
        """The day in a programme's zone."""
        return day_in(self._zones.get(programme, self.office.zone), self.now)

    @cached_property
    def _zones(self) -> Mapping[str, str]:
        return dict(self.transaction.rows("SELECT code, zone FROM programme"))
