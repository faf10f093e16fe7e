"""What the records of a dossier say of its deadlines, folded into the rows that they make but for their texts."""

from collections.abc import Mapping
from typing import Any

Clocks = dict[tuple[str, int], dict[str, Any]]


def fold_clocks(clocks: Clocks, dossier: str, seq: int, changed: Mapping[str, Any]) -> None:
    """Lay over the rows, by name and opening record, what the record `seq` closed and opened."""
    for name in changed["closed"]:
        for row in clocks.values():
            if row["name"] == name and row["status"] == "open":
                row.update(status="closed", closed_seq=seq)
    for one in changed["opened"]:
        derivation = one["derivation"]
        clocks[one["name"], seq] = {
            "dossier": dossier,
            "name": one["name"],
            "opened_seq": seq,
            "starts": derivation["starts"],
            "last_day": derivation["last_day"],
            "due": one["due"],
            "derivation": derivation,
            "status": "open",
            "closed_seq": None,
        }
