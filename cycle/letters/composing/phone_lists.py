"""The weekly list of producers whom no e-mail reaches, with what is to be said to each of them."""

from collections.abc import Callable
from datetime import date

from cycle.letters.composed import Composed, Nothing, Queued
from cycle.letters.composing.past import SETTLED
from cycle.letters.waiting import Unreached, read_unreached
from cycle.transactions import Transaction
from notifications.facts import Body, Call, Notice, PhoneList, Reminder

# The words of a letter of at most 500 characters, and what it says; None where nothing is left to say.
Said = Callable[[Queued], tuple[str, Body] | None]


def compose_phone_list(
    transaction: Transaction, queued: Queued, meant: Callable[[Unreached], bool], said: Said
) -> Composed | Nothing:
    """Whom to ring, in the order of their names; `meant` says of which producers the recipient is to be told."""
    calls, tells = [], []
    for one in read_unreached(transaction, queued.programme):
        found = said(one.queued) if meant(one) else None
        if found is not None:
            text, body = found
            calls.append(Call(one.name, one.phone or "", one.representative or "", text, _until(body)))
            tells.append({"letter": one.queued.code})
    return Composed(PhoneList(tuple(calls)), tuple(tells)) if calls else Nothing(SETTLED)


def _until(body: Body) -> date | None:
    """The first of the last days that a letter tells and that are still to come."""
    if isinstance(body, Notice):
        lines = body.owed
    elif isinstance(body, Reminder):
        lines = (*body.nearing, *body.new, *body.later)
    else:
        return None
    return min((line.last_day for line in lines if line.days_left is not None), default=None)
