"""The letter of the week: on their day all for whom something presses are reminded, whatever was told them before."""

from collections.abc import Mapping, Sequence

from cycle.clock import day_in, instant_text
from cycle.letters.composing.duties import Reading, Share, Told, read_shares
from cycle.letters.composing.marks import PAUSED
from cycle.letters.composing.past import expiring_to
from cycle.letters.desks import Desk
from cycle.letters.planning.keys import reminder_key
from cycle.letters.planning.queue import Planned, Queue
from cycle.letters.slots import Slot
from cycle.transactions import Transaction
from workflows.programme import Letter

REMINDER = "reminder"
# The recipient and the name of a letter.
To = tuple[str, str]


def week_of(desk: Desk) -> Slot | None:
    """The day of this week's reminders once it has come, and when they may go, which is later where it was missed.

    None before that day, and where letters go again only with those of the week after.
    """
    day, slot = desk.slots.this_week(desk.now), desk.slots.next_day(desk.now)
    if day is None or slot.day >= desk.slots.next_week(desk.now, day).day:
        return None
    return Slot(day, slot.at)


def planned_week(reading: Reading, queue: Queue, ahead: Told | None = None) -> list[Planned]:
    """The reminders of a programme for its week, in the order of their recipients; none before their day.

    One for each recipient with something overdue, nearing or put before it, or a paper about to expire, so that
    nothing stays untold whose letter has died or went long ago. Whoever has one that waits for an address gets no
    other: it will tell all of this. `ahead` is what a preview counts as told. Only reads; asks a few questions however
    large the programme is. Raises UnreadablePublicationError.
    """
    transaction, _, desk = reading
    slot = week_of(desk)
    if slot is None:
        return []
    letters = {name: one for name, one in desk.letters.letters.items() if one.kind == REMINDER}
    pressed = {(who, name) for (name, who), those in read_shares(reading, ahead or Told()).items() if _any(desk, those)}
    papers = desk.letters.papers.get("expiring", "")
    pressed |= {(f"producer:{code}", papers) for code in (expiring_to(transaction, desk) if papers in letters else ())}
    pressed -= _waiting(transaction, desk)
    since = _since(transaction, desk)
    return [
        _letter(queue, desk, slot, (letters[name], who, since.get((who, name))))
        for who, name in sorted(pressed)
        if name in letters
    ]


def _any(desk: Desk, shares: Sequence[Share]) -> bool:
    """Whether anything presses: what is to be decided, and what runs and is over or nearing."""
    last = desk.today.toordinal() + desk.letters.nearing_days
    pressing = (one for one in shares if not one.once)
    return any(one.decides or (one.duty.status != PAUSED and one.duty.last_day.toordinal() <= last) for one in pressing)


def _letter(queue: Queue, desk: Desk, slot: Slot, to: tuple[Letter, str, str | None]) -> Planned:
    letter, who, since = to
    key = reminder_key(desk.programme.name, letter.name, who, slot.day)
    named = (desk.programme.name, letter.name, REMINDER, who)
    stale = desk.slots.stale(day_in(desk.programme.zone, slot.at), letter.stale_days)
    return queue.letter(key, named, about={"daily": False, "since": since}, at=slot.at, stale=stale)


def _waiting(transaction: Transaction, desk: Desk) -> set[To]:
    return set(transaction.rows(_WAITING, (desk.programme.name, instant_text(desk.now))))


def _since(transaction: Transaction, desk: Desk) -> Mapping[To, str]:
    """When each of the recipients was last reminded."""
    return {(who, name): sealed for who, name, sealed in transaction.rows(_SINCE, (desk.programme.name,))}


_WAITING = (
    "SELECT recipient, name FROM letter WHERE status = 'queued' AND kind = 'reminder' AND reason = 'no_address' "
    "AND programme = ? AND (stale_after IS NULL OR stale_after > ?) "
    "AND about NOT LIKE '%\"daily\":true%' AND about NOT LIKE '%\"only\"%'"
)
_SINCE = (
    "SELECT recipient, name, MAX(sealed) FROM letter "
    "WHERE kind = 'reminder' AND programme = ? AND sealed IS NOT NULL GROUP BY recipient, name"
)
