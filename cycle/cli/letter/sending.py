"""`ocop letter send`: one pass over letters, without a sweep."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click

from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.letter.naming import letter_title, reason_text, recipient_names
from cycle.cli.letter.passes import log_told, told_json, told_pairs, told_tables, worker_name
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, write_shown
from cycle.cli.telling.output import talk
from cycle.clock import instant_text
from cycle.commands.payloads import reason_payload
from cycle.letters.running import tell
from cycle.letters.sealing.seal import HINDERED, OUTCOMES
from cycle.letters.sealing.trying import Foreseen, foresee_due
from cycle.texts import Texts


@command("send")
@option("--once", is_flag=True)
@option("--dry-run", is_flag=True)
@click.pass_obj
def send(session: Session, once: bool, dry_run: bool) -> int:
    if not once:
        raise Failure("letter_send_once", NOT_FOUND)
    post, texts = session.app().post(), session.texts
    if not post.configured:
        talk(texts.say("letters.not_configured"))
    if dry_run:
        return _foresee(session)
    told = tell(session.app().office, post, worker_name())
    log_told(told, 0.0)
    pairs = told_pairs(texts, told, post)
    if not pairs and not told.wrong:
        talk(texts.say("letters.nothing_to_do"))
    _report(session, Shown(lambda: {"result": "done", **told_json(told)}, told_tables(session, told), pairs=pairs))
    return FAILED if told.wrong or told.hindered else DONE


def _foresee(session: Session) -> int:
    """What would be sealed now, before anything more is planned: which letters only for those who may see all."""
    texts, found = session.texts, foresee_due(session.app().office, session.app().post())
    if not found:
        talk(texts.say("letters.nothing_to_do"))
    told = Counter(one.outcome for one in found)
    counts = {outcome: told[outcome] for outcome in OUTCOMES if told[outcome]}
    value: dict[str, Any] = {"result": "dry_run", "counts": counts}
    pairs = [(texts.say(f"telling.sealing.{outcome}"), count) for outcome, count in counts.items()]
    if not _sees_all(session):
        talk(texts.say("letters.counts_only"))
        _report(session, Shown(lambda: value, [], pairs=pairs))
    else:
        table = Table("table.letters", ("code", "letter", "recipient", "clock_mark", "reason"), _rows(session, found))
        letters = [_json(one) for one in found]
        _report(session, Shown(lambda: {**value, "letters": letters}, [table], pairs=pairs))
    return FAILED if told[HINDERED] else DONE


def _sees_all(session: Session) -> bool:
    """Whether the account of this run sees every letter; the worker's user needs no account at all."""
    try:
        return view(session).everything
    except (Failure, Refused):
        return False


def _rows(session: Session, found: Sequence[Foreseen]) -> Iterator[tuple[Any, ...]]:
    rules = session.rules()
    texts = session.texts.under(rules)
    names = recipient_names(session, {one.queued.recipient for one in found})
    for one in found:
        queued, outcome = one.queued, texts.say(f"letter_foreseen.{one.outcome}")
        title = letter_title(texts, rules, queued.programme, queued.name)
        yield queued.code, title, names[queued.recipient], outcome, _why(texts, one)


def _why(texts: Texts, one: Foreseen) -> str:
    """Why a letter would not be sealed, or from when it may be."""
    if one.at is not None:
        return texts.say("letter_foreseen.from", at=one.at)
    return reason_text(texts, one.reason)


def _json(one: Foreseen) -> dict[str, Any]:
    queued = one.queued
    told: dict[str, Any] = {"letter": queued.code, "name": queued.name, "recipient": queued.recipient}
    told["outcome"] = one.outcome
    if one.at is not None:
        told["at"] = instant_text(one.at)
    if one.reason is not None:
        told["reason"] = reason_payload(one.reason)
    return {**told, "tells": [dict(tell) for tell in one.tells]} if one.tells else told


def _report(session: Session, shown: Shown) -> None:
    """Written without an offer of a workbook: what a pass did is not a list."""
    write_shown(session, shown)
