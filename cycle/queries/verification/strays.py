"""Rows that no stream owns: each points at something that is not there."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, literal, not_, or_, select

from cycle import tables
from cycle.database import Transaction
from cycle.queries.verification.books import key_of
from cycle.queries.verification.faults import Findings
from cycle.queries.verification.letter_tellings import SEALING

# What owns the rows of each table: the column that points, the table pointed at.
_OWNERS = (
    (tables.establishment, "producer", tables.producer),
    (tables.product, "producer", tables.producer),
    (tables.product_area, "product", tables.product),
    (tables.product_establishment, "product", tables.product),
    (tables.deadline, "dossier", tables.dossier),
    (tables.unique_value, "dossier", tables.dossier),
    (tables.dossier_title, "dossier", tables.dossier),
    (tables.party, "dossier", tables.dossier),
    (tables.link, "dossier", tables.dossier),
    (tables.dossier_round, "dossier", tables.dossier),
    (tables.self_assessment, "dossier", tables.dossier),
    (tables.law_move, "dossier", tables.dossier),
    (tables.publication_file, "file", tables.config_file),
    (tables.delivery, "letter", tables.letter),
    (tables.attempt, "letter", tables.letter),
    (tables.council_member, "council", tables.council),
    (tables.council, "programme", tables.programme),
    (tables.turn, "session", tables.session),
    (tables.sheet, "session", tables.session),
    (tables.attendance, "session", tables.session),
    (tables.conflict, "session", tables.session),
    (tables.agreed_option, "session", tables.session),
    (tables.agreed_finding, "session", tables.session),
)
_BEGUN = (
    (tables.dossier, "dossier/"),
    (tables.producer, "producer/"),
    (tables.programme, "programme/"),
    (tables.session, "session/"),
)
_RECORDED = (tables.personal, tables.outbox, tables.leaf, tables.reliance, tables.request)
# What sweeps see to besides deadlines.
_SWEPT = ("lag", "paper", "season", "window")
_HOLDERS = {
    "producer": tables.producer,
    "establishment": tables.establishment,
    "product": tables.product,
    "dossier": tables.dossier,
}


def check_strays(transaction: Transaction, findings: Findings) -> None:
    """Every row whose owner, holder or record is missing."""
    for table, statement in _strays():
        for row in transaction.connection.execute(statement).mappings():
            findings.add("row_astray", f"{table.name} {' '.join(map(str, key_of(table, row)))}")


@cache
def _strays() -> tuple[tuple[Table, Select[Any]], ...]:
    """What is asked, put once for every time that it is."""
    return tuple(_asked())


def _asked() -> Iterator[tuple[Table, Select[Any]]]:
    for table, column, owner in _OWNERS:
        key = next(iter(owner.primary_key))
        yield table, _without(table, exists().where(key == table.c[column]))
    for table, prefix in _BEGUN:
        stream = literal(prefix) + table.c.code
        yield table, _without(table, exists().where(tables.record.c.stream == stream))
    for table in _RECORDED:
        yield table, _without(table, exists().where(_recorded(table)))
    yield tables.document, _without(tables.document, exists().where(tables.record.c.stream == tables.document.c.about))
    for table in (tables.effect, tables.set_aside):
        yield table, _without(table, or_(table.c.kind.in_(_SWEPT), exists().where(_swept(table))))
    yield from _unsent()
    kept = (
        exists().where(owner.c.code == tables.paper.c.holder, tables.paper.c.holder_kind == kind)
        for kind, owner in _HOLDERS.items()
    )
    yield tables.paper, _without(tables.paper, or_(*kept))


def _unsent() -> Iterator[tuple[Table, Select[Any]]]:
    """Of letters: what only a stream that is there can have made, and effects told by letters that are not there."""
    letter, box, effect = tables.letter, tables.mailbox, tables.effect
    queued = and_(letter.c.status == "queued", *(letter.c[name].is_(None) for name in SEALING))
    yield letter, _without(letter, or_(queued, _mailed(letter)))
    yield box, _without(box, or_(and_(box.c.year == 0, box.c.last == 0), _mailed(box)))
    yield tables.formal_letter, _without(tables.formal_letter, _mailed(tables.formal_letter))
    told = or_(effect.c.told.is_(None), effect.c.told == "", exists().where(letter.c.code == effect.c.told))
    yield effect, _without(effect, told)


def _mailed(table: Table) -> ColumnElement[bool]:
    """Whether there is a stream of the letters of a recipient."""
    return exists().where(tables.record.c.stream == literal("letters/") + table.c.recipient)


def _swept(table: Table) -> ColumnElement[bool]:
    """Whether the deadline that a sweep has seen to is there."""
    one = tables.deadline.c
    return and_(
        table.c.kind == "deadline",
        one.dossier == table.c.subject,
        one.name == table.c.part,
        one.opened_seq == table.c.number,
    )


def _recorded(table: Table) -> ColumnElement[bool]:
    """Whether the record that a row names is there, for a request by the same actor under the same request."""
    record = tables.record
    same = [record.c.stream == table.c.stream, record.c.seq == table.c.seq]
    if table is tables.request:
        same += [record.c.actor == table.c.actor, record.c.request == table.c.request]
    return and_(*same)


def _without(table: Table, found: ColumnElement[bool]) -> Select[Any]:
    return select(*table.primary_key).where(not_(found))
