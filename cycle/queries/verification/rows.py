"""The rows that a batch of streams owns, compared column by column with what the streams tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, or_, select, true

from cycle import tables
from cycle.database import Transaction
from cycle.queries.streams import REGISTER
from cycle.queries.verification.books import UNTOLD, Books, Row, key_names, key_of
from cycle.queries.verification.faults import Findings

Owned = Mapping[Table, ColumnElement[bool]]
# Other acts than steps may keep their request; that such a row points at its record is checked with the strays.
ONLY_TOLD = frozenset({"request"})
# The lock of the tree, how far letters have been planned, and for which day and week: no record tells of them.
KEPT_BESIDE = ("leaves", "told", "planned")


def compare_rows(transaction: Transaction, books: Books, streams: Sequence[str], findings: Findings) -> None:
    """Every row missing, unknown or different."""
    for table, owned in _owned(streams).items():
        names = tuple(table.columns.keys())
        key_places = [names.index(name) for name in key_names(table)]
        stored = {
            tuple([row[place] for place in key_places]): tuple(row)
            for row in transaction.connection.execute(select(table).where(owned))
        }
        told = books.rows[table.name]
        for key in told.keys() - stored.keys():
            findings.add("row_missing", _place(table, key))
        for key in stored.keys() - told.keys():
            if table.name not in ONLY_TOLD:
                findings.add("row_unknown", _place(table, key))
        for key in told.keys() & stored.keys():
            if not _same([told[key][name] for name in names], stored[key]):
                _compare(table, told[key], dict(zip(names, stored[key], strict=True)), findings)


def _same(told: Sequence[Any], stored: Sequence[Any]) -> bool:
    """Whether two rows are equal to the last type; SQLite would keep a text where a number should be."""
    return tuple(told) == stored and [*map(type, told)] == [*map(type, stored)]


def _compare(table: Table, told: Row, stored: Row, findings: Findings) -> None:
    for column in table.columns:
        wanted, found = told[column.name], stored[column.name]
        if wanted is not UNTOLD and (wanted != found or type(wanted) is not type(found)):
            place = _place(table, key_of(table, told))
            findings.add("row_changed", place, column=column.name, told=wanted, stored=found)


def _place(table: Table, key: Sequence[Any]) -> str:
    return f"{table.name} {' '.join(map(str, key))}"


def _owned(streams: Sequence[str]) -> Owned:
    """For each table the rows that belong to the streams."""
    programmes, effect = _codes(streams, "programme"), tables.effect.c
    register = true() if REGISTER in streams else false()
    return {
        **_of_dossiers(_codes(streams, "dossier")),
        **_of_producers(_codes(streams, "producer")),
        tables.paper: _papers(_codes(streams, "dossier"), _codes(streams, "producer")),
        tables.reliance: tables.reliance.c.stream.in_(streams),
        tables.request: tables.request.c.stream.in_(streams),
        tables.document: tables.document.c.about.in_(streams),
        tables.programme: tables.programme.c.code.in_(programmes),
        **_of_councils(programmes),
        **_of_sessions(_codes(streams, "session")),
        tables.mailbox: tables.mailbox.c.recipient.in_(_codes(streams, "letters")),
        tables.formal_letter: tables.formal_letter.c.recipient.in_(_codes(streams, "letters")),
        tables.effect: or_(
            and_(effect.kind.in_(("window", "season")), effect.subject.in_(programmes)),
            and_(effect.kind == "lag", register),
        ),
        **dict.fromkeys(_REGISTER, register),
        tables.installation: and_(register, tables.installation.c.name.not_in(KEPT_BESIDE)),
    }


def _of_dossiers(dossiers: Sequence[str]) -> Owned:
    return {
        tables.dossier: tables.dossier.c.code.in_(dossiers),
        **{one: one.c.dossier.in_(dossiers) for one in _BESIDE_DOSSIERS},
    }


def _of_producers(producers: Sequence[str]) -> Owned:
    products = select(tables.product.c.code).where(tables.product.c.producer.in_(producers))
    return {
        tables.producer: tables.producer.c.code.in_(producers),
        tables.establishment: tables.establishment.c.producer.in_(producers),
        tables.product: tables.product.c.producer.in_(producers),
        tables.product_area: tables.product_area.c.product.in_(products),
        tables.product_establishment: tables.product_establishment.c.product.in_(products),
    }


def _of_councils(programmes: Sequence[str]) -> Owned:
    councils = select(tables.council.c.code).where(tables.council.c.programme.in_(programmes))
    return {
        tables.council: tables.council.c.programme.in_(programmes),
        tables.council_member: tables.council_member.c.council.in_(councils),
    }


def _of_sessions(sessions: Sequence[str]) -> Owned:
    beside = (
        tables.attendance,
        tables.conflict,
        tables.turn,
        tables.sheet,
        tables.agreed_option,
        tables.agreed_finding,
    )
    return {tables.session: tables.session.c.code.in_(sessions), **{one: one.c.session.in_(sessions) for one in beside}}


def _papers(dossiers: Sequence[str], producers: Sequence[str]) -> ColumnElement[bool]:
    products = select(tables.product.c.code).where(tables.product.c.producer.in_(producers))
    made_at = select(tables.establishment.c.code).where(tables.establishment.c.producer.in_(producers))
    kind, holder = tables.paper.c.holder_kind, tables.paper.c.holder
    return or_(
        and_(kind == "dossier", holder.in_(dossiers)),
        and_(kind == "producer", holder.in_(producers)),
        and_(kind == "product", holder.in_(products)),
        and_(kind == "establishment", holder.in_(made_at)),
    )


_BESIDE_DOSSIERS = (
    tables.deadline,
    tables.unique_value,
    tables.dossier_title,
    tables.party,
    tables.link,
    tables.dossier_round,
    tables.law_move,
    tables.self_assessment,
)
_REGISTER = (
    tables.organisation,
    tables.organisation_successor,
    tables.contact,
    tables.account,
    tables.account_grant,
    tables.publication,
    tables.publication_file,
    tables.law_run,
)


def _codes(streams: Sequence[str], kind: str) -> list[str]:
    return [code for one in streams for found, _, code in (one.partition("/"),) if found == kind]
