"""What the commands of `ocop law` ask with: the plan by its name, the choices of a sheet, the desk of the run."""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import option
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.importing import fault_line
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import talk
from cycle.imports.states import resolve
from cycle.law import Asked, Chosen, choosable, prepare, read_plan_file
from cycle.law.desk import Desk
from cycle.law.plans import PlanText, plans_in
from cycle.sheets import Fault, Listed, read_workbook
from cycle.sheets.law_choices import CHOICES_BOOK, ChoiceRow
from workflows.definition import Definition
from workflows.problems import Problem, nearest_name
from workflows.verdict import Reason, Refusal

Command = Callable[..., Any]
INVALID_PLAN, BAD_CELLS = "law_plan_wrong", "law_choices_wrong"
UNKNOWN = "dossier_unknown"


def asking(function: Command) -> Command:
    """The argument and the options that trying and applying share."""

    @click.argument("plan", metavar="PLAN")
    @option("--happened", type=DAY, metavar="DAY")
    @option("--programme", type=CODE, metavar="PROGRAMME")
    @option("--only", type=CODE, multiple=True, metavar="DOSSIER")
    @option("--choices", type=FILE, metavar="FILE.xlsx")
    @option("--accept-suggested", "accept", is_flag=True)
    @option("--note", type=LINE, metavar="TEXT")
    @wraps(function)
    def asked(*args: Any, **given: Any) -> Any:
        return function(*args, **given)

    return asked


def plan_named(session: Session, name: str) -> PlanText | list[Problem]:
    """The plan of a name in the folder of configuration, or of a file. Raises Failure where there is none."""
    folder = session.config_folder()
    known = {file.stem: file for file in plans_in(folder)}
    file = known.get(name) or Path(name)
    if not file.is_file():
        near = nearest_name(name, tuple(known)) or ", ".join(sorted(known))
        raise Failure("law_plan_unknown", NOT_FOUND, plan=name, nearest=near)
    text, problems = read_plan_file(file)
    return text if text is not None else problems


def desk_asked(
    session: Session, plan: str, permission: str, choices: Path | None, **more: Any
) -> Desk | Refusal | list[Problem]:
    """The desk of a run; why it may not be, or what is wrong with the plan."""
    text = plan_named(session, plan)
    if isinstance(text, list):
        return text
    office, caller = session.app().office, session.caller()
    desk = prepare(office, caller, Asked(text, **more), permission)
    if choices is None or not isinstance(desk, Desk):
        return desk
    return prepare(office, caller, Asked(text, **more, choices=_choices(session, desk, choices)), permission)


def _choices(session: Session, desk: Desk, file: Path) -> Mapping[str, Chosen]:
    """What a sheet chooses, by dossier; every wrong cell is told. Raises Failure."""
    if not file.is_file():
        raise Failure("file_missing", NOT_FOUND, file=file)
    listed = read_workbook(file, CHOICES_BOOK)
    rows = listed.of(ChoiceRow)
    known = choosable(desk, {one.dossier for one in rows})
    faults, found = [*listed.faults], {}
    for row in rows:
        state, wrong = _read(listed, row, known[row.dossier], desk)
        faults += wrong
        if state is not None:
            found[row.dossier] = Chosen(state, row.note)
    texts = session.texts.under(desk.published.rules)
    for fault in sorted(faults, key=lambda one: (one.row, len(one.column), one.column)):
        talk(fault_line(fault, texts))
    if faults:
        raise Failure(BAD_CELLS, file=file, count=len(faults))
    return found


def _read(listed: Listed, row: ChoiceRow, known: Definition | Reason, desk: Desk) -> tuple[str | None, list[Fault]]:
    """The state that a row chooses, and what is wrong with it; a row without a choice need only name a dossier."""
    wrong = [known] if isinstance(known, Reason) and (row.choice or known.code == UNKNOWN) else []
    faults = [listed.fault(row, "dossier", one.code, one.params) for one in wrong]
    if row.choice is None:
        return None, faults
    every = [desk.target(one) for one in desk.plan.transfers] if isinstance(known, Reason) else [known]
    state = next((found for one in every if (found := resolve(one, row.choice)) is not None), None)
    if state is None:
        faults.append(listed.fault(row, "choice", "law_choice_unread", {"value": row.choice}))
    return state, faults
