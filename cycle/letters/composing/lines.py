"""Deadlines, settled ones and papers as the lines of a letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cycle.letters.composing.duties import Duty, Share
from cycle.letters.composing.lacking import Lacking
from cycle.letters.composing.marks import PAUSED
from cycle.letters.composing.meant import WAITING
from cycle.letters.composing.past import Expiring, Settled
from cycle.letters.composing.wording import Own, Words
from cycle.letters.desks import Desk
from notifications.facts import Line


@dataclass(frozen=True)
class Lines:
    """Writes the lines of one programme's letters."""

    desk: Desk
    words: Words
    lacking: Lacking

    def read(self, shares: Iterable[Share]) -> None:
        """Read what the lines of some shares will say."""
        self.lacking.read({one.duty.dossier for one in shares})

    def line(self, share: Share, *, whole: bool = True) -> Line:
        """What somebody has to do with a deadline; one that is not `whole` does not say what is missing."""
        duty = share.duty
        own = self.words.of(duty.pinned)
        return Line(
            dossier=duty.dossier,
            about=duty.about,
            what=own.deadline(duty.name, duty.year),
            last_day=duty.last_day,
            days_left=None if duty.status == PAUSED else (duty.last_day - self.desk.today).days,
            basis=own.basis(duty.name, duty.length_from),
            state=own.state(duty.state),
            producer=duty.producer,
            missing=tuple(own.lacking(self.lacking.of(duty.dossier))) if whole else (),
            owed_by="" if share.owes and len(duty.reached) == 1 else self.words.parties(duty.owing),
            proposal=self._proposal(own, duty) if share.decides else "",
            provisional=duty.provisional,
            others=not share.owes,
        )

    def settled(self, one: Settled) -> Line:
        """What was owed in the last letter and is no more."""
        own = self.words.of(one.pinned)
        return Line(
            dossier=one.dossier,
            about=one.about,
            what=own.deadline(one.name),
            last_day=one.last_day,
            days_left=(one.last_day - self.desk.today).days,
            basis=own.basis(one.name, one.length_from),
            state=own.state(one.state),
            producer=one.producer,
            settled_on=one.closed,
        )

    def paper(self, one: Expiring) -> Line:
        """A paper that is about to expire."""
        texts = self.words.texts
        return Line(
            dossier=one.dossier,
            about=one.about,
            what=texts.show("paper", one.type),
            last_day=one.expires,
            days_left=self.days_to(one.expires),
            basis="",
            producer=one.producer,
        )

    def days_to(self, day: date) -> int:
        """How many days are left from today."""
        return (day - self.desk.today).days

    def _proposal(self, own: Own, duty: Duty) -> str:
        told = [own.trigger(duty.proposal)] if duty.proposal else []
        told += [self.words.texts.say("telling.escalation")] if duty.escalation == WAITING else []
        return "; ".join(told)
