"""A paper as a row of a table."""

from collections.abc import Sequence
from typing import Any

from cycle.queries.papers import PaperRow
from cycle.texts import Texts

COLUMNS = (
    "code",
    "paper",
    "content",
    "paper_status",
    "received",
    "issued_on",
    "expires",
    "supplier",
    "judged_by",
    "reason",
)


def paper_cells(texts: Texts, row: PaperRow) -> Sequence[Any]:
    """The cells of one version of a paper, in the order of COLUMNS."""
    content = row.file_name or texts.say("paper.things", count=row.count, place=row.place)
    days = (texts.show("day", day) if day else "" for day in (row.received, row.issued, row.expires))
    supplier = texts.say("paper.for", account=row.supplier, party=row.on_behalf) if row.on_behalf else row.supplier
    status = texts.show("paper_status", row.status)
    return row.code, texts.show("paper", row.type), content, status, *days, supplier, row.judged_by, row.reason
