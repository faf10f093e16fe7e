"""JSON Schemas of the declaration files in the language of a run, printed or laid beside the files."""

import json
from pathlib import Path
from typing import Any

from cycle.texts import Texts
from workflows.model.schema import KINDS, schema_of

FOLDER = "schema"


def schema_tree(texts: Texts, kind: str) -> dict[str, Any]:
    """The schema of one kind of file, every key explained."""
    return schema_of(kind, lambda code: texts.text("keys", code))


def schema_text(texts: Texts, kind: str) -> str:
    return json.dumps(schema_tree(texts, kind), ensure_ascii=False, indent=2) + "\n"


def write_schemas(texts: Texts, folder: Path) -> list[Path]:
    """One file for each kind in the folder's own folder of schemas, over those that were there."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    written = [place / f"{kind}.json" for kind in KINDS]
    for file in written:
        file.write_text(schema_text(texts, file.stem), encoding="utf-8")
    return written
