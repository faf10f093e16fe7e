"""What every command and question is handed: the database, the rules, the clock, the zone."""

from dataclasses import dataclass

from cycle.clock import Clock
from cycle.database import Database
from cycle.publication import Rulebook


@dataclass(frozen=True)
class Office:
    """One office's running system. `zone` is where its days begin; acts on dossiers use their programme's."""

    database: Database
    rulebook: Rulebook
    clock: Clock
    zone: str = "Asia/Ho_Chi_Minh"
    rehearsal: bool = False
