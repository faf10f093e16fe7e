"""Time running out on a dossier's deadline: it is marked overdue, and what is then proposed is judged, never done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cycle.commands.payloads import reason_payload
from cycle.database import Transaction
from cycle.facts import Family
from cycle.history import Act, Entry, Recorded, append
from cycle.office import Office
from cycle.verdicts import definition_of, programme_of
from workflows.deadlines.deadline_rules import Expiry
from workflows.definition import Definition, Transition
from workflows.facts import Actor, Facts, Grant
from workflows.judging import Request
from workflows.machine import INPUT_CODES, decide
from workflows.rules import Rules
from workflows.scopes import counting, meant
from workflows.verdict import Reason, Refusal

SYSTEM = "system"
WAITING = "waiting"


class HinderedError(Exception):
    """What is due cannot be done as things stand; `reason` says why, for people."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


@dataclass(frozen=True)
class Expiring:
    """What the end of a deadline brings about.

    `proposal` is the trigger that is put before those whom `to` names; `reasons` say why its guards refuse it now, and
    then it stays a proposal that is not offered. `escalation` is `waiting` where the secretariat has to look at it.
    """

    deadline: str
    opened: int
    proposal: str | None
    to: tuple[str, ...]
    reasons: tuple[Reason, ...]
    escalation: str | None
    publication: str

    @property
    def offered(self) -> bool:
        """Whether the proposed trigger may be fired now."""
        return self.proposal is not None and not self.reasons

    @property
    def payload(self) -> Mapping[str, Any]:
        """What the record of the expiry says."""
        return {
            "deadline": {"name": self.deadline, "opened": self.opened},
            "event": "expired",
            "proposal": self.proposal,
            "to": list(self.to),
            "offered": self.offered,
            "reasons": [reason_payload(reason) for reason in self.reasons],
            "escalation": self.escalation,
        }


def foresee_expiry(
    transaction: Transaction, office: Office, family: Family, dossier: str, deadline: tuple[str, int]
) -> Expiring:
    """What the end of a deadline (its name, the record that opened it) brings about now; nothing is written.

    Raises HinderedError, UnreadablePublicationError.
    """
    placed = programme_of(transaction, office, family, dossier)
    if isinstance(placed, Reason):
        raise HinderedError(placed)
    published, programme = placed
    definition = definition_of(transaction, office, published, family, dossier)
    name, opened = deadline
    rule = definition.deadlines.get(name)
    expiry = rule.expiry if rule is not None else Expiry()
    reasons: tuple[Reason, ...] = ()
    if expiry.propose is not None:
        facts = family.facts(dossier, programme, published.rules)
        reasons = _against(published.rules, definition, facts, expiry.propose, family)
    return Expiring(
        deadline=name,
        opened=opened,
        proposal=expiry.propose,
        to=tuple(str(who) for who in expiry.to),
        reasons=reasons,
        escalation=WAITING if expiry.escalates else None,
        publication=published.hash,
    )


def expire(
    transaction: Transaction, office: Office, family: Family, dossier: str, deadline: tuple[str, int]
) -> tuple[Expiring, Recorded]:
    """Record the end of a deadline and set its row; the caller has locked the family and keeps the ledger.

    Raises as `foresee_expiry` does.
    """
    found = foresee_expiry(transaction, office, family, dossier, deadline)
    entry = Entry(f"dossier/{dossier}", "deadline", family.today, found.payload, publication=found.publication)
    recorded = append(transaction, Act(SYSTEM, family.now), entry)
    transaction.write(_EXPIRED, (recorded.seq, found.proposal, found.escalation, dossier, *deadline))
    return found, recorded


def _against(rules: Rules, definition: Definition, facts: Facts, trigger: str, family: Family) -> tuple[Reason, ...]:
    """Why those declared for a trigger may not fire it today; what they would still have to say does not count."""
    transition = definition.moves.get((facts.state, trigger))
    actor = Actor(SYSTEM, _declared(transition, facts, rules) if transition else ())
    verdict = decide(rules, definition, facts, Request(trigger, actor, family.today))
    if not isinstance(verdict, Refusal):
        return ()
    return tuple(reason for reason in verdict.reasons if reason.code not in INPUT_CODES)


def _declared(transition: Transition, facts: Facts, rules: Rules) -> tuple[Grant, ...]:
    """The roles that may fire it here, each held where the declaration means it."""
    return tuple(
        Grant(who.role, holder)
        for who in counting(transition.by, facts, rules)
        for holder in sorted(meant(who, facts, rules))
    )


_EXPIRED = (
    "UPDATE deadline SET expired_seq = ?, proposal = ?, escalation = ? "
    "WHERE dossier = ? AND name = ? AND opened_seq = ? AND status = 'open'"
)
