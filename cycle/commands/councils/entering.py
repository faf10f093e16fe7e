"""Entering members' sheets: each member its own, or somebody from the member's paper, whose scan is kept."""

from dataclasses import replace

from cycle.answers import Answer, Done
from cycle.commands.councils.acting import act_in, try_act_in
from cycle.commands.councils.asked import EnterSheet
from cycle.commands.documents.signed import kept, looked
from cycle.office import Office
from cycle.store import Store, Stored


def enter_sheet(office: Office, store: Store, asked: EnterSheet) -> Answer:
    """Seal a sheet. A member's own needs `sheet.enter`; another's needs `sheet.enter_paper` and a scan.

    Raises RequestReusedError when a request id comes with another sheet.
    """
    asked = _looked(asked)
    if asked.scan is not None and isinstance(asked.scanned, Stored):
        tried = try_act_in(office, asked)
        if not isinstance(tried, Done) or tried.repeated:
            return tried
        if refusal := kept(store, asked.scan, asked.scanned):
            return refusal
    return act_in(office, asked)


def try_enter_sheet(office: Office, asked: EnterSheet) -> Answer:
    """The answer that `enter_sheet` would give now; nothing is kept or written."""
    return try_act_in(office, _looked(asked))


def _looked(asked: EnterSheet) -> EnterSheet:
    """The act with what its scan was found to be; the hash of the scan is part of what is asked."""
    return asked if asked.scan is None else replace(asked, scanned=looked(asked.scan))
