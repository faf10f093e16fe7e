"""`ocop dossier why`: what may be done next, and everything that stands against it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from cycle.cli.asking.seeing import shown_of, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, PARTY
from cycle.cli.telling.answers import named, reason_json
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.titles import titled_by_dossier
from cycle.queries.dossiers import offers
from cycle.texts import Texts
from cycle.verdicts import Claim
from workflows.machine import Offer


@command("why")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--on-behalf", type=PARTY)
@click.pass_obj
def why(session: Session, dossier: str, on_behalf: str | None) -> None:
    office, caller = session.app().office, session.caller(on_behalf)
    claim = Claim(dossier, caller.account, caller.on_behalf)
    found = shown_of(session, dossier, offers.why(office, view(session), claim))
    texts = titled_by_dossier(session, [dossier]).of(dossier).texts
    if session.json:
        write_json({"dossier": dossier, "account": caller.account, "offers": [_offer_json(o, texts) for o in found]})
        return
    called = tuple(replace(one, reasons=named(session, one.reasons)) for one in found)
    for line in offer_lines(called, texts) or [texts.say("why.closed", dossier=dossier)]:
        tell(line)


def offer_lines(found: tuple[Offer, ...], texts: Texts) -> list[str]:
    """Each transition with its verdict, then why not, who can mend it, and what it wants to be told."""
    lines = []
    for offer in found:
        move = offer.transition
        verdict = texts.say("why.no" if offer.reasons else "why.yes")
        lines.append(texts.say("why.offer", trigger=move.trigger, target=move.target, verdict=verdict))
        lines += [f"  - {texts.reason(reason)}" for reason in offer.reasons]
        lines += [f"  + {texts.reason(reason)}" for reason in offer.asks]
        lines += [f"  + {texts.say('why.may_record', value=rule.name)}" for rule in move.records if rule.optional]
    return lines


def _offer_json(offer: Offer, texts: Texts) -> Mapping[str, Any]:
    move = offer.transition
    about = {"trigger": move.trigger, "title": texts.show("trigger", move.trigger), "to": move.target}
    by = [str(who) for who in move.by]
    optional = [rule.name for rule in move.records if rule.optional]
    told = {"reasons": offer.reasons, "asks": offer.asks}
    reasons = {name: [reason_json(reason, texts) for reason in given] for name, given in told.items()}
    return {**about, "by": by, "allowed": not offer.reasons, **reasons, "may_record": optional}
