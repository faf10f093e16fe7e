"""Confirming what an expiry proposes: the officer fires it, and the verdict is that of any other firing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from cycle import statements
from cycle.answers import Answer, refused
from cycle.commands.clocks.grounding import read_clock
from cycle.commands.fire import Fire, fire_within, try_within
from cycle.database import Transaction
from cycle.facts import lock_family
from cycle.office import Office
from workflows.verdict import Refusal


@dataclass(frozen=True)
class Confirmation:
    """The proposal of a deadline confirmed by an account; `values` and `note` are those that the trigger asks for."""

    dossier: str
    deadline: str
    actor: str
    on_behalf: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    request_id: str | None = None


def confirm(office: Office, asked: Confirmation) -> Answer:
    """Fire the proposed trigger. Raises RequestReusedError when a request id comes with another payload."""
    with office.database.writing() as transaction:
        lock_family(transaction, asked.dossier, office.clock)
        proposed = _proposed(transaction, asked)
        return proposed if isinstance(proposed, Refusal) else fire_within(transaction, office, proposed)


def try_confirm(office: Office, asked: Confirmation) -> Answer:
    """The answer that `confirm` would give now, from a snapshot and by the same code."""
    with office.database.reading() as transaction:
        proposed = _proposed(transaction, asked)
        return proposed if isinstance(proposed, Refusal) else try_within(transaction, office, proposed)


def _proposed(transaction: Transaction, asked: Confirmation) -> Fire | Refusal:
    clock = read_clock(transaction, asked.dossier, asked.deadline)
    trigger = _fired_before(transaction, asked) or (clock.proposal if clock else None)
    if trigger is None:
        code = "nothing_proposed" if clock else "deadline_not_running"
        return refused(code, deadline=asked.deadline)
    return Fire(
        asked.dossier,
        trigger,
        asked.actor,
        asked.on_behalf,
        asked.values,
        asked.note,
        request_id=asked.request_id,
    )


def _fired_before(transaction: Transaction, asked: Confirmation) -> str | None:
    """The trigger that the same request has fired already."""
    found = transaction.row(statements.REQUEST, (asked.actor, asked.request_id, asked.dossier))
    told = transaction.row(statements.PAYLOAD_AT, found[1:]) if found else None
    return orjson.loads(told[0]).get("trigger") if told else None
