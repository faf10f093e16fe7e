"""`ocop session turn`: opening and closing the sheets of dossiers, agreeing, concluding, setting aside."""

from typing import Any

import click

from cycle.cli.asking.acting import acted, acting, caller_of
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.sitting.given import DOSSIER, GROUND, NUMBERED, gathered
from cycle.commands.councils import Agree, CloseTurns, ConcludeTurns, OpenTurns, Settled, SetTurnAside


@group("turn")
def turn() -> None:
    """Turns."""


@turn.command("open")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossiers", type=DOSSIER, nargs=-1, required=True, metavar="DOSSIER=NUMBER…")
@option("--note", type=LINE, metavar="TEXT")
@acting
@click.pass_obj
def open_(session: Session, /, code: str, dossiers: tuple[tuple[str, int | None], ...], **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    asked = OpenTurns(caller, code, _numbered(dossiers), given["note"])
    return acted(session, asked, "turn.opened", dry_run=given["dry_run"])


def _numbered(dossiers: tuple[tuple[str, int | None], ...]) -> dict[str, int | None]:
    """The set of each dossier. Raises Failure where one is given two."""
    found = dict(dossiers)
    twice = [code for code, number in dossiers if number != found[code]]
    if twice:
        raise Failure("dossier_two_sets", dossiers=twice)
    return found


@turn.command("close")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossiers", type=CODE, nargs=-1, required=True, metavar="DOSSIER…")
@acting
@click.pass_obj
def close(session: Session, /, code: str, dossiers: tuple[str, ...], dry_run: bool, **acts: Any) -> int:
    return acted(session, CloseTurns(caller_of(session, **acts), code, dossiers), "turn.closed", dry_run=dry_run)


@turn.command("agree")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@click.argument("options", type=NUMBERED, nargs=-1, metavar="CODE=NUMBER…")
@option("--finding", "kept", type=GROUND, metavar="GROUND@CODE", multiple=True)
@option("--no-finding", "dropped", type=GROUND, metavar="GROUND@CODE", multiple=True)
@option("--note", type=LINE, metavar="TEXT")
@acting
@click.pass_obj
def agree(session: Session, /, code: str, dossier: str, dry_run: bool, **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    kept = [Settled(ground, at, stands=True) for ground, at in given["kept"]]
    dropped = [Settled(ground, at, stands=False) for ground, at in given["dropped"]]
    asked = Agree(caller, code, dossier, gathered(given["options"]), (*kept, *dropped), given["note"])
    return acted(session, asked, "turn.agreed", dry_run=dry_run)


@turn.command("conclude")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossiers", type=CODE, nargs=-1, required=True, metavar="DOSSIER…")
@option("--note", type=LINE, metavar="TEXT")
@acting
@click.pass_obj
def conclude(
    session: Session, /, code: str, dossiers: tuple[str, ...], note: str | None, dry_run: bool, **acts: Any
) -> int:
    asked = ConcludeTurns(caller_of(session, **acts), code, dossiers, note)
    return acted(session, asked, "turn.concluded", dry_run=dry_run)


@turn.command("void")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--note", type=LINE, metavar="TEXT", required=True)
@acting
@click.pass_obj
def void(session: Session, /, code: str, dossier: str, note: str, dry_run: bool, **acts: Any) -> int:
    return acted(session, SetTurnAside(caller_of(session, **acts), code, dossier, note), "turn.void", dry_run=dry_run)
