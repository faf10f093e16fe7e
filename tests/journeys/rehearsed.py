"""A rehearsal that was played: what it said for programs, and its database to be read back."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cycle.cli import main
from cycle.database import Database

VARIABLES = (
    "DATABASE_URL",
    "OCOP_AS",
    "OCOP_CONFIG",
    "OCOP_DATA",
    "OCOP_DATABASE",
    "OCOP_DATABASE_FILE",
    "OCOP_LANG",
    "OCOP_NOW",
    "OCOP_SETTINGS",
)


def ocop(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@dataclass(frozen=True)
class Rehearsal:
    """What it said for programs, and its database."""

    told: Any
    database: Database
    folder: Path

    def rows(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.database.reading() as transaction:
            return list(transaction.rows(statement, parameters))

    def ask(self, *words: str) -> Any:
        """The answer to a question of the office on the last day, for programs."""
        asked = ("--settings", str(self.folder / "ocop.yaml"), "--as", "van_phong", "--now", self.told["now"])
        answer = ocop("--json", *asked, *words)
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    def dossier(self, product: str, family: str = "season") -> tuple[str, str, str | None]:
        (found,) = self.rows("SELECT code, state, final FROM dossier WHERE product = ? AND family = ?", product, family)
        return found[0], found[1], found[2]

    def steps(self, dossier: str) -> list[dict[str, Any]]:
        names = ("seq", "happened", "recorded", "actor", "on_behalf")
        rows = self.rows(
            "SELECT payload, seq, happened, recorded, actor, on_behalf FROM record "
            "WHERE stream = ? AND kind = 'step' ORDER BY seq",
            f"dossier/{dossier}",
        )
        return [{**json.loads(payload), **dict(zip(names, rest, strict=True))} for payload, *rest in rows]

    def step(self, product: str, trigger: str, family: str = "season") -> dict[str, Any]:
        (found,) = (one for one in self.steps(self.dossier(product, family)[0]) if one["trigger"] == trigger)
        return found

    def acts(self, product: str, deadline: str, event: str, family: str = "season") -> list[dict[str, Any]]:
        """The records of one event of a deadline."""
        rows = self.rows(
            "SELECT payload, seq, happened, recorded, actor FROM record "
            "WHERE stream = ? AND kind = 'deadline' ORDER BY seq",
            f"dossier/{self.dossier(product, family)[0]}",
        )
        names = ("seq", "happened", "recorded", "actor")
        told = [{**json.loads(payload), **dict(zip(names, rest, strict=True))} for payload, *rest in rows]
        return [one for one in told if one["event"] == event and one["deadline"]["name"] == deadline]

    def clock(self, product: str, deadline: str, family: str = "season") -> dict[str, Any]:
        """The row of a deadline, its derivation read."""
        names = ("last_day", "status", "proposal", "escalation", "derivation")
        (found,) = self.rows(
            "SELECT last_day, status, proposal, escalation, derivation FROM deadline WHERE dossier = ? AND name = ?",
            self.dossier(product, family)[0],
            deadline,
        )
        told = dict(zip(names, found, strict=True))
        return {**told, "derivation": json.loads(told["derivation"])}

    def declined(self, product: str) -> list[dict[str, Any]]:
        return [one for one in self.told["declined"] if one["product"] == product]

    def codes(self, product: str) -> list[list[str]]:
        return [[reason["code"] for reason in one["answer"].get("reasons", ())] for one in self.declined(product)]
