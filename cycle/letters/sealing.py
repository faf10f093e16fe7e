"""Sealing what is to go: composed from the truth, numbered, frozen and recorded, each letter whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import orjson

from cycle.clock import instant_text
from cycle.database import ContentionError, Transaction, patiently, said_by_driver
from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing import Composer
from cycle.letters.freezing import Desk, declared_of, make_void, may_go, seal, write_out
from cycle.letters.hindrances import STALE, HinderedError, blamed, put_off, wait_until, without_address
from cycle.letters.mailboxes import lock_mailboxes
from cycle.letters.post import Post
from cycle.office import Office
from workflows.verdict import Reason

SEALED, VOID, UNREACHED, HINDERED, LATER, LEFT = "sealed", "void", "unreached", "hindered", "later", "left"
OUTCOMES = (SEALED, VOID, UNREACHED, HINDERED, LATER, LEFT)
NOTICE = "notice"
# Letters looked for at once, and sealed in one transaction.
PAGE, AT_ONCE = 100, 20


@dataclass
class Sealed:
    """How many letters were sealed, made void, wait for an address, could not be sealed, wait for their hours, or were

    left to the next pass because somebody else worked on them. `hindered` are the letters that could not, with why.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    hindered: list[tuple[str, Reason]] = field(default_factory=list)


class Draft(NamedTuple):
    """A letter, and what it says; why not, where it cannot be composed."""

    queued: Queued
    composed: Composed | Nothing | Reason


def seal_due(office: Office, post: Post) -> Sealed:
    """Seal every letter whose time has come, by any number of workers at once; what cannot be sealed waits.

    Where no way of sending is configured, only what has lost its sense is made void. Raises what the driver says where
    the database does not let anything be done: what was sealed until then is kept.
    """
    found = Sealed()
    way = _Way(office, post, found)
    for drafts in _drafts(office, post):
        for start in range(0, len(drafts), AT_ONCE):
            way.seal(drafts[start : start + AT_ONCE])
    return found


def foresee_due(office: Office, post: Post) -> list[Draft]:
    """The letters that `seal_due` would seal now with what they would say, from snapshots; nothing is written."""
    return [draft for drafts in _drafts(office, post) for draft in drafts]


def _drafts(office: Office, post: Post) -> Iterator[list[Draft]]:
    """Every letter whose time has come, composed, so many at a time."""
    after, now = ("", ""), instant_text(office.clock.now())
    asked = _DUE if post.channels else _STALE
    while True:
        with office.database.reading() as transaction:
            page = [_queued(row) for row in transaction.rows(asked, (now, *after, PAGE))]
            composer = Composer(transaction, office) if page else None
            drafts = [_draft(composer, one, now) for one in page if composer is not None]
        if not page:
            return
        yield drafts
        after = (page[-1].send_after, page[-1].code)


def _draft(composer: Composer, queued: Queued, now: str) -> Draft:
    if queued.kind != NOTICE and queued.stale_after is not None and queued.stale_after < now:
        return Draft(queued, Nothing(STALE))
    try:
        return Draft(queued, composer.compose(queued))
    except Exception as wrong:  # noqa: BLE001 - one poisoned letter must not stop the others
        return Draft(queued, blamed(wrong))


class _Way:
    """Seals drafts, and counts what became of them."""

    def __init__(self, office: Office, post: Post, found: Sealed) -> None:
        self._office, self._post, self._found = office, post, found

    def seal(self, drafts: Sequence[Draft]) -> None:
        """All in one transaction; where that fails, each in its own, so that one alone is to blame."""
        try:
            self._count(patiently(lambda: self._together(drafts)))
        except ContentionError:
            self._found.counts[LEFT] += len(drafts)
        except Exception as wrong:
            if len(drafts) == 1:
                reason, queued = blamed(wrong), drafts[0].queued
                self._count(patiently(lambda: self._together([Draft(queued, reason)])))
                return
            for one in drafts:
                self.seal([one])

    def _count(self, ended: Sequence[tuple[str, str, Reason | None]]) -> None:
        for code, outcome, reason in ended:
            self._found.counts[outcome] += 1
            if reason is not None:
                self._found.hindered.append((code, reason))

    def _together(self, drafts: Sequence[Draft]) -> list[tuple[str, str, Reason | None]]:
        with self._office.database.writing() as transaction:
            lock_mailboxes(transaction, (one.queued.recipient for one in drafts))
            desk = Desk(transaction, self._office, self._post, self._office.clock.now())
            return [_ended(desk, one) for one in drafts if _still_queued(transaction, one.queued)]


def _ended(desk: Desk, draft: Draft) -> tuple[str, str, Reason | None]:
    """What becomes of one letter; what it lacks is kept with it, and the others go on."""
    reason = draft.composed if isinstance(draft.composed, Reason) else None
    outcome = HINDERED
    if reason is None:
        try:
            outcome = _outcome(desk, draft)
        except Exception as wrong:
            if said_by_driver(wrong) is not None:
                raise
            reason = blamed(wrong)
    if reason is not None:
        put_off(desk.transaction, draft.queued, reason, desk.now)
    return draft.queued.code, outcome, reason
