"""Two seasons, one after the other: the shipped programme of 2024, and the same again a year later."""

import re
import shutil
from pathlib import Path

from tests.scene import CONFIG, PROGRAMME

NEXT = "QNG2025"
_DAYS = re.compile(r'"2024-')


def two_seasons(folder: Path) -> Path:
    """A copy of the shipped configuration with a second programme; one type of a dossier's papers expires."""
    config = Path(shutil.copytree(CONFIG, folder / "config"))
    for other in (config / "programmes").iterdir():
        if other.name != "quang-ngai-2024":
            shutil.rmtree(other)
    first = (config / "programmes" / "quang-ngai-2024" / "programme.yaml").read_text(encoding="utf-8")
    head, bases, rest = re.split(r"(?=^bases:|^windows:)", first, maxsplit=2, flags=re.MULTILINE)
    head = _DAYS.sub('"2025-', head.replace(PROGRAMME, NEXT).replace("year: 2024", "year: 2025"))
    following = config / "programmes" / "quang-ngai-2025"
    following.mkdir()
    (following / "programme.yaml").write_text(head + bases + _DAYS.sub('"2025-', rest), encoding="utf-8")
    _expiring(config / "papers.yaml", "support_needs")
    return config


def _expiring(file: Path, paper: str) -> None:
    text = file.read_text(encoding="utf-8")
    before, found, after = text.partition(f"- paper: {paper}\n")
    assert found
    file.write_text(before + found + after.replace("expires: never", "expires: printed", 1), encoding="utf-8")
