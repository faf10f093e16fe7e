"""What a pass of planning will find to do, asked in one snapshot: where there is nothing, nothing is locked."""

from collections.abc import Mapping
from dataclasses import dataclass

from cycle.commands.aside import blamed
from cycle.letters.desks import Desk, Desks
from cycle.letters.planning.memory import LISTS, WEEK, Memory, read_memory
from cycle.letters.planning.weekly import week_of
from cycle.letters.slots import Slot
from cycle.letters.waiting import unreached_counts
from cycle.office import Office
from cycle.transactions import Transaction

# Planned, or not so that one could tell without trying.
UNKNOWN = ""


@dataclass(frozen=True)
class Outlook:
    """Whether anything was set aside, any act or mark is untold, and the programmes whose lists or whose letters of

    the week are to be planned, each with what is to be remembered once they are; UNKNOWN: nothing.
    """

    aside: bool
    acts: bool
    marks: bool
    lists: Mapping[str, str]
    weeks: Mapping[str, str]


def look_out(transaction: Transaction, office: Office) -> Outlook:
    """What there is to do now."""
    desks, known = Desks(transaction, office, office.clock.now()), read_memory(transaction)
    waiting = unreached_counts(transaction)
    lists, weeks = dict[str, str](), dict[str, str]()
    for code in sorted({*desks.open_programmes(), *waiting}):
        try:
            desk = desks.of(code, closed=True)
        except Exception as wrong:  # noqa: BLE001 - planning itself sets aside what cannot be read
            blamed(wrong)
            lists[code] = UNKNOWN
            continue
        if desk is not None:
            _note(lists, known, (LISTS, code), _lists(desk, waiting.get(code, "")))
            if desks.closed_on(code) is None and (slot := week_of(desk)) is not None and _calls(desk, slot, known):
                _note(weeks, known, (WEEK, code), f"{slot.day} {desk.published.hash}")
    marked = _MARKS.format("" if transaction.postgresql else "INDEXED BY ix_effect_untold ")
    aside, acts, marks = (transaction.row(statement) is not None for statement in (_ASIDE, _ACTS, marked))
    return Outlook(aside, acts, marks, lists, weeks)


def _note(found: dict[str, str], known: Memory, about: tuple[str, str], value: str) -> None:
    if known.get("/".join(about)) != value:
        found[about[1]] = value


def _calls(desk: Desk, slot: Slot, known: Memory) -> bool:
    """Whether it is the day of the week's reminders, or that day was missed; what is new waits for its first one."""
    last, _, _ = known.get(f"{WEEK}/{desk.programme.name}", "").partition(" ")
    return slot.day == desk.today or "" < last < slot.day.isoformat()


def _lists(desk: Desk, waiting: str) -> str:
    """What decides which reports and lists there are: the day, the week, the rules, who cannot be reached."""
    day, week = desk.slots.next_day(desk.now).day, desk.slots.next_week(desk.now).day
    return f"{day if day == desk.today else '-'} {week} {desk.published.hash} {waiting}"


_ASIDE = "SELECT 1 FROM set_aside WHERE kind = 'letter' LIMIT 1"
_ACTS = (
    "SELECT 1 FROM leaf WHERE position >= "
    "COALESCE((SELECT CAST(value AS BIGINT) FROM installation WHERE name = 'told'), 0) LIMIT 1"
)
# The planner of SQLite would go through all effects instead.
_MARKS = (
    "SELECT 1 FROM effect {}WHERE told IS NULL AND kind IN ('deadline', 'paper') "
    "AND status IN ('done', 'merged') LIMIT 1"
)
