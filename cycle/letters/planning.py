"""Which letters there are to be: notices for acts, reminders for marks, reports and lists, each planned once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from cycle.clock import instant_text
from cycle.commands.aside import Key, blamed, keep_aside, take_back
from cycle.database import patiently
from cycle.letters.acts import ToldAct, read_act
from cycle.letters.desks import Desks
from cycle.letters.listing import plan_lists
from cycle.letters.noticing import Noticing, acts_after
from cycle.letters.queue import Queue
from cycle.letters.reminding import FIRST, Place, Reminding, Untold, keep_told, untold_after
from cycle.office import Office
from cycle.transactions import Transaction

KINDS = ("notice", "reminder", "report", "phone_list")
LETTER = "letter"


@dataclass(frozen=True)
class Planned:
    """How many letters of each kind a pass has queued, and how many acts and marks it could not plan for."""

    counts: dict[str, int]
    aside: int = 0


def plan(office: Office) -> Planned:
    """Queue every letter that there is to be as of now; any number of processes may do so at once.

    What cannot be planned is set aside with its reason, and tried again by each later pass. Raises what the driver
    says where the database does not let anything be done.
    """
    way = _Way(office)
    patiently(way.again)
    while patiently(way.acts):
        pass
    after: Place | None = FIRST
    while after is not None:
        after = patiently(partial(way.marks, after))
    patiently(way.lists)
    return Planned({kind: way.counts[kind] for kind in KINDS}, len(way.aside))


class _Way:
    """One pass, a transaction at a time. Whoever plans holds the row of the last position told."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.counts: Counter[str] = Counter()
        self.aside: set[Key] = set()

    def again(self) -> None:
        """Try the acts once more that were set aside."""
        with self._office.database.writing() as transaction:
            turn = _Turn(transaction, self._office, self)
            for key in turn.known:
                if "/" in key[1]:
                    turn.attempt(key, partial(turn.notice, key))
        self._count(turn)

    def acts(self) -> bool:
        """Plan the notices of a page of acts; whether there may be more."""
        with self._office.database.writing() as transaction:
            turn = _Turn(transaction, self._office, self)
            page = list(acts_after(transaction, turn.position))
            told = [one.act for one in page if one.act is not None]
            turn.guarded(lambda: turn.noticing.read(told))
            for act in told:
                turn.attempt((LETTER, act.stream, "", act.seq), partial(turn.told, act))
            if page:
                transaction.run(_MOVE, (str(page[-1].position + 1),))
        self._count(turn)
        return bool(page)

    def marks(self, after: Place) -> Place | None:
        """Plan the reminders of a page of marks; where the next page begins, None after the last."""
        with self._office.database.writing() as transaction:
            turn = _Turn(transaction, self._office, self)
            page = untold_after(transaction, after)
            turn.guarded(lambda: turn.reminding.read(page))
            told: list[tuple[str, Untold]] = []
            for one in page:
                turn.attempt(one.key, partial(turn.reminded, one, told))
            keep_told(transaction, told)
        self._count(turn)
        return page[-1].place if page else None

    def lists(self) -> None:
        """Plan reports and phone lists."""
        with self._office.database.writing() as transaction:
            turn = _Turn(transaction, self._office, self)
            for code in turn.desks.open_programmes():
                turn.attempt((LETTER, code, "", 0), partial(plan_lists, transaction, turn.desks, turn.queue, code))
        self._count(turn)

    def _count(self, turn: "_Turn") -> None:
        self.counts += turn.queue.counts
        self.aside = (self.aside | turn.failed) - turn.done


class _Turn:
    """One transaction of a pass, with the lock of all planning held."""

    def __init__(self, transaction: Transaction, office: Office, way: _Way) -> None:
        transaction.run(_MAKE)
        (told,) = transaction.row(_LOCK) or ("0",)
        now = office.clock.now()
        self.transaction, self.position, self.now = transaction, int(told), instant_text(now)
        self.desks, self.queue = Desks(transaction, office, now), Queue(transaction, now)
        self.noticing, self.reminding = Noticing(transaction, office, self.desks), Reminding(transaction, self.desks)
        rows = transaction.rows(_KNOWN, (LETTER,))
        self.known: Sequence[Key] = [(LETTER, *row) for row in rows]
        self._tried, self.failed, self.done = way.aside, set[Key](), set[Key]()

    def attempt(self, key: Key, work: Callable[[], object]) -> None:
        """Plan for one thing, or set it aside. What fails once in a pass counts once."""
        try:
            work()
        except Exception as wrong:  # noqa: BLE001 - one poisoned act must not stop the rest
            reason = blamed(wrong)
            if key not in self._tried | self.failed:
                keep_aside(self.transaction, key, reason, self.now)
            self.failed.add(key)
            return
        if key in self.known and key not in self.failed:
            take_back(self.transaction, key)
            self.done.add(key)

    def guarded(self, work: Callable[[], None]) -> None:
        """Read ahead; what cannot be read is told when its turn comes."""
        try:
            work()
        except Exception as wrong:  # noqa: BLE001 - whatever is to blame fails by itself afterwards
            blamed(wrong)

    def notice(self, key: Key) -> None:
        """Plan the notices of one act that was set aside."""
        self.told(read_act(self.transaction, key[1], key[3]))

    def told(self, act: ToldAct) -> None:
        """Plan the notices of an act."""
        for one in self.noticing.plan(self.queue, act):
            self.queue.put(one)

    def reminded(self, one: Untold, told: list[tuple[str, Untold]]) -> None:
        """Plan the reminders of a mark, and note among those `told` which letter tells it."""
        told.append((self.reminding.plan(self.queue, one), one))


_MAKE = "INSERT INTO installation (name, value) VALUES ('told', '0') ON CONFLICT DO NOTHING"
_LOCK = "SELECT value FROM installation WHERE name = 'told' FOR UPDATE"
_MOVE = "UPDATE installation SET value = ? WHERE name = 'told'"
_KNOWN = "SELECT subject, part, number FROM set_aside WHERE kind = ? ORDER BY subject, part, number"
