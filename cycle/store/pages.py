"""How many pages a PDF has: damaged, protected and other files are refused. Alone uses pypdf."""

import importlib
import logging
from dataclasses import dataclass
from pathlib import Path

from cycle.store.media import media_of
from cycle.store.refusal import FileRefused


@dataclass(frozen=True, order=True)
class Pages:
    """A range of pages of one file, both ends belonging to it; pages count from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def page_count(path: Path) -> int:
    """The pages of a PDF. Raises FileRefused for another kind of file, a protected or a damaged one."""
    media = media_of(path)
    if media != "pdf":
        raise FileRefused("pages_of_other", {"found": media})
    # Loaded when first needed: it would double the time in which `ocop` begins.
    pypdf = importlib.import_module("pypdf")
    # What it thinks of a file's faults would come out on the terminal.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        with path.open("rb") as file:
            reader = pypdf.PdfReader(file)
            count = None if reader.is_encrypted else int(reader.get_num_pages())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  a damaged file fails in as many ways as there are damages
        raise FileRefused("pdf_damaged") from None
    if count is None:
        raise FileRefused("pdf_protected")
    if not count:
        raise FileRefused("pdf_damaged")
    return count
