"""Dossiers entered from paper as they wait for the council of the province, many of them quickly."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cycle.answers import Done
from cycle.commands.entering import Desk, Law, OnPaper, Ready, enter, prepared
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.producers import producers
from tests.evaluating import COMMUNE, PRODUCER, PROGRAMME, Scene

BEGAN, SINCE = date(2026, 5, 25), date(2026, 6, 5)
SECRETARIAT = Caller("to_chuc")
SOURCE = "Sổ theo dõi"


def before_the_council(scene: Scene, many: int) -> tuple[str, ...]:
    """Evaluations of so many new products under 26/2026/QĐ-TTg, all of them before the council; their codes."""
    return tuple(_entered(scene, product) for product in _products(scene, range(many)))


def minutes_of(scene: Scene, dossier: str) -> str:
    """The minutes of the council as a verified paper of a dossier."""
    return scene.paper("council_minutes", "dossier", dossier, scene.office.clock.now().date())


def _products(scene: Scene, numbers: Sequence[int]) -> list[str]:
    codes = []
    for number in numbers:
        one = producers.Product(f"SP{number + 5000}", PRODUCER, f"Sản phẩm {number}", "food", (COMMUNE,), ("CS01",))
        answer = producers.add_product(scene.office, scene.secretariat, one)
        assert isinstance(answer, Done), answer
        codes.append(one.code)
    return codes


def _entered(scene: Scene, product: str) -> str:
    with scene.office.database.writing() as transaction:
        permit = permitted(transaction, scene.office, SECRETARIAT, "dossier.import")
        assert isinstance(permit, Permit), permit
        desk = Desk(transaction, scene.office, permit, PROGRAMME)
        above = _ready(desk, OnPaper(product, "season", "evaluation.under_evaluation", BEGAN, BEGAN, SOURCE))
        own = _ready(desk, OnPaper(product, "evaluation_26", "province.in_council", BEGAN, SINCE, SOURCE))
        return f"{enter(desk, above, own).target}.1"


def _ready(desk: Desk, asked: Any) -> Ready:
    published, rules = desk.permit.published, desk.permit.published.rules
    law = Law(published.hash, rules, rules.programmes[desk.programme], rules.definitions[asked.workflow])
    ready = prepared(desk, law, asked, {})
    assert isinstance(ready, Ready), ready
    return ready
