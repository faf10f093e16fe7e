"""`ocop council`, `ocop session`, `ocop sheet` and `ocop rank`: who sits, what each member says, what comes of it."""

from cycle.cli.sitting.councils import council
from cycle.cli.sitting.ranks import ranks
from cycle.cli.sitting.sessions import session_group
from cycle.cli.sitting.sheets import sheet

__all__ = ["council", "ranks", "session_group", "sheet"]
