"""Why a cell cannot be taken."""

from datetime import date

SHOWN = 60


class BadCell(Exception):
    """The cell cannot be taken; `code` and `params` as in a Fault."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def shown(value: object) -> str:
    """A value as a message shows it: short, and without what would spoil a line."""
    text = value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
    return "".join(letter if letter.isprintable() else " " for letter in text)[:SHOWN]
