"""`ocop letter bounces`: what came back, read from a folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FOLDER
from cycle.cli.letter.managing import must_manage
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.letters.returns import Read, Returns, take_returns
from cycle.sheets import Value
from cycle.texts import Texts

# What the server says that it did with a letter (RFC 3464).
SAID = {
    "failed": "dsn.failed",
    "delayed": "dsn.delayed",
    "delivered": "dsn.delivered",
    "relayed": "dsn.relayed",
    "expanded": "dsn.expanded",
}
COLUMNS = ("file", "outcome", "letter", "address", "dsn", "detail")


@command("bounces")
@as_workbook
@click.argument("folder", type=FOLDER, required=False, default=None, metavar="[FOLDER]")
@option("--dry-run", is_flag=True)
@click.pass_obj
def bounces(session: Session, folder: Path | None, dry_run: bool) -> int:
    must_manage(session)
    place = folder or _set(session)
    if not place.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=place)
    found = take_returns(session.app().office, place, dry_run=dry_run)
    texts = session.texts
    title = texts.say("bounces.dry_run" if dry_run else "bounces.done", folder=place)
    counts = [(texts.say(f"returned.{outcome}"), count) for outcome, count in found.counts.items() if count]
    table = Table("table.returned", COLUMNS, (_cells(texts, row) for row in found.rows))
    write_shown(session, Shown(lambda: _value(found, dry_run=dry_run), [table], title, counts))
    return FAILED if found.trouble else DONE


def _set(session: Session) -> Path:
    """The folder of the settings. Raises Failure where none is set."""
    chosen = session.settings().letters.mail_bounces
    if not chosen:
        raise Failure("bounces_unset")
    return Path(chosen)


def _cells(texts: Texts, row: Read) -> tuple[Value, ...]:
    said = texts.say(SAID[row.action]) if row.action in SAID else ""
    outcome = texts.say(f"returned.{row.outcome}")
    if row.why is not None:
        outcome = f"{outcome}: {texts.say(f'noted.{row.why}')}"
    return row.file, outcome, row.letter, ", ".join(row.addresses), f"{said} {row.code or ''}".strip(), row.detail


def _value(found: Returns, *, dry_run: bool) -> Mapping[str, Any]:
    result = "faulty" if found.trouble else "done"
    return {"result": result, "dry_run": dry_run, "counts": found.counts, "rows": [data(row) for row in found.rows]}
