"""`ocop letter show`: the words of a letter, to whom it goes, what came back, and what history says of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import LINE
from cycle.cli.letter.naming import (
    FILED,
    FILES,
    channel_title,
    delivery_title,
    letter_meant,
    letter_title,
    reason_text,
    recipient_names,
    status_title,
)
from cycle.cli.letter.replied import phase_title, reply_text
from cycle.cli.telling.clocked import actor_name
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, wall, write_shown
from cycle.cli.telling.output import talk, tell, write_json
from cycle.queries.letters.letter import MANAGE, AttemptTold, DeliveryTold, LetterRecord, LetterTold, read_letter
from cycle.queries.letters.letters import HANDED, HELD, HINDERED, QUEUED, VOID
from cycle.queries.names import names_of
from cycle.sheets import Value
from cycle.texts import Texts

DELIVERIES = ("channel", "address", "status", "attempts", "first_attempt", "next_attempt", "ended", "reply")
ATTEMPTS = ("channel", "address", "attempt", "clock_at", "phase", "reply")
UNSEALED = (QUEUED, HELD, HINDERED)
RECORDS = ("seq", "recorded", "act", "actor", "told")


@command("show")
@click.argument("letter", type=LINE, metavar="LETTER")
@option("--text", "plain", is_flag=True)
@option("--html", is_flag=True)
@option("--eml", type=FILE, metavar="FILE.eml")
@as_workbook
@click.pass_obj
def show(session: Session, letter: str, *, plain: bool, html: bool, eml: Path | None) -> None:
    if plain or html or eml:
        alone("--text" if plain else "--html" if html else "--eml", "--text", "--html", "--eml")
    found = shown(read_letter(session.app().office, view(session), letter_meant(session, letter)))
    if not (plain or html or eml):
        _show(session, found)
        return
    if eml is not None:
        view(session, frozenset({MANAGE}))
    if found.words is None:
        raise Failure("letter_unsealed", letter=found.row.code)
    if eml is not None and found.content is not None:
        _write_bytes(session, found.content, eml)
    if plain:
        tell(found.words.plain)
    if html:
        tell(found.words.html)


def _write_bytes(session: Session, content: str, file: Path) -> None:
    """The bytes exactly as they were sealed. Raises Failure where there is such a file."""
    try:
        with file.open("xb") as opened:
            opened.write(content.encode("ascii"))
    except FileExistsError:
        raise Failure("file_exists", file=file) from None
    if session.json:
        write_json({"result": "done", "file": str(file)})
    else:
        talk(session.texts.say("letters.written", file=file))


def _show(session: Session, found: LetterTold) -> None:
    texts = session.texts.under(session.rules())
    value = {**data(found.row), **data(found), "tells": data(list(found.tells))}
    value.pop("row")
    value.pop("content")
    write_shown(session, Shown(lambda: value, _tables(session, texts, found), pairs=_pairs(session, texts, found)))
    if found.words is not None and session.xlsx is None and not session.json:
        tell()
        tell(found.words.plain)


def _pairs(session: Session, texts: Texts, found: LetterTold) -> list[tuple[str, Any]]:
    row = found.row
    told = {
        "code": row.code,
        "letter": letter_title(texts, session.rules(), row.programme, row.name),
        "letter_kind": texts.say(f"letter_kind.{row.kind}"),
        "programme": row.programme,
        "recipient": recipient_names(session, [row.recipient])[row.recipient],
        "letter_number": f"{row.number}/{row.year}" if row.number is not None else None,
        "status": status_title(texts, row),
        "reason": reason_text(texts, row.reason) if row.reason else None,
        "created": wall(row.created),
        "send_after": wall(row.send_after) if row.status in UNSEALED else None,
        "stale_after": wall(row.stale_after) if row.status in (*UNSEALED, VOID) and row.stale_after else None,
        "sealed": wall(row.sealed) if row.sealed else None,
        "subject_line": row.subject,
        "message_id": found.message_id,
        "hash": found.hash,
        "tells": ", ".join(dict.fromkeys(str(one["dossier"]) for one in found.tells if one.get("dossier"))),
    }
    return [(texts.say(f"column.{name}"), value) for name, value in told.items() if value not in (None, "")]


def _tables(session: Session, texts: Texts, found: LetterTold) -> Iterator[Table]:
    yield Table("table.deliveries", DELIVERIES, [_delivery(texts, one) for one in found.deliveries])
    yield Table("table.attempts", ATTEMPTS, [_attempt(texts, one) for one in found.attempts])
    names = names_of(session.app().office, {f"account:{one.actor}" for one in found.records})
    yield Table("table.letter_records", RECORDS, [_record(texts, names, one) for one in found.records])


def _delivery(texts: Texts, one: DeliveryTold) -> tuple[Value, ...]:
    times = (wall(at) if at else None for at in (one.first_attempt, one.next_at, one.ended))
    how = (channel_title(texts, one.channel), one.address, delivery_title(texts, one.channel, one.status), one.attempts)
    return *how, *times, _reply(texts, one.code, one.reply)


def _attempt(texts: Texts, one: AttemptTold) -> tuple[Value, ...]:
    channel = channel_title(texts, one.channel)
    return (
        channel,
        one.address,
        one.number,
        wall(one.at),
        phase_title(texts, one.phase),
        _reply(texts, one.code, one.reply),
    )


def _record(texts: Texts, names: Mapping[str, str], one: LetterRecord) -> tuple[Value, ...]:
    filed = one.event == HANDED and one.payload.get("channel") == FILES
    act = texts.say(f"letter_act.{FILED if filed else one.event}")
    return one.seq, wall(one.recorded), act, actor_name(texts, names, one.actor), _told(texts, one)


def _reply(texts: Texts, code: int | None, reply: str | None) -> str:
    return " ".join(str(one) for one in (code, reply_text(texts, reply) if reply else None) if one)


def _told(texts: Texts, one: LetterRecord) -> Value:
    """Who was told or answered and how, why something was done."""
    how = [texts.say(f"letter_how.{one.payload['how']}")] if "how" in one.payload else []
    return "; ".join([*how, *(text for name, text in one.personal.items() if name != "addresses")])
