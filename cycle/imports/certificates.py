"""Importing certificates that were issued before the office began: each becomes a dossier, opened at its state."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from cycle.commands.certified import (
    FAMILY,
    Certificate,
    certificate_ready,
    certificate_workflow,
    lock_numbers,
)
from cycle.commands.entering import PERMISSION, Desk, Ready, desk_faults, enter
from cycle.commands.spelling import clean_code, clean_text
from cycle.database import Transaction
from cycle.imports.running import Import, Offered, Writing
from cycle.imports.stored.certificates import certificate_row
from cycle.imports.stored.kept import kept_dossiers
from cycle.imports.survey import Ground, Item
from cycle.sheets import CERTIFICATES_BOOK, CertificateRow
from cycle.tables import dossier
from workflows.rules import Rules
from workflows.verdict import Reason

CERTIFICATE = "certificate"


def certificates(programme: str) -> Import:
    """The import of certificates into a programme."""
    return Import(
        CERTIFICATES_BOOK,
        (PERMISSION,),
        (CERTIFICATE,),
        partial(_check, programme),
        partial(_lock, programme),
        partial(_write, programme),
        offered,
    )


def offered(rules: Rules | None) -> Offered:
    """The states that a certificate may be in, by their titles."""
    states = {
        state.name: state.title.vi
        for definition in (rules.families.get(FAMILY, ()) if rules else ())
        for state in definition.states.values()
    }
    return {"certificate_state": states}


def _check(programme: str, ground: Ground) -> None:
    desk = Desk(ground.transaction, ground.office, ground.permit, programme)
    ground.survey.refused += desk_faults(desk)
    if not ground.survey.refused:
        checks = _Checks(ground, desk)
        for row in ground.listed.of(CertificateRow):
            checks.take(row)


class _Checks:
    """Each row against the certificates there are and the rows before it."""

    def __init__(self, ground: Ground, desk: Desk) -> None:
        self._ground, self._desk = ground, desk
        published, self._known = ground.permit.published, dict[str, tuple[CertificateRow, CertificateRow]]()
        wanted = dossier.c.family == FAMILY
        for one in kept_dossiers(ground.transaction, ground.office, published, wanted):
            versions = certificate_row(one.opening, published.rules), certificate_row(one.snapshot, published.rules)
            self._known[versions[0].number.casefold()] = versions
        self._bodies: Mapping[str, str] = dict(ground.transaction.rows("SELECT code, name FROM organisation"))
        self._held: dict[str, CertificateRow] = {}

    def take(self, row: CertificateRow) -> None:
        asked = self._asked(row)
        known = self._known.get(asked.number.casefold())
        if known is not None:
            self._compare(row, asked, known)
            return
        if row.issuer not in self._bodies and len(row.issuer.split()) == 1:
            self._ground.warn(row, "issuer", "issuer_as_name", {"value": row.issuer})
        ready = certificate_ready(self._desk, asked)
        wrong = ready if isinstance(ready, list) else self._held_twice(row, ready)
        if not self._ground.faults(row, wrong):
            self._ground.survey.items.append(Item((row,), CERTIFICATE, asked.number, asked))

    def _asked(self, row: CertificateRow) -> Certificate:
        issuer = clean_text(self._bodies.get(row.issuer, row.issuer)) or ""
        definition = certificate_workflow(self._desk, row.issued, row.state)
        state = None if definition is not None and row.state == definition.initial else row.state
        decision = (clean_text(row.decision_number) or "", row.decision_date)
        number = clean_text(row.number) or ""
        return Certificate(clean_code(row.product), number, *decision, row.issued, row.stars, issuer, state, row.ended)

    def _compare(self, row: CertificateRow, asked: Certificate, known: Sequence[CertificateRow]) -> None:
        """Known is what stands there now, and what was entered on day one."""
        found = [self._ground.differences(row, _content(one), _content(asked)) for one in known]
        if all(column for column, _ in found):
            column, told = found[-1]
            self._ground.fault(row, column, "differs_from_register", {"code": row.number, "differences": told})
        else:
            self._ground.know(CERTIFICATE, (row,))

    def _held_twice(self, row: CertificateRow, ready: Ready) -> list[tuple[str, Reason]]:
        if ready.definition.states[ready.asked.state].final is not None:
            return []
        other = self._held.setdefault(ready.asked.product, row)
        if other is row:
            return []
        told = {"product": ready.asked.product, "number": other.number, "row": other.row}
        return [("product", Reason("certificate_held_in_row", told))]


def _content(one: Certificate | CertificateRow) -> Mapping[str, Any]:
    """What a certificate says, under the names of its columns."""
    return {column.name: getattr(one, column.name) for column in CERTIFICATES_BOOK.columns}


def _lock(programme: str, transaction: Transaction, _batch: Sequence[Item]) -> None:
    lock_numbers(transaction, programme)


def _write(programme: str, writing: Writing, item: Item) -> list[Reason]:
    desk = Desk(writing.transaction, writing.office, writing.permit, programme)
    if closed := desk_faults(desk):
        return closed
    ready = certificate_ready(desk, item.what)
    if isinstance(ready, Ready):
        enter(desk, ready)
        return []
    return [reason for _, reason in ready]
