"""A paper as a row of a table."""

from collections.abc import Iterable, Mapping, Sequence
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


def hands_of(papers: Iterable[PaperRow]) -> set[str]:
    """Everybody through whose hands the papers went."""
    accounts = {f"account:{one}" for row in papers for one in (row.supplier, row.judged_by) if one}
    return accounts | {row.on_behalf for row in papers if row.on_behalf}


def paper_cells(texts: Texts, names: Mapping[str, str], row: PaperRow) -> Sequence[Any]:
    """The cells of one version of a paper, in the order of COLUMNS."""
    content = row.file_name or texts.say("paper.things", count=row.count, place=row.place)
    days = (texts.show("day", day) if day else "" for day in (row.received, row.issued, row.expires))
    supplier = names[f"account:{row.supplier}"]
    if row.on_behalf:
        supplier = texts.say("paper.for", account=supplier, party=names[row.on_behalf])
    judge = names[f"account:{row.judged_by}"] if row.judged_by else None
    status = texts.show("paper_status", row.status)
    return row.code, texts.show("paper", row.type), content, status, *days, supplier, judge, row.reason
