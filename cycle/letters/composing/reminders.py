"""A reminder from the truth: what is overdue, nearing, new, to be decided, about to expire, and settled since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing.almanac import almanac
from cycle.letters.composing.duties import Share
from cycle.letters.composing.lines import Lines
from cycle.letters.composing.marks import PAUSED
from cycle.letters.composing.past import SETTLED, Before, opened_after, read_before, read_expiring, read_settled
from cycle.transactions import Transaction
from notifications.facts import WHOLE, Line, Reminder

OVERDUE, NEARING, NEW, LATER, PROPOSALS = "overdue", "nearing", "new", "later", "proposals"
PAPERS = "papers"
LISTS = (OVERDUE, NEARING, NEW, LATER, PROPOSALS)
COMING = (NEARING, NEW, LATER)


@dataclass
class _Sorted:
    """Shares by the list in which they stand, each in one only."""

    lists: dict[str, list[Share]] = field(default_factory=lambda: {name: [] for name in LISTS})

    @property
    def every(self) -> list[Share]:
        return [one for name in LISTS for one in self.lists[name]]


def compose_reminder(
    transaction: Transaction, lines: Lines, queued: Queued, shares: Sequence[Share]
) -> Composed | Nothing:
    """What a recipient has to be reminded of as things stand; `settled` where that is nothing."""
    daily, only = bool(queued.about.get("daily")), queued.about.get("only")
    before = read_before(transaction, queued)
    if only is not None:
        shares = [one for one in shares if list(one.duty.key) == list(only)]
    found = _sorted(transaction, lines, (queued, before), shares)
    papers = _papers(transaction, lines, queued) if not daily else []
    lines.read(one for those in found.lists.values() for one in those[:WHOLE])
    told = {name: _lines(lines, those) for name, those in found.lists.items()}
    settled = [] if daily or only else read_settled(transaction, lines.desk, before)
    body = Reminder(
        **told,
        settled=tuple(map(lines.settled, settled)),
        papers=tuple(line for line, _ in papers),
        daily=daily,
    )
    if body.owed == 0:
        return Nothing(SETTLED)
    tells = [_told(share, name) for name, those in found.lists.items() for share in those]
    tells += [{**_named(one.dossier, one.name, one.opened), "as": SETTLED} for one in settled]
    tells += [{"paper": code, "as": PAPERS} for _, code in papers]
    stands = tuple(share.duty.stands for share in found.every)
    coming = [pair for name in COMING for pair in zip(found.lists[name][:WHOLE], told[name], strict=False)]
    return Composed(body, tuple(tells), stands, almanac(lines, queued, coming))


def _lines(lines: Lines, shares: Iterable[Share]) -> tuple[Line, ...]:
    return tuple(lines.line(one, whole=at < WHOLE) for at, one in enumerate(shares))


def _sorted(transaction: Transaction, lines: Lines, about: tuple[Queued, Before], shares: Iterable[Share]) -> _Sorted:
    """Every share in its list; what is far away and was there before is left out."""
    queued, before = about
    found, far = _Sorted(), list[Share]()
    for one in shares:
        where = _list_of(lines, one, daily=bool(queued.about.get("daily")))
        if where is not None:
            found.lists[where].append(one)
        elif not queued.about.get("daily"):
            far.append(one)
    keys = {one.duty.key for one in far}
    new = keys if before.since is None else opened_after(transaction, keys, before.since)
    for one in far:
        if one.duty.key in new and one.duty.status != PAUSED:
            found.lists[NEW].append(one)
        elif any(before.since is None or done > before.since for _, done in one.duty.marks) or "only" in queued.about:
            found.lists[LATER].append(one)
    return found


def _list_of(lines: Lines, share: Share, *, daily: bool) -> str | None:
    """The list of what presses; None for what does not."""
    duty, desk = share.duty, lines.desk
    left = lines.days_to(duty.last_day)
    over = duty.last_day >= desk.slots.last_before(desk.today) if daily else True
    if share.decides:
        return PROPOSALS if over else None
    if duty.status == PAUSED:
        return None
    if left < 0:
        return OVERDUE if over else None
    if daily:
        return NEARING if desk.slots.presses(desk.today, duty.last_day, desk.letters.soon_days) else None
    return NEARING if left <= desk.letters.nearing_days else None


def _papers(transaction: Transaction, lines: Lines, queued: Queued) -> list[tuple[Line, str]]:
    kind, _, code = queued.recipient.partition(":")
    if kind != "producer" or lines.desk.letters.papers.get("expiring") != queued.name or "only" in queued.about:
        return []
    return [(lines.paper(one), one.code) for one in read_expiring(transaction, lines.desk, code)]


def _told(share: Share, where: str) -> Mapping[str, object]:
    return {**_named(*share.duty.key), "as": where}


def _named(dossier: str, deadline: str, opened: int) -> Mapping[str, object]:
    return {"dossier": dossier, "deadline": deadline, "opened": opened}
