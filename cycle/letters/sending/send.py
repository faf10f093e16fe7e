"""Sending what is sealed: claimed, let through to DATA under its fence, and what became of it kept in batches."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cycle.clock import day_in
from cycle.database import Transaction, patiently
from cycle.letters.post import Post
from cycle.letters.sending.claiming import LEASE, Claim, Claimed, claim_due, damage_of, extend_claims, give_back
from cycle.letters.sending.entering import enter
from cycle.letters.sending.outcomes import FAILED, QUEUED, Keeping, keep_outcomes
from cycle.letters.sending.recovering import recover
from cycle.letters.sending.relay_log import resolve_now_and_then
from cycle.office import Office
from notifications.port import HANDED, UNCERTAIN, UNSENT, Channel, Outcome, Ticket
from notifications.smtp_results import of_session
from workflows.verdict import Reason

# So long one pass sends by one channel; what is left goes with the next pass.
AT_MOST = timedelta(minutes=4)
COUNTED = (HANDED, FAILED, UNCERTAIN, QUEUED, "recovered", "resolved")
_CHANCE = secrets.SystemRandom().random


@dataclass(frozen=True)
class Sent:
    """How many addresses were handed to the relay, failed, are uncertain or wait for another attempt (`queued`).

    `recovered` were left by workers that died, `resolved` were uncertain and are not any more. Ways other than the
    first are counted by their own name and a point before. `damaged` letters were set aside, with why.
    `more`: the time was over before all was sent.
    """

    counts: Mapping[str, int]
    damaged: tuple[tuple[str, Reason], ...] = ()
    more: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything was done."""
        return any(self.counts.values())


def send_due(office: Office, post: Post, worker: str, chance: Callable[[], float] = _CHANCE) -> Sent:
    """Send every sealed letter that is due, by any number of workers at once; `worker` names who does it.

    First what dead workers left is taken up again, and what is uncertain looked for in the relay's log. Raises what
    the driver says where the database does not let anything be kept; no letter is lost by that. After four minutes by
    one channel nothing more is begun: the next pass goes on.
    """
    counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    counts["recovered"] += sum(recover(office, {one.name for one in post.channels if one.repeatable}).values())
    if post.log is not None:
        resolved = resolve_now_and_then(office, post.log)
        counts["resolved"] += resolved.handed + resolved.queued
    damaged, more = set[str](), False
    for place, channel in enumerate(post.channels):
        gate = _Gate(office, Claim(worker, channel.name), chance, office.clock.now() + AT_MOST)
        _send_all(gate, post, channel)
        prefix = f"{channel.name}." if place else ""
        counts.update({f"{prefix}{name}": count for name, count in gate.counts.items()})
        damaged, more = damaged | gate.damaged, more or gate.over
    return Sent(dict(counts), tuple((code, damage_of(code)) for code in sorted(damaged)), more)


def _send_all(gate: "_Gate", post: Post, channel: Channel) -> None:
    """Batch by batch, until nothing is due, the time is over, or nothing of a batch came farther than to a way that

    cannot be used.
    """
    while any(claimed := patiently(lambda: gate.claim(post))):
        if claimed.tickets:
            channel.send(claimed.tickets, gate)
        if claimed.tickets and gate.stalled:
            break
    if gate.over:
        patiently(gate.give_back)


@dataclass
class _Gate:
    """Where letters of one channel go through: what has ended is kept in the transaction that lets others in."""

    office: Office
    holder: Claim
    chance: Callable[[], float]
    until: datetime
    counts: Counter[str] = field(default_factory=Counter)
    stalled: bool = False
    extended: datetime | None = None
    damaged: set[str] = field(default_factory=set)

    @property
    def over(self) -> bool:
        """Whether the time of this pass is over."""
        return self.office.clock.now() >= self.until

    def claim(self, post: Post) -> Claimed:
        """The next letters to send."""
        now = self.office.clock.now()
        self.stalled, self.extended = True, now
        if now >= self.until:
            return Claimed([], [])
        with self.office.database.writing() as transaction:
            claimed = claim_due(transaction, post, self.holder, now)
        self.damaged.update(claimed.damaged)
        return claimed

    def give_back(self) -> None:
        """Let others take what was not begun."""
        with self.office.database.writing() as transaction:
            give_back(transaction, self.holder)

    def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
        """Keep what has finished and let through whose claim still holds, in one transaction."""
        through, kept = patiently(lambda: self._pass(finished, entering))
        self.counts.update(outcome for _, outcome in kept)
        results = [one for outcome in finished for one in outcome.results.values()]
        if any(one.outcome != UNSENT and not of_session(one) for one in results):
            self.stalled = False
        return through

    def _pass(
        self, finished: Sequence[Outcome], entering: Sequence[Ticket]
    ) -> tuple[AbstractSet[str], list[tuple[str, str]]]:
        now = self.office.clock.now()
        kept: list[tuple[str, str]] = []
        with self.office.database.writing() as transaction:
            if finished:
                keeping = Keeping(transaction, self.holder.channel, now, day_in(self.office.zone, now), self.chance)
                kept = keep_outcomes(keeping, finished)
            through = enter(transaction, self.holder, entering, now) if now < self.until else frozenset()
            self._extend(transaction, now)
        return through, kept

    def _extend(self, transaction: Transaction, now: datetime) -> None:
        """Hold on to the rest of the batch where sending it takes long."""
        if self.extended is not None and now - self.extended > LEASE / 2:
            extend_claims(transaction, self.holder, now)
            self.extended = now
