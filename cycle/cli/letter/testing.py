"""`ocop letter test` sends one message by the configured way; `resolve --by-log` asks the relay's log."""

import secrets
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import click

from cycle.addresses import email_fault
from cycle.cli.asking.seeing import view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import LINE
from cycle.cli.letter.managing import must_manage
from cycle.cli.letter.replied import phase_title, reply_text
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, write_shown
from cycle.commands.letters.acts import MANAGE
from cycle.letters.post import Post
from cycle.letters.sending.relay_log import resolve_by_log
from cycle.office import Office
from cycle.texts import Texts
from notifications.envelope import Envelope, Named, message_id_of
from notifications.facts import Text
from notifications.message import build
from notifications.port import HANDED, UNSENT, Channel, Outcome, Result, Ticket

# Whoever manages letters, and whoever sets the system up.
TESTS = frozenset({MANAGE, "account.write"})
Phases = list[tuple[str, str]]


@command("test")
@click.argument("address", type=LINE, metavar="ADDRESS")
@option("--dry-run", is_flag=True)
@click.pass_obj
def send_test(session: Session, address: str, dry_run: bool) -> int:
    view(session, TESTS)
    app, texts = session.app(), session.texts
    post = app.post()
    if email_fault(address) is not None:
        raise Failure("test_address", NOT_FOUND, address=address)
    if not post.channels:
        raise Failure("mail_not_configured", NOT_FOUND)
    ticket = _ticket(app.office, post, texts, address)
    phases: Phases = []
    result = _tried(post.channels[0], ticket, phases, dry=dry_run)
    done = result.outcome == (UNSENT if dry_run else HANDED)
    _report(session, phases, result, "dry_run" if dry_run and done else "done" if done else "failed")
    return DONE if done else FAILED


def resolve_all_by_log(session: Session, *, dry_run: bool) -> int:
    """Settle every uncertain letter that the relay's log settles, and say how many; the exit status."""
    must_manage(session)
    app, texts = session.app(), session.texts
    log = app.post().log
    if log is None:
        raise Failure("mail_log_missing", NOT_FOUND)
    found = resolve_by_log(app.office, log, keep=not dry_run)
    if found.unreadable:
        raise Failure("mail_log_unreadable", FAILED, file=log, detail=found.unreadable)
    counts = {"handed": found.handed, "not_handed": found.queued, "left": found.left}
    pairs = [(texts.say(f"resolved_by_log.{name}"), count) for name, count in counts.items()]
    how = "dry_run" if dry_run else "done"
    write_shown(session, Shown(lambda: {"result": how, **counts}, [], texts.say(f"resolved_by_log.{how}"), pairs))
    return DONE


@dataclass
class _Gate:
    """Lets one test message through, or stops a dry run."""

    dry: bool
    results: list[Result] = field(default_factory=list)

    def __call__(self, finished: Sequence[Outcome], entering: Sequence[Ticket]) -> AbstractSet[str]:
        self.results += [result for one in finished for result in one.results.values()]
        return frozenset() if self.dry else {one.letter for one in entering}


def _tried(channel: Channel, ticket: Ticket, phases: Phases, *, dry: bool) -> Result:
    """What became of the message, by the way itself; only the one by mail has phases to tell of."""
    probe = getattr(channel, "probe", None)
    if probe is not None:
        found: Result = probe(ticket, lambda phase, text: phases.append((phase, text)), dry=dry)
        return found
    gate = _Gate(dry)
    channel.send((ticket,), gate)
    return gate.results[-1] if gate.results else Result(UNSENT, channel.name)


def _ticket(office: Office, post: Post, texts: Texts, address: str) -> Ticket:
    """The test message: no letter, without a number of its own."""
    code, now = f"TEST-{secrets.token_hex(6).upper()}", office.clock.now().astimezone(ZoneInfo(office.zone))
    number = f"test/{now.year}/0"
    said = {name: texts.say(f"test_message.{name}") for name in ("subject", "sender", "recipient", "body")}
    envelope = Envelope(
        Named(said["sender"], post.sender_address),
        post.sender_address,
        said["recipient"],
        (address,),
        now,
        message_id_of(code, post.domain),
        texts.language,
        code,
        number,
        "test",
    )
    content = build(envelope, Text(said["subject"], f"{said['body']}\n", f"<p>{said['body']}</p>\n", said["body"]))
    about = (said["subject"], said["body"], "test:", number)
    return Ticket(code, 1, (address,), content, post.sender_address, *about)


def _report(session: Session, phases: Phases, result: Result, how: str) -> None:
    texts = session.texts
    rows = [(phase_title(texts, phase), text) for phase, text in phases]
    told = reply_text(texts, result.reply) if result.outcome not in (HANDED, UNSENT) else ""
    code = f"{result.code} " if result.code else ""
    last = [(phase_title(texts, result.phase), f"{code}{told}")] if told and not _told_last(phases, result) else []
    value: dict[str, Any] = {"result": how, "outcome": result.outcome, "phase": result.phase, "code": result.code}
    value |= {"reply": result.reply, "phases": [{"phase": phase, "reply": text} for phase, text in phases]}
    table = Table("table.test", ("phase", "reply"), [*rows, *last])
    write_shown(session, Shown(lambda: value, [table], texts.say(f"test_message.{how}")))


def _told_last(phases: Phases, result: Result) -> bool:
    """Whether the reply that ended it stands among what was told already."""
    return bool(phases) and result.code is not None and phases[-1][1].startswith(str(result.code))
