"""Reminders for marks that sweeps have come to: to whom, in which letter, on which day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from cycle.letters.composing.past import last_sealed
from cycle.letters.desks import Desk, Desks
from cycle.letters.held import programmes_of_paper
from cycle.letters.planning.keys import alone_key, reminder_key
from cycle.letters.planning.queue import Planned, Queue
from cycle.letters.reminded import Asked, Marked
from cycle.letters.slots import Slot
from cycle.transactions import Transaction
from workflows.programme import Letter

PAGE = 5000
REMINDER = "reminder"
DEADLINE, PAPER = "deadline", "paper"
WEEK, DAY = "week", "day"
NOBODY = ""
Place = tuple[str, str, int, str, str]
FIRST: Place = ("", "", 0, "", "")


class Untold(NamedTuple):
    """An effect of which nobody has been told. `last_day` and `status` are the deadline's, None where there is none."""

    subject: str
    part: str
    number: int
    kind: str
    mark: str
    programme: str | None = None
    last_day: str | None = None
    status: str | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the order of planning."""
        return self.subject, self.part, self.number, self.kind, self.mark

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What names it among what was set aside."""
        return "letter", self.subject, self.part, self.number


class Reminding:
    """Plans reminders. A later mark for the same recipient and day joins the letter that waits for it."""

    def __init__(self, transaction: Transaction, desks: Desks) -> None:
        self._transaction, self._desks, self._asked = transaction, desks, Asked()
        self._grouped: dict[tuple[Desk, str, date, str], Planned] = {}

    def read(self, effects: Iterable[Untold]) -> None:
        """Read the dossiers of many effects at once."""
        wanted: dict[Desk, set[str]] = {}
        for one in effects:
            desk = self._desks.of(one.programme) if one.kind == DEADLINE and one.programme else None
            if desk is not None:
                wanted.setdefault(desk, set()).add(one.subject)
        for desk, codes in wanted.items():
            self._desks.cases(desk).read(codes)

    def plan(self, queue: Queue, one: Untold) -> str:
        """Queue the letters that tell an effect: the code of the first, empty where nobody is to be told.

        Raises UnreadablePublicationError.
        """
        asked = self._on_deadline(one) if one.kind == DEADLINE else self._on_paper(one)
        if asked is None:
            return NOBODY
        desk, letter, last_day, recipients = asked
        codes = [self._queue(queue, desk, (one, letter, last_day), who) for who in recipients]
        return codes[0] if codes else NOBODY

    def _on_deadline(self, one: Untold) -> tuple[Desk, Letter, date, Sequence[str]] | None:
        desk = self._desks.of(one.programme) if one.programme else None
        if desk is None or one.status not in ("open", "paused") or one.last_day is None:
            return None
        case = self._desks.cases(desk).of(one.subject)
        rule = case.definition.deadlines.get(one.part) if case else None
        letter = desk.letters.letters.get(rule.letter_at(one.mark)) if rule else None
        if case is None or rule is None or letter is None:
            return None
        asked = self._asked.at(desk, case, Marked(rule, one.mark, letter))
        return desk, letter, date.fromisoformat(one.last_day), asked

    def _on_paper(self, one: Untold) -> tuple[Desk, Letter, date, Sequence[str]] | None:
        """Of a paper about to expire its producer is told; the looks at papers are told to nobody."""
        desk = self._desks.of(one.part) if one.part else None
        letter = desk.letters.letters.get(desk.letters.papers.get("expiring", "")) if desk else None
        found = self._transaction.row(_PAPER, (one.subject,)) if letter else None
        if desk is None or letter is None or found is None or one.part not in self._programmes(one.subject):
            return None
        expires, producer = found
        return desk, letter, date.fromisoformat(expires), (f"producer:{producer}",)

    def _programmes(self, paper: str) -> list[str]:
        return programmes_of_paper(self._transaction, paper)

    def _queue(self, queue: Queue, desk: Desk, about: tuple[Untold, Letter, date], who: str) -> str:
        _, letter, last_day = about
        if letter.group not in (WEEK, DAY):
            return queue.put(self._alone(queue, desk, about, who))
        key = (desk, letter.name, last_day, who)
        if key not in self._grouped:
            self._grouped[key] = self._together(queue, desk, (letter, last_day), who)
        return queue.put(self._grouped[key])

    def _alone(self, queue: Queue, desk: Desk, about: tuple[Untold, Letter, date], who: str) -> Planned:
        one, letter, _ = about
        slot = desk.slots.next_day(desk.now)
        told = {"daily": False, "only": [one.subject, one.part, one.number]}
        key = alone_key(one.subject, one.part, one.number, one.mark, who)
        return self._letter(queue, desk, (letter, who), (key, slot, told))

    def _together(self, queue: Queue, desk: Desk, about: tuple[Letter, date], who: str) -> Planned:
        slot, daily = self._slot(queue, desk, about, who)
        key = reminder_key(desk.programme.name, about[0].name, who, slot.day)
        return self._letter(queue, desk, (about[0], who), (key, slot, {"daily": daily}))

    def _letter(
        self, queue: Queue, desk: Desk, to: tuple[Letter, str], placed: tuple[str, Slot, dict[str, Any]]
    ) -> Planned:
        (letter, who), (key, slot, told) = to, placed
        named = (desk.programme.name, letter.name, REMINDER, who)
        about = {**told, "since": last_sealed(self._transaction, (who, desk.programme.name, letter.name))}
        return queue.letter(key, named, about=about, at=slot.at, stale=desk.slots.stale(slot.day, letter.stale_days))

    def _slot(self, queue: Queue, desk: Desk, about: tuple[Letter, date], who: str) -> tuple[Slot, bool]:
        """The first day whose letter has not gone yet, and whether that letter tells only what is due soon."""
        letter, last_day = about
        for slot, daily in _slots(desk, letter, last_day):
            if not queue.taken(reminder_key(desk.programme.name, letter.name, who, slot.day)):
                return slot, daily
        raise AssertionError("days never end")


def _slots(desk: Desk, letter: Letter, last_day: date) -> Iterator[tuple[Slot, bool]]:
    """The days on which something may be told: before it is over each day once it is due soon, else weekly."""
    slots, now = desk.slots, desk.now
    if letter.group == DAY:
        yield from ((slot, False) for slot in _days(desk, desk.today))
    weekly = slots.next_week(now)
    for slot in _days(desk, desk.today):
        presses = slots.presses(slot.day, last_day, desk.letters.soon_days)
        if slot.day > last_day or not (presses or weekly.day > last_day):
            break
        if presses:
            yield slot, slot.day != weekly.day
    while True:
        yield weekly, False
        weekly = slots.next_week(now, weekly.day)


def _days(desk: Desk, first: date) -> Iterator[Slot]:
    slot = desk.slots.next_day(desk.now, first)
    while True:
        yield slot
        slot = desk.slots.next_day(desk.now, date.fromordinal(slot.day.toordinal() + 1))


def untold_after(transaction: Transaction, after: Place, most: int = PAGE) -> list[Untold]:
    """A page of effects that no letter tells yet, in the order of what they are about."""
    asked = _UNTOLD.format("" if transaction.postgresql else "INDEXED BY ix_effect_untold ")
    return [Untold(*row) for row in transaction.rows(asked, (*after, most))]


def keep_told(transaction: Transaction, told: Sequence[tuple[str, Untold]]) -> None:
    """Note which letter tells each of some effects."""
    rows = [(code, one.kind, *one.place[:3], one.mark) for code, one in told]
    if transaction.postgresql and rows:
        transaction.run(_TELL_ALL, tuple(map(list, zip(*rows, strict=True))))
    else:
        transaction.run_many(_TELL, rows)


# The planner of SQLite would go through all effects instead.
_UNTOLD = (
    "SELECT e.subject, e.part, e.number, e.kind, e.mark, d.programme, l.last_day, l.status FROM effect e {}"
    "LEFT JOIN deadline l ON e.kind = 'deadline' AND l.dossier = e.subject AND l.name = e.part "
    "AND l.opened_seq = e.number LEFT JOIN dossier d ON e.kind = 'deadline' AND d.code = e.subject "
    "WHERE e.told IS NULL AND e.kind IN ('deadline', 'paper') AND e.status IN ('done', 'merged') "
    "AND (e.subject, e.part, e.number, e.kind, e.mark) > (?, ?, ?, ?, ?) "
    "ORDER BY e.subject, e.part, e.number, e.kind, e.mark LIMIT ?"
)
_TELL = (
    "UPDATE effect SET told = ? WHERE kind = ? AND subject = ? AND part = ? AND number = ? AND mark = ? "
    "AND told IS NULL"
)
_TELL_ALL = (
    "UPDATE effect e SET told = t.told FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[]) "
    "AS t (told, kind, subject, part, number, mark) WHERE e.kind = t.kind AND e.subject = t.subject "
    "AND e.part = t.part AND e.number = t.number AND e.mark = t.mark AND e.told IS NULL"
)
_PAPER = (
    "SELECT p.expires, CASE p.holder_kind WHEN 'producer' THEN p.holder "
    "WHEN 'establishment' THEN (SELECT w.producer FROM establishment w WHERE w.code = p.holder) "
    "WHEN 'product' THEN (SELECT s.producer FROM product s WHERE s.code = p.holder) "
    "ELSE (SELECT h.producer FROM dossier h WHERE h.code = p.holder) END AS producer FROM paper p "
    "WHERE p.code = ? AND p.status = 'verified' AND p.expires IS NOT NULL AND (p.holder_kind <> 'dossier' "
    "OR EXISTS (SELECT 1 FROM dossier h WHERE h.code = p.holder AND h.producer IS NOT NULL)) AND NOT EXISTS "
    "(SELECT 1 FROM paper n WHERE n.holder_kind = p.holder_kind AND n.holder = p.holder AND n.type = p.type "
    "AND n.version > p.version AND n.status <> 'rejected')"
)
