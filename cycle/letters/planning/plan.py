"""Which letters there are to be: notices for acts, reminders for marks and weeks, reports, lists, each planned once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from cycle.clock import day_in
from cycle.commands.aside import Key, blamed
from cycle.database import ContentionError, patiently
from cycle.letters.acts import ToldAct, read_act
from cycle.letters.desks import Desks
from cycle.letters.planning.listing import LISTED, plan_lists
from cycle.letters.planning.memory import LISTS, WEEK, keep_memory
from cycle.letters.planning.noticing import PAGE as ACTS
from cycle.letters.planning.noticing import acts_after
from cycle.letters.planning.outlook import look_out
from cycle.letters.planning.queue import Planned as Letter
from cycle.letters.planning.queue import Queue
from cycle.letters.planning.reminding import FIRST, Place, Untold, keep_told, untold_after
from cycle.letters.planning.reminding import PAGE as MARKS
from cycle.letters.planning.turns import LETTER, Turn
from cycle.letters.planning.weekly import planned_week
from cycle.office import Office
from workflows.verdict import Reason

KINDS = ("notice", "reminder", "report", "phone_list")
# Things set aside that are tried again, and letters of a week that are queued, in one transaction.
ASIDE, LETTERS = 200, 2000
FEWER = 10
Where = tuple[str, str, int]
T = TypeVar("T")
# Plans for so many things from a place on; where the next ones begin, None after the last. What is known to be refused
# is set aside instead.
Step = Callable[[Turn, T, int, Reason | None], T | None]


@dataclass(frozen=True)
class Planned:
    """How many letters of each kind a pass has queued, and how many things it could not plan for."""

    counts: dict[str, int]
    aside: int = 0


def plan(office: Office) -> Planned:
    """Queue every letter that there is to be as of now; any number of processes may do so at once.

    What cannot be planned is set aside with its reason, and tried again by each later pass. Raises what the driver
    says where the database does not let anything be done.
    """
    with office.database.reading() as transaction:
        due = look_out(transaction, office)
    way = _Way(office)
    if due.aside:
        way.forget()
        way.through(_again, ("", "", 0), ASIDE)
    if due.acts:
        way.through(_acts, 0, ACTS)
    if due.marks:
        way.through(_marks, FIRST, MARKS)
    for code, value in due.lists.items():
        way.through(partial(_lists, value), code, 1)
    for code, value in due.weeks.items():
        way.week(code, value)
    return Planned({kind: way.counts[kind] for kind in KINDS}, len(way.aside))


class _Way:
    """One pass, a transaction at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.counts: Counter[str] = Counter()
        self.aside: set[Key] = set()

    def turn(self, work: Callable[[Turn], T]) -> T:
        """Do something in a transaction of its own, and count what came of it once it is kept."""

        def once() -> T:
            with self._office.database.writing() as transaction:
                turn = Turn(transaction, self._office, self.aside)
                found = work(turn)
            self.counts += turn.queue.counts
            self.aside = (self.aside | turn.failed) - turn.done
            return found

        return patiently(once)

    def through(self, step: Step[T], first: T, most: int) -> None:
        """Take steps of at most so many things; where one is refused, ever smaller ones, until it is set aside."""
        after: T | None = first
        many, refused = most, None
        while after is not None:
            try:
                after = self.turn(partial(_take, step, after, many, refused))
            except ContentionError:
                raise
            except Exception as wrong:
                if refused is not None:
                    raise
                refused = blamed(wrong) if many == 1 else None
                many = max(1, many // FEWER)
            else:
                many, refused = (most, None) if refused is not None else (many, None)

    def forget(self) -> None:
        """Drop what was set aside of programmes that were closed so long ago that nobody waits for it any more."""
        before = day_in(self._office.zone, self._office.clock.now()) - LISTED - timedelta(1)
        self.turn(lambda turn: [turn.transaction.run(one, (before.isoformat(),)) for one in (_FORGET, _FORGET_ACTS)])

    def week(self, programme: str, value: str) -> None:
        """Plan the letters of the week: read in a snapshot, as it takes long, and then queued."""
        key = (LETTER, programme, "", 1)
        try:
            planned = self._planned(programme)
            for start in range(0, len(planned), LETTERS):
                part = planned[start : start + LETTERS]
                self.turn(lambda turn, part=part: turn.queue.put_all(part))  # type: ignore[misc]  # a default of a lambda has no type
        except ContentionError:
            raise
        except Exception as wrong:  # noqa: BLE001 - the other programmes are planned
            reason = blamed(wrong)
            self.turn(lambda turn: turn.attempt(key, _nothing, reason))
        else:
            self.turn(lambda turn: turn.attempt(key, partial(keep_memory, turn.transaction, WEEK, programme, value)))

    def _planned(self, programme: str) -> list[Letter]:
        now = self._office.clock.now()
        with self._office.database.reading() as transaction:
            desk = Desks(transaction, self._office, now).of(programme)
            return planned_week((transaction, self._office, desk), Queue(transaction, now)) if desk else []


def _take(step: Step[T], after: T, many: int, refused: Reason | None, turn: Turn) -> T | None:
    return step(turn, after, many, refused)


def _nothing() -> None:
    """What cannot be read is not planned."""


def _again(turn: Turn, after: Where, most: int, refused: Reason | None) -> Where | None:
    """Try the acts once more that were set aside."""
    page = turn.transaction.rows(_ASIDE, (*after, most))
    for subject, part, number in page:
        if "/" in subject:
            turn.attempt((LETTER, subject, part, number), partial(_told_again, turn, subject, number), refused)
    return (page[-1][0], page[-1][1], page[-1][2]) if page else None


def _told_again(turn: Turn, stream: str, seq: int) -> None:
    _told(turn, read_act(turn.transaction, stream, seq))


def _told(turn: Turn, act: ToldAct) -> None:
    for one in turn.noticing.plan(turn.queue, act):
        turn.queue.put(one)


def _acts(turn: Turn, _: int, most: int, refused: Reason | None) -> int | None:
    """Plan the notices of a page of acts, from the last position told on."""
    page = list(acts_after(turn.transaction, turn.position, most))
    told = [one.act for one in page if one.act is not None]
    if refused is None:
        turn.guarded(lambda: turn.noticing.read(told))
    for act in told:
        turn.attempt((LETTER, act.stream, "", act.seq), partial(_told, turn, act), refused)
    if not page:
        return None
    turn.move(page[-1].position + 1)
    return page[-1].position


def _marks(turn: Turn, after: Place, most: int, refused: Reason | None) -> Place | None:
    """Plan the reminders of a page of marks, and note which letter tells each."""
    page = untold_after(turn.transaction, after, most)
    if refused is None:
        turn.guarded(lambda: turn.reminding.read(page))
    told: list[tuple[str, Untold]] = []
    for one in page:
        turn.attempt(one.key, partial(_reminded, turn, one, told), refused)
    keep_told(turn.transaction, told)
    return page[-1].place if page else None


def _reminded(turn: Turn, one: Untold, told: list[tuple[str, Untold]]) -> None:
    told.append((turn.reminding.plan(turn.queue, one), one))


def _lists(value: str, turn: Turn, programme: str, _: int, refused: Reason | None) -> None:
    """Plan reports and phone lists of a programme."""
    work = partial(plan_lists, turn.transaction, turn.desks, turn.queue, programme)
    if turn.attempt((LETTER, programme, "", 0), work, refused) and value:
        keep_memory(turn.transaction, LISTS, programme, value)


_ASIDE = (
    "SELECT subject, part, number FROM set_aside WHERE kind = 'letter' AND (subject, part, number) > (?, ?, ?) "
    "ORDER BY subject, part, number LIMIT ?"
)
_FORGET = (
    "DELETE FROM set_aside WHERE kind = 'letter' AND part = '' "
    "AND subject IN (SELECT code FROM programme WHERE closed <= ?)"
)
_FORGET_ACTS = (
    "DELETE FROM set_aside WHERE kind = 'letter' AND subject LIKE 'dossier/%' AND EXISTS (SELECT 1 FROM dossier d "
    "JOIN programme p ON p.code = d.programme WHERE d.code = SUBSTR(set_aside.subject, 9) AND p.closed <= ?)"
)
