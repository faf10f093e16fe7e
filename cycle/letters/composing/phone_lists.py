"""The weekly list of producers whom no e-mail reaches, with what is to be said to each of them as things stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol

from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing.notices import as_things_stand
from cycle.letters.composing.past import SETTLED
from cycle.letters.desks import Desk
from cycle.letters.waiting import Unreached, read_unreached
from cycle.transactions import Transaction
from notifications.facts import Body, Call, Line, Notice, PhoneList, Reminder

NOTICE, REMINDER = "notice", "reminder"
# So long what has happened is told by telephone, unless something of it is still owed; and so long before it is due
# what is owed.
TOLD_FOR = timedelta(days=60)


class Speaker(Protocol):
    """Says what a letter says, and in at most 500 characters."""

    def compose(self, queued: Queued) -> Composed | Nothing:
        """What a letter says."""

    def message(self, queued: Queued, body: Body) -> str:
        """It as a message."""


@dataclass(frozen=True)
class Ringing:
    """A phone list under way; `meant` says of which producers its recipient is to be told."""

    transaction: Transaction
    desk: Desk
    queued: Queued
    meant: Callable[[Unreached], bool]
    speaker: Speaker


def compose_phone_list(ringing: Ringing) -> Composed | Nothing:
    """Whom to ring, each once, in the order of their names; those to whom nothing is left to say are left out."""
    calls = []
    every = read_unreached(ringing.transaction, ringing.queued.programme)
    for _, found in groupby(every, key=lambda one: one.producer):
        those = list(found)
        call = _call(ringing, those) if ringing.meant(those[0]) else None
        calls += [call] if call else []
    tells = tuple({"letter": code} for call in calls for code in call.letters)
    return Composed(PhoneList(tuple(calls)), tells) if calls else Nothing(SETTLED)


def _call(ringing: Ringing, those: Sequence[Unreached]) -> Call | None:
    """What somebody owes today, and what has happened of which it was not told yet; None where no letter says so."""
    owed = _owed(ringing, those[0].queued.recipient)
    notices = list(_notices(ringing, those))
    said = owed or next(((one, body) for one, body in reversed(notices)), None)
    if said is None:
        return None
    told = {one.code for one, _ in notices} | {one.queued.code for one in those if owed and one.queued.kind == REMINDER}
    who = those[0]
    if not told:
        return None
    return Call(
        producer=who.name,
        phone=who.phone or "",
        representative=who.representative or "",
        text=ringing.speaker.message(*said),
        until=_until(said[1]),
        letters=tuple(one.queued.code for one in those if one.queued.code in told),
        happened=tuple(body for _, body in notices if body is not said[1]),
    )


def _owed(ringing: Ringing, recipient: str) -> tuple[Queued, Reminder] | None:
    """What a producer owes on the day of the list and is not far away, as a reminder would tell it."""
    for name in (name for name, one in ringing.desk.letters.letters.items() if one.kind == REMINDER):
        asked = ringing.queued._replace(name=name, kind=REMINDER, recipient=recipient, stale_after=None)
        asked = asked._replace(about={"daily": False, "since": None})
        found = ringing.speaker.compose(asked)
        if isinstance(found, Composed) and isinstance(found.body, Reminder):
            near = _near(found.body)
            return (asked, near) if near.owed else None
    return None


def _near(body: Reminder) -> Reminder:
    return replace(body, new=tuple(filter(_soon, body.new)), later=tuple(filter(_soon, body.later)))


def _soon(line: Line) -> bool:
    return line.days_left is not None and line.days_left <= TOLD_FOR.days


def _notices(ringing: Ringing, those: Sequence[Unreached]) -> Iterator[tuple[Queued, Notice]]:
    """The notices that wait, of old ones only those of which something is still owed."""
    first = ringing.desk.today - TOLD_FOR
    for one in those:
        asked = one.queued._replace(send_after=ringing.queued.send_after)
        found = ringing.speaker.compose(asked) if asked.kind == NOTICE else None
        if isinstance(found, Composed) and isinstance(found.body, Notice):
            body = as_things_stand(ringing.transaction, found.body)
            if body.owed or body.happened >= first:
                yield asked, body


def _until(body: Body) -> date | None:
    """The first of the last days that a letter tells, be it over."""
    if isinstance(body, Notice):
        lines = tuple(line for line in body.owed if not line.others)
    elif isinstance(body, Reminder):
        lines = (*body.overdue, *body.nearing, *body.new, *body.later)
    else:
        return None
    return min((line.last_day for line in lines if line.days_left is not None), default=None)
