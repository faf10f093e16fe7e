"""Sealing what is to go: composed from the truth, numbered, frozen and recorded, each letter whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import orjson

from cycle.clock import day_in, instant_text
from cycle.database import ContentionError, Transaction, patiently, said_by_driver
from cycle.letters.addresses import addresses_of
from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing import Composer
from cycle.letters.mailboxes import lock_mailboxes
from cycle.letters.post import Post
from cycle.letters.sealing.freezing import Sheet, make_void, seal, write_out
from cycle.letters.sealing.hindrances import STALE, HinderedError, blamed, put_off, wait_until, without_address
from cycle.letters.sealing.press import Press
from cycle.letters.waiting import queued_of
from cycle.office import Office
from workflows.verdict import Reason

SEALED, VOID, UNREACHED, HINDERED, LATER, LEFT = "sealed", "void", "unreached", "hindered", "later", "left"
OUTCOMES = (SEALED, VOID, UNREACHED, HINDERED, LATER, LEFT)
NOTICE = "notice"
# Letters looked for at once, and sealed in one transaction.
PAGE, AT_ONCE = 1_000, 20


@dataclass
class Sealed:
    """How many letters were sealed, made void, wait for an address, could not be sealed, wait for the hours in which
    letters go, or were left to the next pass because somebody else worked on them.

    `hindered` are those that could not be sealed, with the reason.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    hindered: list[tuple[str, Reason]] = field(default_factory=list)


class Draft(NamedTuple):
    """A letter, and what it says; why not, where it cannot be composed; None where nobody can be written to.

    `grown`: it has been given more to tell since it was composed.
    """

    queued: Queued
    composed: Composed | Nothing | Reason | None
    grown: bool = False


def seal_due(office: Office, post: Post) -> Sealed:
    """Seal every letter whose time has come, by any number of workers at once; what cannot be sealed waits.

    Where no way of sending is configured, only what has lost its sense is made void. Raises what the driver says where
    the database does not let anything be done: what was sealed until then is kept.
    """
    found = Sealed()
    way = _Way(office, post, found)
    for drafts in drafts_due(office, post):
        for start in range(0, len(drafts), AT_ONCE):
            way.seal(drafts[start : start + AT_ONCE])
    return found


def drafts_due(office: Office, post: Post) -> Iterator[list[Draft]]:
    """Every letter that `seal_due` looks at now, composed, so many at a time, from snapshots."""
    after, now = ("", ""), instant_text(office.clock.now())
    asked, times = (_DUE, (now,)) if post.configured else (_STALE, (now, now))
    while True:
        with office.database.reading() as transaction:
            page = [queued_of(row) for row in transaction.rows(asked, (*times, *after, PAGE))]
        if not page:
            return
        yield _composed(office, post, page)
        after = (page[-1].send_after, page[-1].code)


def _composed(office: Office, post: Post, page: Sequence[Queued]) -> list[Draft]:
    """What each of them says: all from one snapshot; where the driver refuses one, each from its own."""
    try:
        with office.database.reading() as transaction:
            sight = _Sight(transaction, Composer(transaction, office), office)
            return [_draft(sight, one) for one in page]
    except Exception as wrong:  # noqa: BLE001 - what is one letter's own fault is kept with it
        if len(page) == 1:
            return [Draft(page[0], blamed(wrong))]
        return [draft for one in page for draft in _composed(office, post, [one])]


@dataclass(frozen=True)
class _Sight:
    """A snapshot, and who composes from it."""

    transaction: Transaction
    composer: Composer
    office: Office

    def stale(self, queued: Queued) -> bool:
        """Whether a letter has lost its sense."""
        mortal = queued.kind != NOTICE and queued.stale_after is not None
        return mortal and str(queued.stale_after) < instant_text(self.office.clock.now())

    def reached(self, queued: Queued) -> bool:
        """Whether its recipient can be written to."""
        today = day_in(self.office.zone, self.office.clock.now())
        return not addresses_of(self.transaction, queued.recipient, today).missing


def _draft(sight: _Sight, queued: Queued) -> Draft:
    if sight.stale(queued):
        return Draft(queued, Nothing(STALE))
    try:
        return Draft(queued, sight.composer.compose(queued) if sight.reached(queued) else None)
    except Exception as wrong:
        if said_by_driver(wrong) is not None:
            raise
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
            if len(drafts) > 1:
                for one in drafts:
                    self.seal([one])
            elif isinstance(drafts[0].composed, Reason):
                raise
            else:
                self.seal([Draft(drafts[0].queued, blamed(wrong))])

    def _count(self, ended: Sequence[tuple[str, str, Reason | None]]) -> None:
        for code, outcome, reason in ended:
            self._found.counts[outcome] += 1
            if reason is not None:
                self._found.hindered.append((code, reason))

    def _together(self, drafts: Sequence[Draft]) -> list[tuple[str, str, Reason | None]]:
        with self._office.database.writing() as transaction:
            lock_mailboxes(transaction, (one.queued.recipient for one in drafts))
            press = Press(transaction, self._office, self._post, self._office.clock.now())
            held = [_held(transaction, one) for one in drafts]
            return [_ended(press, one) for one in held if one is not None]


def _ended(press: Press, draft: Draft) -> tuple[str, str, Reason | None]:
    """What becomes of one letter. What it lacks is kept with it; where writing fails, nothing of the transaction is."""
    queued, found = draft.queued, prepared(press, draft)
    match found:
        case Sheet():
            seal(press, found)
            return queued.code, SEALED, None
        case Nothing():
            make_void(press, queued, found.reason)
            return queued.code, VOID, None
        case Reason():
            put_off(press.transaction, queued, found, press.now)
            return queued.code, HINDERED, found
        case datetime():
            wait_until(press.transaction, queued, found)
            return queued.code, LATER, None
    without_address(press.transaction, queued, press.now)
    return queued.code, UNREACHED, None


def prepared(press: Press, draft: Draft) -> Sheet | Nothing | Reason | datetime | None:
    """The letter with its number and words, or why there is none; None: nobody can be written to. Only reads."""
    if draft.composed is None or isinstance(draft.composed, Reason) or draft.composed == Nothing(STALE):
        return draft.composed
    try:
        composed = _now_composed(press, draft)
        if isinstance(composed, Nothing):
            return composed
        at = press.desk(draft.queued).slots.next_at(press.now)
        return write_out(press, draft.queued, composed) if at <= press.now else at
    except Exception as wrong:
        if said_by_driver(wrong) is not None:
            raise
        return blamed(wrong)


def _now_composed(press: Press, draft: Draft) -> Composed | Nothing:
    """What the letter says, under the lock: anew where it has grown, its ground has changed or it said nothing."""
    composed = draft.composed
    if draft.grown or not isinstance(composed, Composed) or not press.composer.still(press.transaction, composed):
        composed = press.anew().compose(draft.queued)
    if isinstance(composed, Nothing) and draft.queued.kind == NOTICE:
        raise HinderedError(Reason("letter_says_nothing", {"letter": draft.queued.code}))
    return composed


def _held(transaction: Transaction, draft: Draft) -> Draft | None:
    """The letter as it waits now, locked; None where somebody else has sealed it, or is doing so."""
    found = transaction.row(_HELD, (draft.queued.code,))
    if found is None:
        return None
    about = orjson.loads(found[0])
    if about == draft.queued.about:
        return draft
    return draft._replace(queued=draft.queued._replace(about=about), grown=True)


_COLUMNS = ", ".join(Queued._fields)
_PAGE = "(send_after, code) > (?, ?) ORDER BY send_after, code LIMIT ?"
_DUE = f"SELECT {_COLUMNS} FROM letter WHERE status = 'queued' AND send_after <= ? AND {_PAGE}"  # noqa: S608 - constant
# `kind` is never `notice` here: a notice has no day on which it dies.
_STALE = f"SELECT {_COLUMNS} FROM letter WHERE status = 'queued' AND send_after <= ? AND stale_after < ? AND {_PAGE}"  # noqa: S608 - constant
_HELD = "SELECT about FROM letter WHERE code = ? AND status = 'queued' FOR UPDATE SKIP LOCKED"
