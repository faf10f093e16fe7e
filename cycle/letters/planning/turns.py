"""One transaction of a pass of planning: what is planned in it, and what is set aside."""

from collections.abc import Callable, Collection
from functools import cached_property

from cycle.clock import instant_text
from cycle.commands.aside import Key, blamed, keep_aside, take_back
from cycle.database import said_by_driver
from cycle.letters.desks import Desks
from cycle.letters.planning.noticing import Noticing
from cycle.letters.planning.queue import Queue
from cycle.letters.planning.reminding import Reminding
from cycle.office import Office
from cycle.transactions import Transaction
from workflows.verdict import Reason

LETTER = "letter"


class Turn:
    """A transaction with the lock of all planning held: the row of the last position told.

    `tried` is what was set aside already in this pass: what fails once in a pass counts once.
    """

    def __init__(self, transaction: Transaction, office: Office, tried: Collection[Key]) -> None:
        transaction.run(_MAKE)
        (told,) = transaction.row(_LOCK) or ("0",)
        now = office.clock.now()
        self.transaction, self.position, self.now = transaction, int(told), instant_text(now)
        self.desks, self.queue = Desks(transaction, office, now), Queue(transaction, now)
        self.noticing, self.reminding = Noticing(transaction, office, self.desks), Reminding(transaction, self.desks)
        self._tried, self.failed, self.done = tried, set[Key](), set[Key]()

    def attempt(self, key: Key, work: Callable[[], object], refused: Reason | None = None) -> bool:
        """Plan for one thing, or set it aside; whether it is planned. What is known to be `refused` is not tried.

        Raises what a driver says: nothing more can be done in the transaction then.
        """
        if refused is None:
            try:
                work()
            except Exception as wrong:
                if said_by_driver(wrong) is not None:
                    raise
                refused = blamed(wrong)
        if refused is not None:
            if key not in self._tried and key not in self.failed:
                keep_aside(self.transaction, key, refused, self.now)
            self.failed.add(key)
        elif key in self._known and key not in self.failed:
            take_back(self.transaction, key)
            self.done.add(key)
        return refused is None

    def guarded(self, work: Callable[[], None]) -> None:
        """Read ahead; what cannot be read is told when its turn comes. Raises what a driver says."""
        try:
            work()
        except Exception as wrong:
            if said_by_driver(wrong) is not None:
                raise
            blamed(wrong)

    def move(self, position: int) -> None:
        """Everything before a position is told."""
        self.transaction.run(_MOVE, (str(position),))

    @cached_property
    def _known(self) -> frozenset[Key]:
        return frozenset((LETTER, *row) for row in self.transaction.rows(_KNOWN, (LETTER,)))


_MAKE = "INSERT INTO installation (name, value) VALUES ('told', '0') ON CONFLICT DO NOTHING"
_LOCK = "SELECT value FROM installation WHERE name = 'told' FOR UPDATE"
_MOVE = "UPDATE installation SET value = ? WHERE name = 'told'"
_KNOWN = "SELECT subject, part, number FROM set_aside WHERE kind = ?"
