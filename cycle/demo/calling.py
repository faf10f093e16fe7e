"""Scripted acts on deadlines: extensions, what becomes of an expiry, and a new calendar applied to what is open."""

from collections.abc import Iterator

from cycle.answers import Answer
from cycle.commands.clocks import ClockAct, Confirmation, act_on, confirm
from cycle.commands.clocks.asked import DECLINED, EXTENDED, RELEASED, SETTLED
from cycle.demo.cast import dossier_of
from cycle.demo.script import ScriptedAct
from cycle.demo.stage import Stage

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
