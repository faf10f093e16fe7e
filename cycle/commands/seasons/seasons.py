"""Opening a season with a dossier for each product that waits and each item of the programme.

What was begun is gone on with by asking again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cycle.answers import Done, refused_all
from cycle.clock import day_in
from cycle.commands.permits import Caller
from cycle.commands.seasons.items import open_items, try_open_items, waiting_items
from cycle.commands.seasons.opening import (
    Opening,
    open_dossiers,
    open_season,
    try_open,
    waiting_products,
)
from cycle.commands.seasons.programmes import season_faults
from cycle.office import Office
from workflows.verdict import Reason, Refusal

BATCH = 100
MOST = 1_000_000
ALREADY = "season_already_open"
NOT_YET = "season_not_open"


@dataclass(frozen=True)
class Waiting:
    """A programme whose season may begin or has begun, and the items and products without a dossier in it, frozen."""

    programme: str
    open_already: bool
    products: tuple[str, ...]
    items: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many dossiers are to be opened."""
        return len(self.items) + len(self.products)


def begin(office: Office, caller: Caller, programme: str) -> Waiting | Refusal:
    """Open the season, unless it is open. Needs `season.open`."""
    answer = open_season(office, caller, programme)
    if isinstance(answer, Done):
        return _waiting(office, programme, open_already=False)
    return _already(office, programme, answer)


def try_begin(office: Office, caller: Caller, programme: str) -> Waiting | Refusal:
    """What `begin` would answer, by the same code; nothing is written."""
    with office.database.reading() as transaction:
        _, reasons = season_faults(transaction, office, caller, programme)
    if not reasons:
        return _waiting(office, programme, open_already=False)
    return _already(office, programme, refused_all(reasons))


def open_waiting(office: Office, caller: Caller, waiting: Waiting) -> Iterator[tuple[str, Done | Refusal]]:
    """Open a dossier for each product, a batch in one transaction, then for each item; the answer once it is kept."""
    for start in range(0, len(waiting.products), BATCH):
        batch = waiting.products[start : start + BATCH]
        asked = [Opening(waiting.programme, product) for product in batch]
        yield from zip(batch, open_dossiers(office, caller, asked), strict=True)
    yield from open_items(office, caller, waiting.programme, waiting.items)


def try_open_waiting(office: Office, caller: Caller, waiting: Waiting) -> Iterator[tuple[str, Done | Refusal]]:
    """What `open_waiting` would answer once the season is open; nothing is written."""
    for product in waiting.products:
        answer = try_open(office, caller, Opening(waiting.programme, product))
        yield product, answer if isinstance(answer, Done) else _once_open(product, answer)
    yield from try_open_items(office, caller, waiting.programme, waiting.items)


def _already(office: Office, programme: str, refusal: Refusal) -> Waiting | Refusal:
    """That the season is open is no reason to stop."""
    if [reason.code for reason in refusal.reasons] != [ALREADY]:
        return refusal
    return _waiting(office, programme, open_already=True)


def _waiting(office: Office, programme: str, *, open_already: bool) -> Waiting:
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, day_in(office.zone, office.clock.now()))
        declared = published.rules.programmes[programme] if published else None
        if published is None or declared is None:
            return Waiting(programme, open_already, ())
        members = published.rules.families.get(declared.opens, ())
        about_products = not any(one.titled for one in members)
        products: Sequence[str] = waiting_products(transaction, declared, MOST) if about_products else ()
        return Waiting(programme, open_already, tuple(products), waiting_items(transaction, declared))


def _once_open(product: str, refusal: Refusal) -> Done | Refusal:
    """The answer without the reason that opening the season takes away."""
    reasons: list[Reason] = [reason for reason in refusal.reasons if reason.code != NOT_YET]
    return refused_all(reasons) if reasons else Done(product, "", 0)
