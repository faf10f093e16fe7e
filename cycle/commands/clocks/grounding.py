"""What an act on a deadline is judged by: read under the lock, or from a snapshot."""

from datetime import date

import orjson

from cycle import statements
from cycle.commands.clocks.asked import RELEASED, Clock, ClockAct, Ground, PastAct
from cycle.database import Transaction
from cycle.facts import Family
from cycle.office import Office
from cycle.owing import owed_by, superiors
from cycle.verdicts import Claim, definition_of, grounds
from workflows.verdict import Reason


def ground_of(transaction: Transaction, office: Office, asked: ClockAct, family: Family | None) -> Ground | Reason:
    """What an act is judged by, or why it cannot be judged at all."""
    if family is None:
        return Reason("dossier_unknown", {"dossier": asked.dossier})
    found = grounds(transaction, office, family, Claim(asked.dossier, asked.actor, asked.on_behalf, asked.happened))
    if isinstance(found, Reason):
        return found
    rules = found.published.rules
    definition = definition_of(transaction, office, found.published, family, asked.dossier)
    rule, clock = definition.deadlines.get(asked.deadline), read_clock(transaction, asked.dossier, asked.deadline)
    if rule is None:
        known = sorted(definition.deadlines)
        return Reason("deadline_unknown", {"deadline": asked.deadline, "workflow": definition.name, "known": known})
    if clock is None:
        return Reason("deadline_not_running", {"deadline": asked.deadline})
    facts = family.facts(asked.dossier, found.programme)
    owing = owed_by(rules, definition, rule, facts) if asked.event == RELEASED else ()
    return Ground(
        asked=asked,
        rules=rules,
        publication=found.published.hash,
        definition=definition,
        rule=rule,
        calendar=rules.calendars[found.programme.calendar],
        facts=facts,
        actor=found.actor,
        today=family.today,
        clock=clock,
        past=past_acts(transaction, asked.dossier, clock),
        superiors=superiors(transaction, owing, facts, family.today),
    )


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
