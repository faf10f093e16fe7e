"""One dossier walked by the engine itself, and every row that this made: what a crowd is cloned from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, select

from cycle import tables
from cycle.answers import Done
from cycle.commands.producers import producers
from cycle.database import Transaction
from tests.scene import COMMUNE, Scene

TODAY = date(2024, 3, 5)
ACTOR = "to_chuc"
# In the order in which their rows may be written.
OF_A_DOSSIER = (
    tables.producer,
    tables.establishment,
    tables.product,
    tables.product_area,
    tables.product_establishment,
    tables.record,
    tables.personal,
    tables.outbox,
    tables.request,
    tables.paper,
    tables.reliance,
    tables.dossier,
    tables.deadline,
)


@dataclass(frozen=True)
class Model:
    """A dossier's rows by table. `number` stands in every code and name of its producer; `dossier` is its code."""

    number: str
    dossier: str
    name: str
    rows: Mapping[str, tuple[tuple[Any, ...], ...]]

    @property
    def records(self) -> int:
        """How many records its streams hold."""
        return len(self.rows["record"])


def walk(scene: Scene, number: str, returns: int) -> Model:
    """A dossier that the commune has returned `returns` times; with 0 it has only been chosen."""
    name = f"{_place(scene)} {number}"
    made = producers.Producer(f"4300{number}", "tax", "cooperative", name, COMMUNE)
    _done(producers.add_producer(scene.office, scene.secretariat, made))
    producer, product, workshop = f"CT-4300{number}", f"SP{number}", f"CS{number}"
    place = producers.Establishment(workshop, producer, name, COMMUNE)
    _done(producers.add_establishment(scene.office, scene.secretariat, place))
    thing = producers.Product(product, producer, name, "food", (COMMUNE,), (workshop,))
    _done(producers.add_product(scene.office, scene.secretariat, thing))
    dossier = scene.open(product)
    scene.done(dossier, "choose", ACTOR, on_behalf=f"organisation:{COMMUNE}")
    if returns:
        scene.paper("idea_form_new", "dossier", dossier, TODAY)
        scene.done(dossier, "submit", ACTOR, on_behalf=f"producer:{producer}")
    for turn in range(returns):
        if turn:
            resubmit(scene, dossier, producer, f"again-{turn}")
        give_back(scene, dossier, f"back-{turn}")
    return model_of(scene, number, dossier, name)


def model_of(scene: Scene, number: str, dossier: str, name: str) -> Model:
    """The rows that a walked dossier has now."""
    with scene.office.database.reading() as transaction:
        rows = {table.name: _rows(transaction, table, (number, dossier)) for table in OF_A_DOSSIER}
    return Model(number, dossier, name, rows)


def resubmit(scene: Scene, dossier: str, producer: str, request: str) -> None:
    """The producer's form comes again, entered by the secretariat."""
    scene.done(dossier, "resubmit", ACTOR, on_behalf=f"producer:{producer}", request_id=request)


def give_back(scene: Scene, dossier: str, request: str) -> None:
    """The commune gives the form back, with a note."""
    scene.done(dossier, "return", ACTOR, on_behalf=f"organisation:{COMMUNE}", note="x" * 40, request_id=request)


def _place(scene: Scene) -> str:
    with scene.office.database.reading() as transaction:
        (name,) = transaction.row("SELECT name FROM organisation WHERE code = ?", (COMMUNE,)) or ("",)
    return str(name)


def _rows(transaction: Transaction, table: Table, tokens: tuple[str, ...]) -> tuple[tuple[Any, ...], ...]:
    """The rows of a table that name one of the tokens, in the order of the table's key."""
    found = transaction.connection.execute(select(table).order_by(*table.primary_key))
    return tuple(tuple(row) for row in found if any(token in str(value) for value in row for token in tokens))


def _done(answer: object) -> None:
    assert isinstance(answer, Done), answer
