"""Scripted acts on deadlines: extensions, what becomes of an expiry, and a new calendar applied to what is open."""

from collections.abc import Iterator

from cycle.answers import Answer
from cycle.commands.calendars.recalculating import apply_calendars
from cycle.commands.calendars.shifts import survey_calendars
from cycle.commands.clocks import DECLINED, EXTENDED, RELEASED, SETTLED, ClockAct, Confirmation, act_on, confirm
from cycle.commands.permits import Caller
from cycle.demo.cast import dossier_of, product_of
from cycle.demo.script import ScriptedAct
from cycle.demo.stage import Stage
from workflows.verdict import Refusal

EVENTS = {"extends": EXTENDED, "declines": DECLINED, "releases": RELEASED, "answers": SETTLED}


def on_deadline(stage: Stage, act: ScriptedAct) -> Iterator[tuple[str, Answer]]:
    """One act on the deadline of each product's dossier."""
    for product in act.products:
        with stage.office.database.reading() as transaction:
            dossier = dossier_of(transaction, product, act.family)
        account, whom = stage.cast.account(act, product), stage.cast.on_behalf(act, product)
        if act.verb == "confirms":
            asked = Confirmation(dossier, act.what, account, whom, act.values, act.note)
            yield product, confirm(stage.office, asked)
        else:
            told = ClockAct(
                EVENTS[act.verb],
                dossier,
                act.what,
                account,
                whom,
                act.happened,
                basis=act.basis,
                until=act.until,
                note=act.note,
            )
            yield product, act_on(stage.office, told)


def applies(stage: Stage, act: ScriptedAct) -> Iterator[tuple[str, Answer]]:
    """The calendars in force applied to the deadlines that they make later, or earlier; each with its product."""
    caller = Caller(stage.cast.account(act, None))
    survey = survey_calendars(stage.office, caller)
    if isinstance(survey, Refusal):
        yield "", survey
        return
    for shift, answer in apply_calendars(stage.office, caller, survey.of(act.what), act.note):
        with stage.office.database.reading() as transaction:
            product = product_of(transaction, shift.dossier)
        yield product, answer
