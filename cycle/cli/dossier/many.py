"""`ocop dossier fire-many`: one trigger on every dossier of a frozen selection."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.seeing import today, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, Place
from cycle.cli.asking.written import CODE, GIVEN, LINE, PARTY, read_codes, values_of
from cycle.cli.dossier.filters import check, filtered
from cycle.cli.telling.batches import report, tried
from cycle.cli.telling.output import talk
from cycle.commands.fire import Fire, fire_in_batches
from cycle.queries.dossiers.dossiers import DossierFilter, find_dossiers

CODES = Place(dir_okay=False, allow_dash=True)


@command("fire-many")
@click.argument("trigger", type=CODE, metavar="TRIGGER")
@click.argument("file", type=CODES, metavar="[FILE]", required=False)
@filtered
@option("--value", "values", type=GIVEN, multiple=True)
@option("--note", type=LINE, metavar="TEXT")
@option("--happened", type=DAY, metavar="DAY")
@option("--on-behalf", type=PARTY)
@option("--override", is_flag=True)
@option("--request-id", type=CODE, metavar="ID")
@option("--dry-run", is_flag=True)
@option("--yes", is_flag=True)
@click.pass_obj
def fire_many(
    session: Session, /, trigger: str, file: Path | None, wanted: DossierFilter, dry_run: bool, yes: bool, **more: Any
) -> int:
    codes = frozen(session, file, wanted)
    talk(session.texts.say("many.selected", count=len(codes)))
    if not codes:
        talk(session.texts.say("many.none"))
    asked = _asked(session, codes, trigger, **more)
    if not dry_run and codes:
        _confirm(session, trigger, asked, yes=yes)
    office = session.app().office
    outcomes = tried(office, asked) if dry_run else fire_in_batches(office, asked)
    return report(session, outcomes, codes, dry_run=dry_run)


def frozen(session: Session, file: Path | None, wanted: DossierFilter) -> tuple[str, ...]:
    """The codes of the dossiers meant, once and for all. Raises Failure where nothing or both ways say which."""
    chosen = wanted != DossierFilter()
    if chosen == (file is not None):
        raise Failure("selection_twice" if chosen else "selection_missing")
    if file is not None:
        return read_codes(file)
    seen = view(session)
    check(session, seen, wanted)
    return find_dossiers(session.app().office, seen, wanted, today(session))


def _asked(
    session: Session,
    codes: Iterable[str],
    trigger: str,
    *,
    values: tuple[tuple[str, str], ...],
    note: str | None,
    happened: date | None,
    on_behalf: str | None,
    override: bool,
    request_id: str | None,
) -> list[Fire]:
    request, caller = session.request(request_id), session.caller(on_behalf)
    given = values_of(values)
    return [
        Fire(
            code,
            trigger,
            caller.account,
            caller.on_behalf,
            given,
            note,
            override=override,
            happened=happened,
            request_id=request,
        )
        for code in codes
    ]


def _confirm(session: Session, trigger: str, asked: list[Fire], *, yes: bool) -> None:
    texts = session.texts.under(session.rules())
    if not yes:
        if not sys.stdin.isatty():
            raise Failure("yes_missing")
        click.confirm(texts.say("many.sure", trigger=trigger, count=len(asked)), abort=True, err=True)
    talk(texts.say("many.request", request=asked[0].request_id))
