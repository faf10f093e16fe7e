"""What a test looks at after sweeps: the ledger, the records that the machine wrote, whether history agrees."""

import json
from datetime import date
from typing import Any

from cycle.queries.deadlines.sweeps import Standing, standing
from cycle.queries.verification import verify
from cycle.queries.viewing import View
from tests.scene import COMMUNE, Scene

TODAY = date(2024, 3, 5)


def ledger(scene: Scene, kind: str = "deadline") -> list[tuple[str, str, str]]:
    """Of every effect of a kind what it is about, its mark and its status, in the order of their instants."""
    rows = _rows(scene, "SELECT part, subject, mark, status FROM effect WHERE kind = ? ORDER BY at, part, mark", kind)
    return [(part or subject, mark, status) for part, subject, mark, status in rows if not mark.startswith("looked@")]


def by_machine(scene: Scene, kind: str) -> list[dict[str, Any]]:
    """The payloads of the records of a kind that the machine wrote, in the order of their streams."""
    statement = "SELECT payload FROM record WHERE kind = ? AND actor = 'system' ORDER BY stream, seq"
    found = [json.loads(payload) for (payload,) in _rows(scene, statement, kind)]
    return [one for one in found if "event" in one or "from" in one]


def deadline_row(scene: Scene, name: str) -> dict[str, Any]:
    """The columns of a deadline that sweeps look at and write."""
    columns = ("status", "expired_seq", "proposal", "escalation", "next_at")
    (row,) = _rows(scene, f"SELECT {', '.join(columns)} FROM deadline WHERE name = ?", name)
    return dict(zip(columns, row, strict=True))


def stands(scene: Scene) -> Standing:
    """How the sweeps stand, as somebody is told who sees everything."""
    return standing(scene.office, View("to_chuc", TODAY, everything=True))


def count(scene: Scene, table: str) -> int:
    return int(_rows(scene, f"SELECT COUNT(*) FROM {table}")[0][0])


def is_true_to_history(scene: Scene) -> bool:
    """Whether `ocop history verify` finds nothing."""
    found = verify(scene.office)
    assert found.faults == (), found.faults
    return True


def in_screening(scene: Scene, product: str = "SP001") -> str:
    """A dossier that the commune has to screen by 15/03/2024."""
    dossier = in_drafting(scene, product)
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    scene.done(dossier, "submit", "to_chuc", on_behalf=f"producer:{_producer(scene, dossier)}")
    return dossier


def in_drafting(scene: Scene, product: str = "SP001") -> str:
    """A dossier whose idea is to be handed in by 30/04/2024."""
    dossier = scene.open(product)
    scene.done(dossier, "choose", "to_chuc", on_behalf=f"organisation:{COMMUNE}")
    return dossier


def returned(scene: Scene, product: str = "SP001") -> str:
    """A dossier that is to be completed by 20/03/2024."""
    dossier = in_screening(scene, product)
    scene.done(dossier, "return", "to_chuc", on_behalf=f"organisation:{COMMUNE}", note="thiếu")
    return dossier


def _producer(scene: Scene, dossier: str) -> str:
    return str(_rows(scene, "SELECT producer FROM dossier WHERE code = ?", dossier)[0][0])


def _rows(scene: Scene, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement, parameters)
