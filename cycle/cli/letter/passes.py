"""What a pass over letters did, as sweeps and `ocop letter send` tell it."""

import logging
import os
import platform
from collections.abc import Iterator, Mapping
from typing import Any

from cycle.cli.asking.session import Session
from cycle.cli.letter.naming import FILES
from cycle.cli.telling.lists import Table
from cycle.commands.payloads import reason_payload
from cycle.letters.post import Post
from cycle.letters.running import Told
from cycle.log import log_event
from cycle.texts import Texts

# What people are told of a pass, in this order; programs are told all of it.
SHOWN = (
    "planning.notice",
    "planning.reminder",
    "planning.report",
    "planning.phone_list",
    "planning.aside",
    "sealing.sealed",
    "sealing.void",
    "sealing.unreached",
    "sealing.hindered",
    "sealing.later",
    "sealing.left",
    "sending.handed",
    "sending.queued",
    "sending.failed",
    "sending.uncertain",
    "sending.resolved",
    "sending.recovered",
)


def worker_name() -> str:
    """Which process on which machine works."""
    return f"{platform.node()}:{os.getpid()}"


def told_json(told: Told) -> Mapping[str, Any]:
    """A pass for programs."""
    hindered = [{"letter": code, "reason": reason_payload(reason)} for code, reason in told.hindered]
    wrong = [{"part": one.part, "kind": one.kind, "detail": one.detail} for one in told.wrong]
    return {"counts": dict(told.counts), "hindered": hindered, "wrong": wrong}


def told_pairs(texts: Texts, told: Told, post: Post) -> list[tuple[str, Any]]:
    """What was done of letters, each with how many; only what was done at all."""
    filed = post.channels and post.channels[0].name == FILES
    titles = {name: name for name in SHOWN} | ({"sending.handed": "sending.filed"} if filed else {})
    return [(texts.say(f"telling.{titles[name]}"), told.counts[name]) for name in SHOWN if told.counts.get(name)]


def told_tables(session: Session, told: Told) -> Iterator[Table]:
    """The letters that could not be sealed, and the parts of the pass that failed."""
    texts = session.texts.under(session.rules())
    rows = [(code, texts.reason(reason)) for code, reason in told.hindered]
    yield Table("table.hindered", ("code", "reason"), rows)
    wrong = [(texts.say(f"telling_part.{one.part}"), _said(texts, one.detail), one.kind) for one in told.wrong]
    yield Table("table.failed_parts", ("what", "reason", "error_kind"), wrong)


def log_told(told: Told, seconds: float) -> None:
    """Tell the log what a pass did, where it did something; what failed is told when it fails."""
    counts = {name.replace(".", "_"): count for name, count in told.counts.items() if count}
    if counts:
        log_event(logging.INFO, "told", duration_ms=round(seconds * 1000) or None, **counts)


def _said(texts: Texts, detail: str) -> str:
    return texts.say("error.locked") if detail == "locked" else detail
