"""`ocop dossier assess`: the producer's own assessment of its product, as a workbook out and in."""

from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.acting import acting, answered, caller_of
from cycle.cli.asking.seeing import Refused, shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import Place
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.scoresheets import read_sheets, said_by, write_sheets
from cycle.cli.telling.workbook import NewWorkbook
from cycle.commands.assessing import Assessment, assess, try_assess
from cycle.queries.evaluation.scoring import find_own_assessment
from workflows.model.criteria import MOST_SETS


@command("assess")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@click.argument("file", type=Place(dir_okay=False), metavar="FILE.xlsx")
@option("--template", is_flag=True)
@option("--set", "number", type=Whole(1, MOST_SETS), metavar="SET")
@acting
@click.pass_obj
def assess_(
    session: Session, /, dossier: str, file: Path, number: int | None, template: bool, dry_run: bool, **acts: Any
) -> int:
    if template:
        alone("--template", "--set")
    office, caller = session.app().office, caller_of(session, **acts)
    scored = shown(find_own_assessment(office, view(session), dossier, number))
    if template:
        write_sheets(session, NewWorkbook().convert(file, None, click.get_current_context()), [scored])
        return 0
    found = said_by(scored, read_sheets(Path(file)))
    if isinstance(found, list):
        raise Refused(*found)
    asked = Assessment(caller, dossier, found.answers, found.papers, scored.given.number)
    answer = (try_assess if dry_run else assess)(office, asked)
    return answered(session, answer, "assess.done", dry_run=dry_run)
