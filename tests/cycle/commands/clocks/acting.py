"""Shorthand of the tests on acts on deadlines."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Done
from cycle.commands import clocks
from cycle.commands.clocks import ClockAct
from cycle.queries.deadlines.derivations import DeadlineTold, explain_deadline
from cycle.queries.history import verify
from cycle.queries.viewing import View, view_of
from cycle.sweeps import sweep
from tests.conftest import TestClock
from tests.scene import Scene
from workflows.verdict import Refusal

MARCH_5 = date(2024, 3, 5)


@dataclass
class Clocks:
    """The scene with its clock."""

    scene: Scene
    clock: TestClock
    config: Path

    def in_screening(self) -> str:
        """A dossier whose screening began on the fifth of March and ends on the nineteenth: ten working days."""
        dossier = self.scene.open(self.scene.add_product(self._next()))
        self.scene.done(dossier, "choose", "xa")
        self.scene.paper("idea_form_new", "dossier", dossier, MARCH_5)
        self.scene.done(dossier, "submit", "chu_the")
        return dossier

    def returned(self) -> str:
        """A dossier that was returned on the fifth of March; five days are left to hand it in again."""
        dossier = self.in_screening()
        self.scene.done(dossier, "return", "xa", note="Thiếu chữ ký")
        return dossier

    def act(self, event: str, dossier: str, deadline: str = "screening", actor: str = "to_chuc", **more: Any) -> Answer:
        return clocks.act_on(self.scene.office, ClockAct(event, dossier, deadline, actor, **more))

    def tried(
        self, event: str, dossier: str, deadline: str = "screening", actor: str = "to_chuc", **more: Any
    ) -> Answer:
        return clocks.try_act_on(self.scene.office, ClockAct(event, dossier, deadline, actor, **more))

    def done(self, event: str, dossier: str, deadline: str = "screening", **more: Any) -> Done:
        answer = self.act(event, dossier, deadline, **more)
        assert isinstance(answer, Done), answer
        return answer

    def told(self, dossier: str, name: str | None = None) -> DeadlineTold:
        found = explain_deadline(self.scene.office, self.view(), dossier, name)
        assert isinstance(found, DeadlineTold), found
        return found

    def view(self) -> View:
        office = self.scene.office
        with office.database.reading() as transaction:
            found = view_of(transaction, office, "to_chuc", office.clock.now().date())
        assert isinstance(found, View), found
        return found

    def on(self, day: str) -> None:
        """Nine in the morning of a day in Vietnam."""
        self.clock.set(f"{day}T09:00:00+07:00")

    def sweep(self) -> None:
        sweep(self.scene.office, "thử")

    def sound(self) -> bool:
        return verify(self.scene.office).faults == ()

    def _next(self) -> int:
        with self.scene.office.database.reading() as transaction:
            (count,) = transaction.row("SELECT COUNT(*) FROM product") or (0,)
        return int(count) + 1


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return sorted(reason.code for reason in answer.reasons)


def next_at(scene: Scene, dossier: str, name: str = "screening") -> str | None:
    statement = "SELECT next_at FROM deadline WHERE dossier = ? AND name = ? ORDER BY opened_seq DESC"
    with scene.office.database.reading() as transaction:
        found = transaction.row(statement, (dossier, name))
    return found[0] if found else None
