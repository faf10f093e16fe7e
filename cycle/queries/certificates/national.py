"""What the nation's databases of agriculture ask for of OCOP products: their certificates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, RowMapping, and_, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.certificates.validity import running_last_days, standing_on
from cycle.queries.choices import wrong_programme
from cycle.queries.evaluation.scales import scale_of
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import dossier, organisation, producer, product, product_area, programme
from workflows.definition import Definition
from workflows.naming import Text
from workflows.numbering import official_code
from workflows.verdict import Reason

Row = TypeVar("Row")
CERTIFICATE = "certificate"
# The values in which workflows keep them; the code is that of the score sheets of 26/2026/QĐ-TTg, Appendix II.
PRODUCT_CODE, STARS, ISSUED = "product_code", "stars", "issued"


@dataclass(frozen=True)
class OcopRow:
    """A certificate as a row of table PTNT_OCOP. `code` is empty where no score sheet gave one."""

    dossier: str
    code: str
    communes: tuple[str, ...]
    year: int
    product: str
    product_name: str
    stars: int
    producer: str
    state: Text


@dataclass(frozen=True)
class Exported(Generic[Row]):
    """The rows, and why others were left out, by dossier."""

    rows: tuple[Row, ...]
    refused: Mapping[str, Reason]


@dataclass(frozen=True)
class NationalAsked:
    """Of which programme, and of which year of issue or evaluation (None: all); places are those of a day."""

    at: date
    programme: str | None = None
    year: int | None = None


def published_for(transaction: Transaction, office: Office, asked: NationalAsked) -> Published | Reason:
    """The configuration of the day; a Reason where there is none, or no such programme."""
    published = office.rulebook.on(transaction, asked.at)
    if published is None:
        return Reason("no_publication", {"day": asked.at})
    return wrong_programme(transaction, published, asked.programme) or published


def asked_for(view: View, family: str, asked: NationalAsked) -> ColumnElement[bool]:
    """The dossiers of a family that a view shows, of the programme asked for."""
    wanted = and_(dossier.c.family == family, dossiers_seen(view))
    return wanted if asked.programme is None else and_(wanted, dossier.c.programme == asked.programme)


def about_products(transaction: Transaction, view: View, family: str, asked: NationalAsked) -> Iterator[RowMapping]:
    """The dossiers of a family about a product, by their codes, with what people call it."""
    names = (
        product.c.name.label("product_name"),
        producer.c.name.label("producer_name"),
        organisation.c.name.label("body"),
    )
    statement = (
        select(dossier, *names)
        .join(product, product.c.code == dossier.c.product)
        .join(producer, producer.c.code == product.c.producer)
        .join(programme, programme.c.code == dossier.c.programme)
        .join(organisation, organisation.c.code == programme.c.organisation)
        .where(asked_for(view, family, asked))
        .order_by(dossier.c.code)
    )
    return iter(transaction.connection.execute(statement).mappings())


def list_ocop_rows(office: Office, view: View, asked: NationalAsked) -> Exported[OcopRow] | Reason:
    """Every certificate of a rank that is recognised, in force or ended, by its code; each in the state of its days.

    Left out is one whose product lies in a commune that was divided and has not been settled, or in none.
    """
    with office.database.reading() as transaction:
        published = published_for(transaction, office, asked)
        if isinstance(published, Reason):
            return published
        bodies, places = read_bodies(transaction, asked.at), _places(transaction)
        known = places, _product_codes(transaction), running_last_days(transaction, CERTIFICATE)
        desk = _Desk(transaction, office, published, bodies, *known)
        rows, refused = list[OcopRow](), dict[str, Reason]()
        for row in about_products(transaction, view, CERTIFICATE, asked):
            values = orjson.loads(row["data"])["values"]
            issued = date.fromisoformat(values[ISSUED])
            if not desk.recognises(row, values, issued) or (asked.year or issued.year) != issued.year:
                continue
            communes = desk.communes(row["product"])
            if isinstance(communes, Reason):
                refused[row["code"]] = communes
            else:
                rows.append(desk.certificate(row, values, communes, view.today))
        return Exported(tuple(rows), refused)


@dataclass(frozen=True)
class _Desk:
    transaction: Transaction
    office: Office
    published: Published
    bodies: Bodies
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    last_days: Mapping[str, Mapping[str, date]] = field(default_factory=dict)

    def certificate(self, row: RowMapping, values: Mapping[str, Any], places: tuple[str, ...], today: date) -> OcopRow:
        definition = self._definition(row)
        state = standing_on(definition, row["state"], self.last_days.get(row["code"], {}), today)
        return OcopRow(
            row["code"],
            self.codes.get(row["parent"] or "", ""),
            places,
            date.fromisoformat(values[ISSUED]).year,
            row["product"],
            row["product_name"],
            int(values[STARS]),
            row["producer_name"],
            definition.states[state].title,
        )

    def recognises(self, row: RowMapping, values: Mapping[str, Any], issued: date) -> bool:
        """Whether the criteria of the day of issue recognise a product with these stars."""
        scale = scale_of(self.published.rules, self._definition(row), issued)
        return int(values[STARS]) >= scale.recognised_from

    def communes(self, about: str) -> tuple[str, ...] | Reason:
        """The official codes of the communes where a product lies on the day."""
        found: set[str] = set()
        for place in self.places.get(about, ()):
            standing = self.bodies.standing(place)
            if len(standing) != 1:
                told = {"product": about, "place": place, "places": list(standing)}
                return Reason("export_place_unsettled", told)
            found.update(standing)
        codes = tuple(sorted(official_code(code) for code in found))
        return codes or Reason("export_place_missing", {"product": about})

    def _definition(self, row: RowMapping) -> Definition:
        return self.office.rulebook.definition(self.transaction, row["definition"], self.published)


def _places(transaction: Transaction) -> Mapping[str, frozenset[str]]:
    """The places of each product as they are registered."""
    found: dict[str, set[str]] = {}
    for about, place in transaction.connection.execute(select(product_area.c.product, product_area.c.organisation)):
        found.setdefault(about, set()).add(place)
    return {about: frozenset(those) for about, those in found.items()}


def _product_codes(transaction: Transaction) -> Mapping[str, str]:
    """The product's code in each evaluation that led to a certificate and has one."""
    parents = select(dossier.c.parent).where(dossier.c.family == CERTIFICATE)
    rows = transaction.connection.execute(select(dossier.c.code, dossier.c.data).where(dossier.c.code.in_(parents)))
    found = ((code, orjson.loads(data)["values"].get(PRODUCT_CODE)) for code, data in rows)
    return {code: str(one) for code, one in found if one}
