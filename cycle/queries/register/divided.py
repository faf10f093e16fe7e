"""What lies in a commune that was divided: a person says in which of its successors, and until then it lies in each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, literal, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.paging import Listed, Page, cut
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.queries.viewing import View, establishments_seen, producers_seen, products_seen
from cycle.tables import establishment, producer, product, product_area
from cycle.vietnamese import sort_key

PRODUCT, PRODUCER, ESTABLISHMENT = "product", "producer", "establishment"


@dataclass(frozen=True)
class Divided:
    """A product, producer or establishment in a place that several organisations have taken."""

    kind: str
    code: str
    name: str
    producer: str
    producer_name: str
    place: str
    place_name: str
    successors: tuple[str, ...]
    successor_names: tuple[str, ...]


_KEYS: Mapping[str, Callable[[Divided], tuple[str, ...]]] = {
    "name": lambda row: (sort_key(row.name), row.kind, row.code),
    "code": lambda row: (row.code, row.kind, row.place),
    "place": lambda row: (sort_key(row.place_name), sort_key(row.name), row.code),
}
SORTS = tuple(_KEYS)


def divided(bodies: Bodies, places: Iterable[str]) -> tuple[str, ...]:
    """Those of some places that have ended and for which several organisations stand today."""
    return tuple(code for code in places if bodies.ended(code) and len(bodies.standing(code)) > 1)


def list_divided(office: Office, view: View, page: Page) -> Listed[Divided]:
    """All that a view shows and that lies in a divided place, until a person has settled where.

    Sorts: name, code, place.
    """
    with office.database.reading() as transaction:
        bodies = read_bodies(transaction, view.today)
        rows = list(_rows(transaction, view, bodies))
    rows.sort(key=_KEYS[page.sort])
    return cut(rows, page)


def _rows(transaction: Transaction, view: View, bodies: Bodies) -> Iterator[Divided]:
    places = sorted(divided(bodies, bodies.known))
    for statement in _statements(view, places) if places else ():
        for row in transaction.connection.execute(statement):
            yield _divided(row, bodies)


def _statements(view: View, places: list[str]) -> Iterator[Select[Any]]:
    """Kind, code, name, producer with its name, and place of each product, producer and establishment."""
    owner = (producer.c.code, producer.c.name)
    lying = product.join(producer).join(product_area, product_area.c.product == product.c.code)
    yield (
        select(literal(PRODUCT), product.c.code, product.c.name, *owner, product_area.c.organisation)
        .select_from(lying)
        .where(product_area.c.organisation.in_(places), products_seen(view))
    )
    yield select(literal(PRODUCER), *owner, *owner, producer.c.organisation).where(
        producer.c.organisation.in_(places), producers_seen(view)
    )
    sited = (literal(ESTABLISHMENT), establishment.c.code, establishment.c.name, *owner, establishment.c.organisation)
    yield (
        select(*sited)
        .select_from(establishment.join(producer))
        .where(establishment.c.organisation.in_(places), establishments_seen(view))
    )


def _divided(row: Row[Any], bodies: Bodies) -> Divided:
    kind, code, name, owner, owner_name, place = tuple(row)
    after = bodies.standing(place)
    names = tuple(bodies.known[one].name for one in after)
    return Divided(kind, code, name, owner, owner_name, place, bodies.known[place].name, after, names)
