"""`ocop dossier fire-sheet`: the acts of a filled sheet, and a copy of it that says what became of each."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

import click

from cycle.answers import Answer
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import CODE
from cycle.cli.dossier.outcomes import Settled, outcome_json, outcome_line, outcomes_of, sums
from cycle.cli.importing import fault_line
from cycle.cli.telling.answers import FAILED, NOT_FOUND, status_of, worst
from cycle.cli.telling.output import progress, talk, tell, write_json
from cycle.cli.telling.titles import titled_by_dossier
from cycle.cli.telling.workbook import NewWorkbook
from cycle.commands.fire import Fire, fire_in_batches, try_fire
from cycle.imports.acts import Acts, AskedAct, read_acts
from cycle.office import Office
from cycle.sheets.outcomes import write_outcomes


@command("fire-sheet")
@click.argument("file", type=FILE, metavar="FILE.xlsx")
@option("--out", type=NewWorkbook(), metavar="FILE.xlsx")
@option("--good-rows", is_flag=True)
@option("--request-id", type=CODE, metavar="ID")
@option("--dry-run", is_flag=True)
@option("--yes", is_flag=True)
@click.pass_obj
def fire_sheet(
    session: Session, file: Path, out: Path | None, good_rows: bool, request_id: str | None, dry_run: bool, yes: bool
) -> int:
    if not file.is_file():
        raise Failure("file_missing", NOT_FOUND, file=file)
    office = session.app().office
    acts = read_acts(office, session.caller(), file, request_id)
    _tell_faults(session, acts)
    wanted = acts.asked if dry_run or good_rows or not acts.faults else ()
    if wanted and not dry_run:
        _confirm(session, wanted, yes=yes)
    settled = _settle(session, _fired(office, wanted, dry_run=dry_run), wanted, dry_run=dry_run)
    return _report(session, acts, settled, (file, out or _beside(session, file, dry_run=dry_run), dry_run))


def _tell_faults(session: Session, acts: Acts) -> None:
    texts = session.texts.under(session.rules())
    if not session.json:
        for fault in (*acts.faults, *acts.warnings):
            tell(fault_line(fault, texts))


def _confirm(session: Session, wanted: Sequence[AskedAct], *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Failure("yes_missing")
    dossiers = len({one.fire.dossier for one in wanted})
    click.confirm(session.texts.say("acts.sure", count=len(wanted), dossiers=dossiers), abort=True, err=True)


def _fired(office: Office, wanted: Sequence[AskedAct], *, dry_run: bool) -> Iterator[tuple[Fire, Answer]]:
    fires = [one.fire for one in wanted]
    return ((one, try_fire(office, one)) for one in fires) if dry_run else fire_in_batches(office, fires)


def _settle(
    session: Session, answers: Iterable[tuple[Fire, Answer]], wanted: Sequence[AskedAct], *, dry_run: bool
) -> tuple[Settled, ...]:
    """Every act with its answer, a line for each as soon as it is settled."""
    titles, settled = titled_by_dossier(session, [one.fire.dossier for one in wanted]), []
    with progress(session.texts.say("many.label"), len(wanted)) as bar:
        for one, (_, answer) in zip(wanted, answers, strict=True):
            settled.append(Settled(one, answer))
            if not session.json:
                tell(outcome_line(titles, settled[-1], dry_run=dry_run))
            bar.advance()
    return tuple(settled)


def _report(session: Session, acts: Acts, settled: Sequence[Settled], written: tuple[Path, Path, bool]) -> int:
    """The copy, and the sum at the end; the exit status is the worst of all."""
    file, copy, dry_run = written
    titles = titled_by_dossier(session, [one.asked.fire.dossier for one in settled])
    if acts.listed.places:
        write_outcomes(file, copy, acts.listed, outcomes_of(session, titles, acts, settled, dry_run=dry_run))
    if session.json:
        write_json(outcome_json(session, titles, acts, settled, (copy, dry_run)))
    for line in sums(session, acts, settled, (copy, dry_run)):
        talk(line)
    statuses = [status_of(one.answer) for one in settled]
    return worst([*statuses, FAILED] if acts.faults else statuses)


def _beside(session: Session, file: Path, *, dry_run: bool) -> Path:
    """A free name beside the sheet: the runs of one sheet each leave their own copy."""
    suffix = session.texts.say("acts.suffix_dry" if dry_run else "acts.suffix")
    names = (file.with_name(f"{file.stem}-{suffix}{'' if n == 1 else f'-{n}'}.xlsx") for n in count(1))
    return next(name for name in names if not name.exists())
