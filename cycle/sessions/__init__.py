"""What the records of a council's session make of its rows, and how those rows are kept."""

from cycle.sessions.folding import SHEET, TURN, Change, Shelf, Telling, fold_council, fold_session, sealed_text
from cycle.sessions.rows import Rows, keep

__all__ = [
    "SHEET",
    "TURN",
    "Change",
    "Rows",
    "Shelf",
    "Telling",
    "fold_council",
    "fold_session",
    "keep",
    "sealed_text",
]
