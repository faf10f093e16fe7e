"""`ocop letter status`: what waits to be sent, what needs somebody's eyes, and whether a number is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import click

from cycle.cli.asking.seeing import view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.letter.bad import bad_table
from cycle.cli.letter.naming import channel_title, reason_text, recipient_names, status_title
from cycle.cli.telling.answers import DONE, FAILED
from cycle.cli.telling.lists import Shown, Table, as_workbook, wall, write_shown
from cycle.letters.post import Post
from cycle.queries.letters.bad_addresses import find_bad_addresses
from cycle.queries.letters.letter_standing import LetterStanding, letter_standing
from cycle.queries.letters.letters import LetterFilter, LetterRow, list_letters
from cycle.queries.paging import Page
from cycle.sheets import Value
from cycle.texts import Texts

# What somebody has to look at, and how many of each are shown.
TROUBLES, MOST = ("uncertain", "failed", "bounced", "hindered"), 50
COUNTS = ("queued", "held", "hindered", "waiting", "claimed", "uncertain", "failed", "bounced", "handed", "filed")


@command("status")
@as_workbook
@click.pass_obj
def letter_status(session: Session) -> int:
    office, post, seen = session.app().office, session.app().post(), view(session)
    found = letter_standing(office)
    rows = [
        row
        for status in TROUBLES
        if getattr(found, status)
        for row in list_letters(office, seen, LetterFilter(status=status), Page(MOST, sort="created")).rows
    ]
    texts = session.texts.under(session.rules())
    bad = find_bad_addresses(office)
    count, bad = (texts.say("letter_count.bad_addresses"), len(bad)), bad if seen.everything else ()
    codes = {"troubled": [row.code for row in rows], "bad_addresses": [asdict(one) for one in bad]}
    pairs = [*_warnings(texts, found, post), *_pairs(texts, found, post), count]
    tables = [*_tables(session, texts, found, rows), bad_table(session, texts, bad[:MOST])]
    write_shown(session, Shown(lambda: {**standing_json(found, post), **codes}, tables, pairs=pairs))
    return FAILED if found.gaps else DONE


def standing_json(found: LetterStanding, post: Post) -> dict[str, Any]:
    """How letters stand, for programs."""
    gaps = [one._asdict() for one in found.gaps]
    channels = [one.name for one in post.channels]
    stranded = found.stranded(channels)
    return {**asdict(found), "gaps": gaps, "stranded": stranded, "configured": post.configured, "channels": channels}


def standing_line(texts: Texts, found: LetterStanding, post: Post) -> str:
    """How letters stand, in one line: what waits, and what needs somebody's eyes."""
    told = [texts.say("letters.waiting", count=found.queued + found.waiting)]
    if not post.configured:
        told.append(texts.say("letters.not_configured"))
    counted = ((name, getattr(found, name)) for name in ("held", *TROUBLES))
    told += [f"{count} {texts.say(f'letter_status.{name}')}" for name, count in counted if count]
    told += _stranded(texts, found, post)
    if found.gaps:
        told.append(texts.say("letters.gaps"))
    return "; ".join(told)


def _warnings(texts: Texts, found: LetterStanding, post: Post) -> Iterator[tuple[str, Any]]:
    if not post.configured:
        yield texts.say("status.warning"), texts.say("letters.not_configured")
    for stranded in _stranded(texts, found, post):
        yield texts.say("status.warning"), stranded
    if found.gaps:
        yield texts.say("status.warning"), texts.say("letters.gaps")


def _stranded(texts: Texts, found: LetterStanding, post: Post) -> list[str]:
    """That some wait for a channel by which letters do not go any more; nothing where none does."""
    waiting = found.stranded([one.name for one in post.channels])
    channels = ", ".join(channel_title(texts, name) for name in waiting)
    return [texts.say("letters.stranded", count=sum(waiting.values()), channels=channels)] if waiting else []


def _pairs(texts: Texts, found: LetterStanding, post: Post) -> list[tuple[str, Any]]:
    channels = ", ".join(channel_title(texts, one.name) for one in post.channels)
    told: dict[str, Any] = {name: getattr(found, name) for name in COUNTS}
    pairs: list[tuple[str, Any]] = [(texts.say("letter_count.channels"), channels or texts.say("status.nothing"))]
    pairs += [(texts.say(f"letter_count.{name}"), value) for name, value in told.items()]
    oldest = {name: getattr(found, name) for name in ("oldest", "next", "oldest_waiting")}
    pairs += [(texts.say(f"letter_count.{name}"), wall(at)) for name, at in oldest.items() if at]
    return [*pairs, (texts.say("letter_count.gaps"), len(found.gaps))]


def _tables(session: Session, texts: Texts, found: LetterStanding, rows: Sequence[LetterRow]) -> Iterator[Table]:
    names = recipient_names(session, {one.recipient for one in rows} | {one.recipient for one in found.gaps})
    troubled: list[tuple[Value, ...]] = [
        (
            one.code,
            names[one.recipient],
            f"{one.number}/{one.year}" if one.number is not None else None,
            status_title(texts, one),
            one.subject,
            reason_text(texts, one.reason) if one.reason else None,
        )
        for one in rows
    ]
    yield Table("table.troubled", ("code", "recipient", "letter_number", "status", "subject_line", "reason"), troubled)
    gaps: list[tuple[Value, ...]] = [(names[one.recipient], one.year, one.found, one.last) for one in found.gaps]
    yield Table("table.number_gaps", ("recipient", "year", "letters_there", "last_number"), gaps)
