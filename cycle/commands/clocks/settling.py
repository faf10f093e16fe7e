"""What becomes of an expiry: a proposal declined, an escalation released to the superior or answered."""

from cycle.commands.clocks.allowed import caller_reasons, permission_reasons, text_reasons
from cycle.commands.clocks.asked import PAUSED, RELEASED, SETTLED, Ground, Judged, Ruling
from workflows.naming import Who
from workflows.verdict import Reason

PERMISSION = "escalation.answer"
WAITING = "waiting"


def decline(ground: Ground) -> Judged:
    """Decide that what the expiry proposes is not done, and say why."""
    reasons = [*caller_reasons(ground, _named(ground)), *text_reasons(ground, note=True)]
    if ground.clock.proposal is None:
        reasons.append(ground.reason("nothing_proposed"))
    reasons += _paused(ground)
    return reasons or Ruling({"proposal": ground.clock.proposal}, {"proposal": None})


def release(ground: Ground) -> Judged:
    """Let an escalation go to the organisation above whoever owes the act."""
    reasons = [*permission_reasons(ground, PERMISSION), *_waiting(ground), *text_reasons(ground)]
    above, to = ground.superiors, ground.asked.to
    if not above:
        reasons.append(ground.reason("superior_unknown"))
    elif to is None and len(above) > 1:
        reasons.append(ground.reason("superior_of_several", places=list(above)))
    elif to is not None and to not in above:
        reasons.append(ground.reason("superior_not", to=to, places=list(above)))
    return reasons or Ruling({"to": to or above[0]}, {"escalation": RELEASED})


def answer(ground: Ground) -> Judged:
    """Say why an escalation is not released."""
    reasons = [*permission_reasons(ground, PERMISSION), *_waiting(ground), *text_reasons(ground, note=True)]
    return reasons or Ruling({}, {"escalation": SETTLED})


def _waiting(ground: Ground) -> list[Reason]:
    waits = [] if ground.clock.escalation == WAITING else [ground.reason("not_escalated")]
    return [*waits, *_paused(ground)]


def _paused(ground: Ground) -> list[Reason]:
    """While a clock stands still nobody is late, so nothing is decided about it."""
    return [ground.reason("deadline_paused")] if ground.clock.status == PAUSED else []


def _named(ground: Ground) -> tuple[Who, ...]:
    """The officers to whom the expiry proposes its trigger, else those who may fire it."""
    expiry = ground.rule.expiry
    move = ground.definition.moves.get((ground.facts.state, ground.clock.proposal or expiry.propose or ""))
    return expiry.to or (move.by if move else ())
