"""Reports and phone lists: what goes to offices by the day and by the week, whatever has happened."""

from collections.abc import Iterator
from datetime import timedelta

from cycle.letters.audiences import Occasion, case_of_programme, without_dossiers
from cycle.letters.composing.past import last_sealed
from cycle.letters.desks import Desk, Desks
from cycle.letters.planning.keys import phone_list_key, report_key
from cycle.letters.planning.queue import Planned, Queue
from cycle.letters.slots import Slot
from cycle.letters.waiting import read_unreached
from cycle.transactions import Transaction
from workflows.programme import Letter

REPORT, PHONE_LIST, NOTICE = "report", "phone_list", "notice"
# So long after a programme was closed its notices are put on phone lists.
LISTED = timedelta(weeks=8)


def plan_lists(transaction: Transaction, desks: Desks, queue: Queue, programme: str) -> None:
    """Queue today's report of a programme and the next list of producers to ring.

    Of a closed one there is no report; for eight weeks after its closing its notices to producers without an address
    are put on lists. Raises UnreadablePublicationError.
    """
    desk, closed = desks.of(programme, closed=True), desks.closed_on(programme)
    if desk is None or (closed is not None and desk.today > closed + LISTED):
        return
    for letter in desk.letters.letters.values():
        for one in _planned(transaction, desks, queue, (desk, letter)):
            queue.put(one)


def _planned(transaction: Transaction, desks: Desks, queue: Queue, about: tuple[Desk, Letter]) -> Iterator[Planned]:
    desk, letter = about
    if letter.kind == REPORT and desks.closed_on(desk.programme.name) is None:
        yield from _reports(transaction, queue, desk, letter)
    elif letter.kind == PHONE_LIST:
        yield from _phone_lists(transaction, desks, queue, about)


def _reports(transaction: Transaction, queue: Queue, desk: Desk, letter: Letter) -> Iterator[Planned]:
    """Today's, from the hour on at which letters go; on a day off and after hours there is none."""
    slot = desk.slots.next_day(desk.now)
    if slot.day != desk.today:
        return
    case = case_of_programme(desk.published, desk.programme, desk.bodies, without_dossiers(transaction, desk.bodies))
    for who in desk.audiences.of(case, letter.to, Occasion()):
        key = report_key(desk.programme.name, who, slot.day)
        yield _letter(transaction, queue, (desk, letter, who), (key, slot))


def _phone_lists(transaction: Transaction, desks: Desks, queue: Queue, about: tuple[Desk, Letter]) -> Iterator[Planned]:
    desk, letter = about
    every = read_unreached(transaction, desk.programme.name)
    closed = desks.closed_on(desk.programme.name) is not None
    unreached = {one.producer for one in every if one.queued.kind == NOTICE or not closed}
    cases = [desks.cases(desk).of_producer(code, desk.programme.name) for code in sorted(unreached)]
    found = [who for case in cases if case for who in desk.audiences.of(case, letter.to, Occasion())]
    for who in dict.fromkeys(found):
        slot = desk.slots.next_week(desk.now)
        while queue.taken(key := phone_list_key(desk.programme.name, who, slot.day)):
            slot = desk.slots.next_week(desk.now, slot.day)
        yield _letter(transaction, queue, (desk, letter, who), (key, slot))


def _letter(
    transaction: Transaction, queue: Queue, about: tuple[Desk, Letter, str], placed: tuple[str, Slot]
) -> Planned:
    (desk, letter, who), (key, slot) = about, placed
    since = last_sealed(transaction, (who, desk.programme.name, letter.name))
    stale = desk.slots.stale(slot.day, letter.stale_days)
    named = (desk.programme.name, letter.name, letter.kind, who)
    return queue.letter(key, named, about={"since": since}, at=slot.at, stale=stale)
