"""What the record of a producer's own assessment makes of its row."""

from collections.abc import Mapping
from typing import Any

from cycle import tables
from cycle.canonical import canonical
from cycle.sessions.folding import Change

ASSESSED = "assessed"


def fold_assessed(dossier: str, seq: int, payload: Mapping[str, Any]) -> Change:
    """The row of a dossier's own assessment: the newest record counts."""
    row = {"dossier": dossier, "criteria": payload["criteria"], "set_number": payload["set"], "seq": seq}
    said = {name: canonical(payload[name]) for name in ("answers", "evidence")}
    return Change(tables.self_assessment, {**row, **said, "total": payload["total"]})
