"""What an act on a deadline is judged by: read under the lock, or from a snapshot."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from cycle import statements
from cycle.commands.calendars.published_calendars import published_calendars
from cycle.commands.clocks.asked import RELEASED, Clock, ClockAct, Ground, PastAct
from cycle.database import Transaction
from cycle.facts import Family
from cycle.office import Office
from cycle.owing import owed_by, superiors
from cycle.verdicts import Claim, Grounds, definition_of, grounds, programme_of
from workflows.deadlines.deadline_rules import DeadlineRule
from workflows.definition import Definition
from workflows.rules import Calendar
from workflows.verdict import Reason


def ground_of(transaction: Transaction, office: Office, asked: ClockAct, family: Family | None) -> Ground | Reason:
    """What an act is judged by, or why it cannot be judged at all."""
    if family is None:
        return Reason("dossier_unknown", {"dossier": asked.dossier})
    found = grounds(transaction, office, family, Claim(asked.dossier, asked.actor, asked.on_behalf, asked.happened))
    if isinstance(found, Reason):
        return found
    definition = definition_of(transaction, office, found.published, family, asked.dossier)
    rule, clock = definition.deadlines.get(asked.deadline), read_clock(transaction, asked.dossier, asked.deadline)
    if rule is None:
        known = sorted(definition.deadlines)
        return Reason("deadline_unknown", {"deadline": asked.deadline, "workflow": definition.name, "known": known})
    if clock is None:
        return Reason("deadline_not_running", {"deadline": asked.deadline})
    return _ground(transaction, office, asked, family, found, definition, rule, clock)


def _ground(  # noqa: PLR0913 - what was read, each by its own name
    transaction: Transaction,
    office: Office,
    asked: ClockAct,
    family: Family,
    found: Grounds,
    definition: Definition,
    rule: DeadlineRule,
    clock: Clock,
) -> Ground:
    rules = found.published.rules
    facts = family.facts(asked.dossier, found.programme, rules)
    told = clock.derivation.get("calendar", {})
    calendar, reckoned = _calendars(transaction, office, _in_force(transaction, office, family, found, asked), told)
    owing = owed_by(rules, definition, rule, facts) if asked.event == RELEASED else ()
    return Ground(
        asked=asked,
        rules=rules,
        publication=found.published.hash,
        definition=definition,
        rule=rule,
        calendar=calendar,
        facts=facts,
        actor=found.actor,
        today=family.today,
        clock=clock,
        past=past_acts(transaction, asked.dossier, clock),
        reckoned=reckoned,
        superiors=superiors(transaction, owing, facts, family.today),
    )


def _in_force(transaction: Transaction, office: Office, family: Family, found: Grounds, asked: ClockAct) -> Calendar:
    """The calendar that the dossier's programme has today, whatever the day of the act."""
    today = programme_of(transaction, office, family, asked.dossier)
    published, programme = (found.published, found.programme) if isinstance(today, Reason) else today
    return published.rules.calendars[programme.calendar]


def _calendars(
    transaction: Transaction, office: Office, today: Calendar, told: Mapping[str, Any]
) -> tuple[Calendar, Calendar | None]:
    """The calendar to reckon with, never of a lower revision than the one told; and that one, where it is another."""
    if told.get("hash", today.hash) == today.hash or told.get("name") != today.name:
        return today, None
    every = published_calendars(transaction, office, today.name)
    reckoned = next((one for one in every if one.hash == told["hash"]), None)
    if reckoned is not None and reckoned.revision > today.revision:
        return reckoned, None
    return today, reckoned


def read_clock(transaction: Transaction, dossier: str, name: str) -> Clock | None:
    """A deadline of a dossier that has not ended."""
    row = transaction.row(statements.RUNNING_DEADLINE, (dossier, name))
    if row is None:
        return None
    opened, starts, last_day, due, derivation, *rest = row
    days = (date.fromisoformat(starts), date.fromisoformat(last_day))
    return Clock(name, opened, *days, due, orjson.loads(derivation), *rest)


def past_acts(transaction: Transaction, dossier: str, clock: Clock) -> tuple[PastAct, ...]:
    """What has been recorded of a deadline since it was opened, in order."""
    rows = transaction.rows(statements.DEADLINE_RECORDS, (f"dossier/{dossier}", clock.opened))
    told = [(seq, happened, orjson.loads(payload)) for seq, happened, payload in rows]
    which = {"name": clock.name, "opened": clock.opened}
    return tuple(
        PastAct(seq, payload["event"], date.fromisoformat(happened), payload)
        for seq, happened, payload in told
        if payload["deadline"] == which
    )
