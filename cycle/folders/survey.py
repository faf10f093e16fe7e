"""An index sheet against the folder, the register and the rules: every paper that may be entered, every fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cycle.commands.papers.arrivals import FileContent, Paper, UnreadContent
from cycle.commands.papers.filing import Arrival, FileGiven, Inspector, find_known
from cycle.commands.papers.papers import accept_paper
from cycle.commands.permits import Caller
from cycle.commands.spelling import clean_code
from cycle.database import Transaction
from cycle.folders.listing import Folder
from cycle.office import Office
from cycle.sheets import Fault, IndexRow, Listed
from cycle.store import Pages
from workflows.rules import PaperType
from workflows.verdict import Reason, Refusal

Progress = Callable[[int, int], None]
# In which cell of its row a reason is told.
CELLS: Mapping[str, str] = {
    **dict.fromkeys(("pages_beyond", "pages_out_of_order", "pages_of_other", "paper_pages_known"), "first_page"),
    "pages_without_first": "first_page",
    **dict.fromkeys(("holder_unknown", "out_of_reach"), "holder"),
    **dict.fromkeys(("paper_type_unknown", "paper_wrong_form"), "paper"),
    **dict.fromkeys(("paper_issue_missing", "paper_issued_after"), "issued"),
    **dict.fromkeys(("paper_expiry_missing", "paper_expiry_too_late", "paper_never_expires"), "expires"),
    **dict.fromkeys(("happened_in_future", "received_by_producer"), "received"),
    "dates_out_of_order": "expires",
    "may_not_act_for": "supplied_by",
    "paper_wrong_holder": "holder_kind",
    **dict.fromkeys(("supplier_of_other", "supplier_unknown"), "supplied_by"),
}


@dataclass(frozen=True)
class Report:
    """What a folder holds and what was done: the codes of new papers, or in `refused` why nothing was read."""

    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    new: int = 0
    known: int = 0
    entered: tuple[str, ...] = ()
    refused: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Item:
    """A row of the index as the paper that it would be, entered by or for whom."""

    row: IndexRow
    caller: Caller
    arrival: Arrival
    paper: Paper
    path: Path


@dataclass
class Survey:
    """The papers that may be entered, how many are known, and what is wrong with the others."""

    office: Office
    caller: Caller
    listed: Listed
    types: Mapping[str, PaperType]
    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    known: int = 0

    def read(self, folder: Folder, progress: Progress) -> list[Item]:
        """Every row with what lies under the name of its file; a file is read once, however many rows name it."""
        rows, inspector, items = self.listed.of(IndexRow), Inspector(), []
        for number, row in enumerate(rows, 1):
            items.append(_item(row, folder, self, inspector))
            progress(number, len(rows))
        return items

    def judge(self, transaction: Transaction, items: list[Item]) -> None:
        """Judge every row as entering it would, and tell rows that say the same as one before them."""
        seen: dict[object, int] = {}
        for item in items:
            before = seen.setdefault(_said(item), item.row.row)
            if before != item.row.row:
                self.refuse(item.row, Reason("row_repeated", {"row": before}))
            elif find_known(transaction, item.paper, self.types.get(item.paper.type)):
                self.known += 1
            else:
                self._take(transaction, item)

    def refuse(self, row: IndexRow, reason: Reason) -> None:
        """Tell a reason in the cell that it concerns."""
        cell = CELLS.get(reason.code, "file")
        self.faults.append(self.listed.fault(row, cell, reason.code, reason.params))

    def report(self, entered: tuple[str, ...] = ()) -> Report:
        """What was found and done."""
        return Report(tuple(self.faults), tuple(self.warnings), len(self.items), self.known, entered)

    def _take(self, transaction: Transaction, item: Item) -> None:
        supplier = _supplier(transaction, self.caller, item.row.supplied_by)
        caller = self.caller if isinstance(supplier, Reason) else supplier
        judged = accept_paper(transaction, self.office, caller, item.paper)
        reasons = [*judged.reasons] if isinstance(judged, Refusal) else []
        reasons += [supplier] if isinstance(supplier, Reason) else []
        for reason in reasons:
            self.refuse(item.row, reason)
        if not reasons:
            self.items.append(replace(item, caller=caller))


def _item(row: IndexRow, folder: Folder, survey: Survey, inspector: Inspector) -> Item:
    kind = survey.types.get(row.paper)
    held_by = row.holder_kind or (kind.held_by if kind else "")
    found, pages = folder.find(row.file), _pages(row)
    wrong = tuple(one for one in (found, pages) if isinstance(one, Reason))
    path = found if isinstance(found, Path) else Path(row.file)
    given = FileGiven(path, path.name, None if isinstance(pages, Reason) else pages)
    days = (row.received or date.min, row.issued, row.expires)
    arrival = Arrival(row.paper, held_by, clean_code(row.holder), given, *days)
    read = Paper(row.paper, held_by, arrival.holder, UnreadContent(wrong), *days) if wrong else inspector.paper(arrival)
    return Item(row, survey.caller, arrival, read, path)


def _pages(row: IndexRow) -> Pages | Reason | None:
    if row.first_page is None:
        return None if row.last_page is None else Reason("pages_without_first", {"last": row.last_page})
    return Pages(row.first_page, row.last_page or row.first_page)


def _said(item: Item) -> object:
    """What two rows may not both say: a file for a holder with its days, a range of pages whatever the days."""
    paper, content = item.paper, item.paper.content
    if not isinstance(content, FileContent):
        return item.row
    days = () if content.pages else (paper.received, paper.issued, paper.expires)
    return paper.holder_kind, paper.holder, paper.type, content.hash, days


def _supplier(transaction: Transaction, caller: Caller, written: str | None) -> Caller | Reason:
    """The caller, for the producer or the organisation that supplied the paper where one is named."""
    if not written:
        return caller
    if caller.on_behalf is not None:
        return Reason("supplier_of_other", {"supplier": written, "on_behalf": caller.on_behalf})
    code = clean_code(written.partition(":")[2] or written)
    for kind in ("producer", "organisation"):
        if transaction.row(f"SELECT code FROM {kind} WHERE code = ?", (code,)):  # noqa: S608 - one of two names
            return replace(caller, on_behalf=f"{kind}:{code}")
    return Reason("supplier_unknown", {"supplier": written})
