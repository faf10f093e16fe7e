"""What each act on a letter needs, and what it makes of the letter and of its deliveries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cycle.clock import day_in, read_instant
from cycle.commands.letters.asked import (
    ACKNOWLEDGED,
    FAILED,
    HANDED,
    NOTICE,
    QUEUED,
    RESENT,
    RESOLVED,
    RETRIED,
    SEALED,
    UNCERTAIN,
    UNDER_WAY,
    VOID,
    VOIDED,
    Delivery,
    Ground,
    Judged,
    Ruling,
)
from cycle.commands.letters.renewing import anew, give_up, moved_to_mail
from cycle.commands.spelling import spelling_faults
from workflows.verdict import Reason

BY_HAND = "by_hand"


def retry(ground: Ground) -> Judged:
    """What failed goes again, what is uncertain only where that is wanted; one that waits is looked at now.

    What waits for a channel by which letters do not go any more goes by those of today.
    """
    if ground.letter.status == QUEUED:
        return _look_again(ground)
    if ground.letter.status == VOID:
        return [Reason("letter_void", ground.about)]
    asked = ground.asked
    if asked.although_uncertain and not asked.reason:
        return [Reason("letter_reason_missing", ground.about)]
    wanted = ground.among(FAILED, *([UNCERTAIN] if asked.although_uncertain else []))
    if moved_to_mail(ground, wanted):
        return _busy(ground, although_uncertain=asked.although_uncertain) or anew(ground)
    chosen = tuple(one for one in wanted if one.channel in ground.ways.channels)
    if not chosen:
        return _only_stranded(ground)
    writes = tuple((_AGAIN, (ground.now, ground.letter.code, one.channel, one.address)) for one in chosen)
    allowed = {"although_uncertain": True} if asked.although_uncertain else {}
    payload = {"event": RETRIED, "deliveries": _told(chosen), **allowed}
    given_up, further = give_up(ground)
    return Ruling(payload, (*writes, *given_up), further=further)


def void(ground: Ground) -> Judged:
    """A reminder that waits is not sent. A notice tells what happened: it goes."""
    if ground.letter.kind == NOTICE:
        return [Reason("letter_is_notice", ground.about)]
    if ground.letter.status != QUEUED:
        return [Reason("letter_not_queued", ground.about)]
    letter = ground.letter
    about = {"name": letter.name, "kind": letter.kind, "programme": letter.programme}
    return Ruling({"event": VOIDED, **about, "reason": BY_HAND}, ((_VOID, (BY_HAND, letter.code)),))


def resend(ground: Ground) -> Judged:
    """The same bytes go once more, by the channels and to the addresses of today."""
    return _not_ended(ground) or anew(ground)


def resolve(ground: Ground) -> Judged:
    """What became of an uncertain letter is known now: it was taken by the relay, or it goes again."""
    uncertain = ground.among(UNCERTAIN)
    if not uncertain:
        return [Reason("letter_not_uncertain", ground.about)]
    channels = sorted({one.channel for one in uncertain})
    keys = [(ground.letter.code, one.channel, one.address) for one in uncertain]
    if ground.asked.handed:
        writes = tuple((_TAKEN, (ground.now, *key)) for key in keys)
    else:
        writes = tuple((_AGAIN, (ground.now, *key)) for key in keys)
    outcome = HANDED if ground.asked.handed else "not_handed"
    told = {"channel": channels[0], "outcome": outcome, "by": "hand", "deliveries": _told(uncertain)}
    return Ruling({"event": RESOLVED, **told}, writes)


def tell(ground: Ground) -> Judged:
    """Somebody was told by telephone what the letter says; one without a number is then never sent."""
    letter, asked = ground.letter, ground.asked
    happened = asked.happened or ground.today
    created = day_in(ground.zone, read_instant(letter.created))
    reasons = [Reason("happened_in_future", {"happened": happened, "today": ground.today})]
    reasons = reasons if happened > ground.today else []
    if happened < created:
        reasons.append(Reason("told_before_letter", {"letter": letter.code, "happened": happened, "created": created}))
    if letter.status not in (QUEUED, SEALED):
        void = Reason("letter_void", ground.about)
        reasons.append(void if letter.status == VOID else Reason("letter_acknowledged", ground.about))
    reasons += spelling_faults({"person": asked.person or ""})
    if reasons:
        return reasons
    payload = {"event": ACKNOWLEDGED, "how": "phone", "authenticated": True}
    return Ruling(payload, ((_ANSWERED, (letter.code,)),), {"name": str(asked.person)}, happened)


JUDGES: Mapping[str, Callable[[Ground], Judged]] = {
    RETRIED: retry,
    VOIDED: void,
    RESENT: resend,
    RESOLVED: resolve,
    ACKNOWLEDGED: tell,
}


def _look_again(ground: Ground) -> Judged:
    if ground.letter.reason is None:
        return [Reason("letter_waits", ground.about)]
    return Ruling({"event": RETRIED}, ((_NOW, (ground.now, ground.letter.code)),))


def _not_ended(ground: Ground) -> list[Reason]:
    """Why a letter cannot be sent once more."""
    if ground.letter.status == VOID:
        return [Reason("letter_void", ground.about)]
    if ground.letter.status == QUEUED or not ground.deliveries:
        return [Reason("letter_not_sealed", ground.about)]
    reasons = [] if ground.asked.reason else [Reason("letter_reason_missing", ground.about)]
    return reasons + _busy(ground, although_uncertain=False)


def _busy(ground: Ground, *, although_uncertain: bool) -> list[Reason]:
    """Why e-mail is not to go once more just now; how it stands by other channels does not count."""
    reasons = []
    if ground.mailed(UNCERTAIN) and not although_uncertain:
        reasons.append(Reason("letter_uncertain", ground.about))
    if set(ground.mailed(*UNDER_WAY)) - set(ground.stranded):
        reasons.append(Reason("letter_under_way", ground.about))
    return reasons


def _only_stranded(ground: Ground) -> Judged:
    """Nothing is to be sent again: what waits for a channel that there is no more is given up."""
    writes, records = give_up(ground)
    if records:
        return Ruling(records[0], writes, further=records[1:])
    uncertain = Reason("letter_uncertain", ground.about)
    return [uncertain if ground.among(UNCERTAIN) else Reason("letter_not_failed", ground.about)]


def _told(chosen: Sequence[Delivery]) -> list[dict[str, Any]]:
    """How many deliveries of each channel an act is about."""
    counts: dict[str, int] = {}
    for one in chosen:
        counts[one.channel] = counts.get(one.channel, 0) + 1
    return [{"channel": channel, "count": count} for channel, count in sorted(counts.items())]


_AGAIN = (
    "UPDATE delivery SET status = 'queued', fence = fence + 1, worker = NULL, leased_until = NULL, "
    "first_attempt = NULL, next_at = ?, ended = NULL WHERE letter = ? AND channel = ? AND address = ?"
)
_TAKEN = (
    "UPDATE delivery SET status = 'handed', fence = fence + 1, worker = NULL, leased_until = NULL, next_at = NULL, "
    "ended = ? WHERE letter = ? AND channel = ? AND address = ?"
)
_VOID = "UPDATE letter SET status = 'void', reason = ? WHERE code = ? AND status = 'queued'"
_NOW = "UPDATE letter SET send_after = ?, reason = NULL WHERE code = ? AND status = 'queued'"
_ANSWERED = "UPDATE letter SET status = 'acknowledged' WHERE code = ?"
