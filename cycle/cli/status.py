"""`ocop status`: whether what time brings is done, what could not be, and what waits for somebody's word."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command
from cycle.cli.letter.status import standing_json, standing_line
from cycle.cli.telling.answers import DONE
from cycle.cli.telling.asides import aside_rows
from cycle.cli.telling.lists import Shown, Table, as_workbook, wall, write_shown
from cycle.cli.telling.output import shown
from cycle.cli.telling.titles import titled_by_dossier
from cycle.commands.payloads import plain
from cycle.queries.deadlines.gaps import Gap, last_gap
from cycle.queries.deadlines.sweeps import MOST, PastSweep, PauseOver, Standing, Waiting, standing
from cycle.queries.letters.letter_standing import letter_standing
from cycle.queries.viewing import View
from cycle.sheets import Value
from cycle.sweeps.lag import MOST as LONGEST
from cycle.texts import Texts

HOUR = 3600
ANSWERS = "escalation.answer"


@command("status")
@as_workbook
@click.pass_obj
def status(session: Session) -> int:
    found = standing(session.app().office, _view(session))
    texts = session.texts.under(session.rules())
    title = texts.say("status.title", at=wall(found.at))
    gap = last_gap(session.app().office)
    letters, post = letter_standing(session.app().office), session.app().post()
    told = (texts.say("status.letters"), standing_line(texts, letters, post))
    tables, pairs = _tables(session, texts, found), [*_warnings(texts, found, gap), *_pairs(texts, found), told]
    about = {"late": _late(found), "gap": asdict(gap) if gap else None, "letters": standing_json(letters, post)}
    value = {**plain(asdict(found)), **about}
    write_shown(session, Shown(lambda: value, tables, title, pairs))
    return DONE


def _late(found: Standing) -> bool:
    """Whether the last sweep is longer ago than it may be."""
    return found.lag_seconds is not None and found.lag_seconds > LONGEST.total_seconds()


def _warnings(texts: Texts, found: Standing, gap: Gap | None) -> Iterator[tuple[str, Any]]:
    if _late(found):
        yield texts.say("status.warning"), texts.say("status.late", hours=int(LONGEST.total_seconds()) // HOUR)
    if gap is not None:
        days = {"since": shown(wall(gap.since)), "until": shown(wall(gap.until))}
        yield texts.say("status.gap"), texts.say("status.gap_between", **days)


def _pairs(texts: Texts, found: Standing) -> list[tuple[str, Any]]:
    last = found.last
    told: dict[str, Any] = {
        "last_sweep": wall(last.finished) if last and last.finished else texts.say("status.never"),
        "lag": texts.say("status.hours", hours=found.lag_seconds // HOUR) if found.lag_seconds is not None else "",
        "by_worker": last.worker if last else "",
        "next_due": wall(found.next_due) if found.next_due else texts.say("status.nothing"),
        "set_aside": found.set_aside_count,
        "waiting": found.waiting_count,
    }
    if note := _left_out(texts, found):
        told["shown"] = note
    return [(texts.say(f"status.{name}"), value) for name, value in told.items()]


def _left_out(texts: Texts, found: Standing) -> str:
    """Why fewer rows are shown than are counted; empty where all are."""
    if not found.told:
        return texts.say("status.counts_only")
    listed = (len(found.set_aside), len(found.waiting), len(found.pauses))
    counted = (found.set_aside_count, found.waiting_count, found.pauses_count)
    return texts.say("status.some", most=MOST) if listed != counted else ""


def _view(session: Session) -> View | None:
    """What whoever asks may see; None for nobody in particular, or somebody who sees no dossier."""
    try:
        return view(session)
    except Failure as unknown:
        if unknown.code not in ("as_missing", "user_unbound"):
            raise
    except Refused as refused:
        if {one.code for one in refused.refusal.reasons} - {"not_permitted", "no_publication"}:
            raise
    return None


def _tables(session: Session, texts: Texts, found: Standing) -> Iterator[Table]:
    running = [(wall(one.started), one.worker, _end(texts, one)) for one in found.unfinished]
    yield Table("table.unfinished_sweeps", ("began", "worker", "sweep_end"), running)
    keys = [(one.kind, one.subject, one.part, one.number, one.reason) for one in found.set_aside]
    told = aside_rows(texts, keys)
    rows: list[tuple[Value, ...]] = [
        (*row, wall(one.since), one.attempts) for row, one in zip(told, found.set_aside, strict=True)
    ]
    yield Table("table.set_aside", ("what", "subject", "deadline_name", "reason", "since", "attempts"), rows)
    codes = {one.dossier for one in found.waiting} | {one.dossier for one in found.pauses}
    titles = titled_by_dossier(session, codes)
    waits = [_waits(titles.of(one.dossier).texts, one) for one in found.waiting]
    named = ("dossier", "deadline_name", "last_day", "proposed", "before", "since", "reason")
    yield Table("table.waiting", named, waits)
    pauses = [_pause(titles.of(one.dossier).texts, one) for one in found.pauses]
    yield Table("table.pauses_over", ("dossier", "deadline_name", "pause_latest", "since"), pauses)


def _pause(texts: Texts, one: PauseOver) -> tuple[Any, ...]:
    """A pause that has lasted as long as it may, and nobody has ended."""
    return one.dossier, texts.show("deadline", one.deadline), texts.show("day", one.latest), wall(one.since)


def _end(texts: Texts, one: PastSweep) -> str:
    return texts.say("status.silent" if one.silent else "status.running")


def _waits(texts: Texts, one: Waiting) -> tuple[Any, ...]:
    """One that waits: what is proposed, before whom, since when, and why it cannot be done as things stand."""
    asked = [texts.show("trigger", one.proposal)] if one.proposal else []
    asked += [texts.say("status.escalated")] if one.escalation == "waiting" else []
    answering = _answering(texts) if one.escalation == "waiting" else []
    before = ", ".join(dict.fromkeys(texts.role(who) for who in [*one.to, *answering]))
    reasons = " ".join(texts.reason(reason) for reason in one.reasons)
    about = (one.dossier, texts.show("deadline", one.deadline), texts.show("day", one.last_day))
    return (*about, "; ".join(asked), before, wall(one.since), reasons)


def _answering(texts: Texts) -> list[str]:
    """The roles before which an escalation is put."""
    roles = texts.rules.roles if texts.rules else {}
    return [name for name, role in roles.items() if ANSWERS in role.may]
