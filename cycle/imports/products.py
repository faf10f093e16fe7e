"""Importing producers, establishments and products: a survey first, then writing what is good in batches."""

from collections.abc import Callable, Iterator
from pathlib import Path

from cycle import statements
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.producers import (
    Establishment,
    Producer,
    establishment_faults,
    producer_faults,
    product_faults,
    write_establishment,
    write_producer,
    write_product,
)
from cycle.database import Transaction
from cycle.imports.places import gazetteer
from cycle.imports.survey import Checks, Item, Report, Row, Survey
from cycle.office import Office
from cycle.sheets import Fault, read_products
from workflows.verdict import Reason

BATCH = 100


def survey_products(office: Office, caller: Caller, path: Path) -> Report:
    """What `import_products` would find and write, by the same code; nothing is locked or written."""
    return _survey(office, caller, path).report()


def import_products(
    office: Office, caller: Caller, path: Path, *, good_rows: bool, progress: Callable[[int, int], None]
) -> Report:
    """Write every good row of a workbook in batches; nothing at all when a row is bad, unless `good_rows`.

    A second run creates nothing twice, so an interrupted one is simply repeated. `progress` is told done and total.
    """
    survey = _survey(office, caller, path)
    if survey.refused or (survey.faults and not good_rows):
        return survey.report()
    written = 0
    for start in range(0, len(survey.items), BATCH):
        batch = survey.items[start : start + BATCH]
        with office.database.writing() as transaction:
            written += sum(_write(transaction, office, caller, batch, survey))
        progress(min(start + BATCH, len(survey.items)), len(survey.items))
    return survey.report(written)


def _survey(office: Office, caller: Caller, path: Path) -> Survey:
    listed = read_products(path)
    survey = Survey(faults=list(listed.faults), warnings=list(listed.warnings))
    with office.database.reading() as transaction:
        permits = [permitted(transaction, office, caller, name) for name in ("producer.write", "product.write")]
        survey.refused = [permit for permit in permits if isinstance(permit, Reason)]
        permit = permits[0]
        if isinstance(permit, Reason):
            return survey
        checks = Checks(transaction, permit, gazetteer(transaction, permit.today), survey)
        rows: list[Row] = [*listed.producers, *listed.establishments, *listed.products]
        for row in rows:
            checks.take(row)
    return survey


def _write(
    transaction: Transaction, office: Office, caller: Caller, batch: list[tuple[Row, Item]], survey: Survey
) -> Iterator[bool]:
    """Write one batch, each item judged once more under the locks; what another has changed meanwhile is told."""
    for producer in sorted({item.code if isinstance(item, Producer) else item.producer for _, item in batch}):
        transaction.row(statements.LOCK_PRODUCER, (producer,))
    permit = permitted(transaction, office, caller, "product.write")
    for row, item in batch:
        if isinstance(permit, Reason):
            survey.refused = [permit]
            return
        reasons = _faults(transaction, permit, item)
        if reasons:
            survey.faults.append(Fault(row.sheet, row.row, "", "taken_meanwhile", {"code": item.code}))
        if not reasons:
            _put(transaction, permit, item)
        yield not reasons


def _faults(transaction: Transaction, permit: Permit, item: Item) -> list[Reason]:
    if isinstance(item, Producer):
        return producer_faults(transaction, permit, item)
    if isinstance(item, Establishment):
        return establishment_faults(transaction, permit, item)
    return product_faults(transaction, permit, item)


def _put(transaction: Transaction, permit: Permit, item: Item) -> None:
    if isinstance(item, Producer):
        write_producer(transaction, permit, item)
    elif isinstance(item, Establishment):
        write_establishment(transaction, permit, item)
    else:
        write_product(transaction, permit, item)
