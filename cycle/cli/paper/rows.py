"""A paper as a row of a table."""

from collections.abc import Iterable, Mapping, Sequence

from cycle.cli.telling.workbook import Table
from cycle.queries.dossiers.papers import PaperRow
from cycle.sheets import Value
from cycle.store import Pages
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


def paper_table(texts: Texts, names: Mapping[str, str], papers: Iterable[PaperRow]) -> Table:
    """Versions of papers as a table; `names` are those of everybody whose hands they went through."""
    return Table("table.papers", COLUMNS, (_cells(texts, names, row) for row in papers))


def _cells(texts: Texts, names: Mapping[str, str], row: PaperRow) -> Sequence[Value]:
    days = (row.received, row.issued, row.expires)
    supplier = names[f"account:{row.supplier}"]
    if row.on_behalf:
        supplier = texts.say("paper.for", account=supplier, party=names[row.on_behalf])
    judge = names[f"account:{row.judged_by}"] if row.judged_by else None
    status = texts.show("paper_status", row.status)
    return row.code, texts.show("paper", row.type), _content(texts, row), status, *days, supplier, judge, row.reason


def _content(texts: Texts, row: PaperRow) -> str:
    """The file, with the pages that are meant where it holds more; or the things and where they are."""
    if row.file_name is None:
        return texts.say("paper.things", count=row.count, place=row.place)
    if row.pages_from is None or row.pages_to is None:
        return row.file_name
    return texts.say("paper.pages", file=row.file_name, pages=Pages(row.pages_from, row.pages_to))
