"""`ocop letter send`: one pass over letters, without a sweep."""

from collections.abc import Iterator
from typing import Any

import click

from cycle.cli.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.letter.naming import letter_title, reason_text, recipient_names
from cycle.cli.letter.passes import log_told, told_json, told_pairs, told_tables, worker_name
from cycle.cli.lists import Shown, Table, write_shown
from cycle.cli.output import talk
from cycle.cli.session import Failure, Session
from cycle.cli.spoken import command, option
from cycle.commands.payloads import reason_payload
from cycle.letters.composed import Nothing
from cycle.letters.running import tell
from cycle.letters.sealing import Draft, foresee_due
from cycle.texts import Texts
from workflows.verdict import Reason


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
    pairs = told_pairs(texts, told)
    if not pairs and not told.wrong:
        talk(texts.say("letters.nothing_to_do"))
    _report(session, Shown(lambda: {"result": "done", **told_json(told)}, told_tables(session, told), pairs=pairs))
    return FAILED if told.wrong or told.hindered else DONE


def _foresee(session: Session) -> int:
    """What would be sealed now, before anything more is planned."""
    drafts = foresee_due(session.app().office, session.app().post())
    if not drafts:
        talk(session.texts.say("letters.nothing_to_do"))
    table = Table("table.letters", ("code", "letter", "recipient", "clock_mark", "reason"), _rows(session, drafts))
    _report(session, Shown(lambda: {"result": "dry_run", "letters": [_json(one) for one in drafts]}, [table]))
    return DONE


def _rows(session: Session, drafts: list[Draft]) -> Iterator[tuple[Any, ...]]:
    rules = session.rules()
    texts = session.texts.under(rules)
    names = recipient_names(session, {one.queued.recipient for one in drafts})
    for queued, composed in drafts:
        title = letter_title(texts, rules, queued.programme, queued.name)
        yield queued.code, title, names[queued.recipient], *_foreseen(texts, composed)


def _foreseen(texts: Texts, composed: object) -> tuple[str, str]:
    """What would become of a letter, and why."""
    match composed:
        case Nothing():
            return texts.say("letter_foreseen.void"), reason_text(texts, Reason(composed.reason))
        case Reason():
            return texts.say("letter_foreseen.hindered"), texts.reason(composed)
        case None:
            return texts.say("letter_foreseen.unreached"), texts.say("letter_reason.no_address")
    return texts.say("letter_foreseen.sealed"), ""


def _json(draft: Draft) -> dict[str, Any]:
    queued, composed = draft
    told: dict[str, Any] = {"letter": queued.code, "name": queued.name, "recipient": queued.recipient}
    match composed:
        case Nothing():
            return {**told, "outcome": "void", "reason": {"code": composed.reason}}
        case Reason():
            return {**told, "outcome": "hindered", "reason": reason_payload(composed)}
        case None:
            return {**told, "outcome": "unreached", "reason": {"code": "no_address"}}
    return {**told, "outcome": "sealed", "tells": [dict(one) for one in composed.tells]}


def _report(session: Session, shown: Shown) -> None:
    """Written without an offer of a workbook: what a pass did is not a list."""
    write_shown(session, shown)
