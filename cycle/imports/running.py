"""The one way in which workbooks are imported: surveyed whole, then written in batches that can be repeated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cycle.answers import refused_all
from cycle.commands.permits import Caller, Permit, permitted
from cycle.database import Transaction
from cycle.imports.survey import Ground, Item, Report, Survey
from cycle.office import Office
from cycle.sheets import Fault, Row, Workbook, read_workbook
from cycle.sheets.lists import Lists
from workflows.rules import Rules
from workflows.verdict import Reason

BATCH = 100

Offered = Mapping[str, Mapping[str, str]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Writing:
    """What a batch is written with: the transaction that holds the locks, and the permit read under them."""

    transaction: Transaction
    office: Office
    permit: Permit


@dataclass(frozen=True)
class Import:
    """What one kind of workbook brings of its own. It needs every permission; `kinds` are what is counted.

    `check` puts into the survey what is new, known or wrong. `lock` takes, in one order, what a batch is written under;
    `write` judges an item once more, and writes it unless it gives reasons.
    """

    workbook: Workbook
    permissions: tuple[str, ...]
    kinds: tuple[str, ...]
    check: Callable[[Ground], None]
    lock: Callable[[Transaction, Sequence[Item]], None]
    write: Callable[[Writing, Item], Sequence[Reason]]
    offered: Callable[[Rules | None], Offered] = lambda _rules: {}


@dataclass(frozen=True)
class Load:
    """A workbook to import, as which kind."""

    kind: Import
    path: Path


def survey_workbook(office: Office, caller: Caller, load: Load) -> Report:
    """What `import_workbook` would find and write, by the same code; nothing is locked or written."""
    return _survey(office, caller, load).report()


def import_workbook(
    office: Office, caller: Caller, load: Load, *, good_rows: bool, progress: Progress = lambda _done, _total: None
) -> Report:
    """Write every good row of a workbook in batches; nothing at all when a row is bad, unless `good_rows`.

    A permission that is missing meanwhile ends it: the report tells that, and how much was written before. A second run
    creates nothing twice, so an interrupted one is simply repeated. `progress` is told done and total.
    """
    survey = _survey(office, caller, load)
    if survey.refused or (survey.faults and not good_rows):
        return survey.report()
    written = 0
    for start in range(0, len(survey.items), BATCH):
        batch = survey.items[start : start + BATCH]
        with office.database.writing() as transaction:
            written += _write(transaction, office, caller, load.kind, (batch, survey))
        if survey.refused:
            break
        progress(min(start + BATCH, len(survey.items)), len(survey.items))
    return survey.report(written)


def _survey(office: Office, caller: Caller, load: Load) -> Survey:
    survey = Survey(load.kind.kinds)
    with office.database.reading() as transaction:
        permits = [permitted(transaction, office, caller, name) for name in load.kind.permissions]
        survey.refused = [*refused_all([permit for permit in permits if isinstance(permit, Reason)]).reasons]
        permit = permits[-1]
        if survey.refused or isinstance(permit, Reason):
            return survey
        workbook, offered = load.kind.workbook, load.kind.offered(permit.published.rules)
        listed = read_workbook(load.path, workbook, offered)
        survey.faults += listed.faults
        survey.warnings += listed.warnings
        load.kind.check(Ground(transaction, office, permit, listed, survey, workbook, Lists(offered)))
    sheets = {title: place for place, title in enumerate(listed.places)}
    survey.faults.sort(key=lambda fault: (sheets.get(fault.sheet, -1), fault.row, len(fault.column), fault.column))
    return survey


def _write(
    transaction: Transaction, office: Office, caller: Caller, kind: Import, work: tuple[list[Item], Survey]
) -> int:
    """Write one batch, each item judged once more under the locks; every reason against it is told at its rows."""
    batch, survey = work
    kind.lock(transaction, batch)
    permits = [permitted(transaction, office, caller, name) for name in kind.permissions]
    survey.refused += [permit for permit in permits if isinstance(permit, Reason)]
    permit = permits[-1]
    if survey.refused or isinstance(permit, Reason):
        return 0
    written, writing = 0, Writing(transaction, office, permit)
    for item in batch:
        reasons = kind.write(writing, item)
        survey.faults += [_found_late(row, item, reason) for row in item.rows for reason in reasons]
        written += 0 if reasons else len(item.rows)
    return written


def _found_late(row: Row, item: Item, reason: Reason) -> Fault:
    """A code that was free when the workbook was surveyed has been taken by somebody in between."""
    if reason.code == "code_taken":
        return Fault(row.sheet, row.row, "", "taken_meanwhile", {"code": item.code})
    return Fault(row.sheet, row.row, "", reason.code, reason.params)
