"""The one way in which workbooks are imported: surveyed whole, then written in batches that can be repeated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cycle.commands.permits import Caller, Permit, permitted
from cycle.database import Transaction
from cycle.imports.survey import Ground, Item, Report, Survey
from cycle.office import Office
from cycle.sheets import Fault, Workbook, read_workbook
from workflows.rules import Rules
from workflows.verdict import Reason

BATCH = 100

Offered = Mapping[str, Mapping[str, str]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Writing:
    """What a batch is written with: the transaction that holds the locks, and the permit read under them.

    `noted` is what the writer of an item has looked up for those after it.
    """

    transaction: Transaction
    office: Office
    permit: Permit
    noted: dict[str, Any] = field(default_factory=dict)


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

    A second run creates nothing twice, so an interrupted one is simply repeated. `progress` is told done and total.
    """
    survey = _survey(office, caller, load)
    if survey.refused or (survey.faults and not good_rows):
        return survey.report()
    written = 0
    for start in range(0, len(survey.items), BATCH):
        batch = survey.items[start : start + BATCH]
        with office.database.writing() as transaction:
            written += _write(transaction, office, caller, load.kind, (batch, survey))
        progress(min(start + BATCH, len(survey.items)), len(survey.items))
    return survey.report(written)


def _survey(office: Office, caller: Caller, load: Load) -> Survey:
    survey = Survey(load.kind.kinds)
    with office.database.reading() as transaction:
        permits = [permitted(transaction, office, caller, name) for name in load.kind.permissions]
        survey.refused = [permit for permit in permits if isinstance(permit, Reason)]
        permit = permits[-1]
        if survey.refused or isinstance(permit, Reason):
            return survey
        listed = read_workbook(load.path, load.kind.workbook, load.kind.offered(permit.published.rules))
        survey.faults += listed.faults
        survey.warnings += listed.warnings
        load.kind.check(Ground(transaction, office, permit, listed, survey))
    sheets = {title: place for place, title in enumerate(listed.places)}
    survey.faults.sort(key=lambda fault: (sheets.get(fault.sheet, -1), fault.row, len(fault.column), fault.column))
    return survey


def _write(
    transaction: Transaction, office: Office, caller: Caller, kind: Import, work: tuple[list[Item], Survey]
) -> int:
    """Write one batch, each item judged once more under the locks; what another has changed meanwhile is told."""
    batch, survey = work
    kind.lock(transaction, batch)
    permits = [permitted(transaction, office, caller, name) for name in kind.permissions]
    survey.refused = [permit for permit in permits if isinstance(permit, Reason)]
    permit = permits[-1]
    if survey.refused or isinstance(permit, Reason):
        return 0
    written, writing = 0, Writing(transaction, office, permit)
    for item in batch:
        if kind.write(writing, item):
            told = {"code": item.code}
            survey.faults += [Fault(row.sheet, row.row, "", "taken_meanwhile", told) for row in item.rows]
        else:
            written += len(item.rows)
    return written
