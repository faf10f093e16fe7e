"""Values that no two dossiers of a family share: what they are, who has one already, and the rows that hold them."""

from collections.abc import Mapping
from typing import Any

from cycle import statements
from cycle.database import Transaction
from cycle.vietnamese import alike
from workflows.definition import Definition
from workflows.verdict import Reason


def payload(definition: Definition, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the record of an opening says of them; nothing where the workflow declares none."""
    held = {name: alike(str(values[name])) for name in definition.unique if name in values}
    return {"unique": held} if held else {}


def taken(transaction: Transaction, definition: Definition, values: Mapping[str, Any]) -> list[Reason]:
    """A reason for each that another dossier has. Nothing is asked where the workflow declares none."""
    reasons = []
    for name, text in payload(definition, values).get("unique", {}).items():
        found = transaction.row(statements.UNIQUE_VALUE, (definition.family, name, text))
        if found is not None:
            reasons.append(Reason("value_taken", {"value": name, "given": values[name], "dossier": found[0]}))
    return reasons


def write(transaction: Transaction, opened: Mapping[str, Any]) -> None:
    """Keep what the record of an opening says. Who was not first runs into the key, and may try again."""
    for name, text in opened.get("unique", {}).items():
        transaction.write(statements.KEEP_UNIQUE_VALUE, (opened["family"], name, text, opened["code"]))
