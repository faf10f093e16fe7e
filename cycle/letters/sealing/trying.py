"""What sealing would do now, by its own code, from snapshots: nothing is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cycle.letters.composed import Nothing, Queued
from cycle.letters.composing.composer import once_a_day
from cycle.letters.composing.past import covers
from cycle.letters.post import Post
from cycle.letters.sealing.freezing import Sheet
from cycle.letters.sealing.hindrances import NO_ADDRESS, SETTLED, blamed
from cycle.letters.sealing.press import Press
from cycle.letters.sealing.seal import HINDERED, LATER, SEALED, UNREACHED, VOID, Draft, drafts_due, prepared
from cycle.office import Office
from workflows.verdict import Reason


class Foreseen(NamedTuple):
    """What would become of a letter: an outcome of sealing, and why where it is not `sealed`.

    `later` has the instant `at` from which it may go; `tells` is what it would tell of.
    """

    queued: Queued
    outcome: str
    reason: Reason | None = None
    at: datetime | None = None
    tells: Sequence[Mapping[str, Any]] = ()


def foresee_due(office: Office, post: Post) -> list[Foreseen]:
    """What `seal_due` would do now, before anything more is planned. Raises what the driver says."""
    trial = _Trial(office, post)
    return [one for drafts in drafts_due(office, post) for one in trial.foresee(drafts)]


class _Trial:
    """A run of sealing that seals nothing, and remembers what would have gone."""

    def __init__(self, office: Office, post: Post) -> None:
        self._office, self._post = office, post
        self._gone: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}

    def foresee(self, drafts: Sequence[Draft]) -> list[Foreseen]:
        """All from one snapshot; where that fails, each from its own, so that one alone is to blame."""
        try:
            with self._office.database.reading() as transaction:
                press = Press(transaction, self._office, self._post, self._office.clock.now())
                found = [(one.queued, prepared(press, one)) for one in drafts]
        except Exception as wrong:  # noqa: BLE001 - what is one letter's own fault is told of it
            if len(drafts) == 1:
                return [_told(drafts[0].queued, blamed(wrong))]
            return [found for one in drafts for found in self.foresee([one])]
        return [_told(queued, self._after(queued, one)) for queued, one in found]

    def _after(
        self, queued: Queued, found: Sheet | Nothing | Reason | datetime | None
    ) -> Sheet | Nothing | Reason | datetime | None:
        """The same after all that would have gone before it: of some letters a recipient gets one a day."""
        if not isinstance(found, Sheet) or found.composed.after is None:
            return found
        gone = self._gone.setdefault(found.composed.after[:3], [])
        if once_a_day(queued) and any(covers(about, queued.about) for about in gone):
            return Nothing(SETTLED)
        gone.append(queued.about)
        return found


def _told(queued: Queued, found: Sheet | Nothing | Reason | datetime | None) -> Foreseen:
    match found:
        case Sheet():
            return Foreseen(queued, SEALED, tells=found.composed.tells)
        case Nothing():
            return Foreseen(queued, VOID, Reason(found.reason))
        case Reason():
            return Foreseen(queued, HINDERED, found)
        case datetime():
            return Foreseen(queued, LATER, at=found)
    return Foreseen(queued, UNREACHED, Reason(NO_ADDRESS))
