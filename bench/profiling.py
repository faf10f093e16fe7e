"""Where the time of one way goes, by a profile: each function's own time, gathered by what it belongs to."""

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable
from typing import Any

# The first part whose mark stands in `file:function` has its time.
PARTS = (
    ("commit", ("method 'commit' of",)),
    ("driver and database", ("psycopg", "pysqlite3", "sqlite3.")),
    ("SQLAlchemy", ("sqlalchemy",)),
    ("calendar files", ("icalendar",)),
    ("templates", ("jinja2", "markupsafe", "<template>", "/notifications/")),
    ("letters", ("cycle/letters/",)),
    ("verdict", ("/workflows/", "/transitions/")),
    ("texts and hashes", ("orjson", "hashlib", "hexdigest", "cycle/canonical.py", "'encode' of", "'decode' of")),
    ("history and its folding", ("cycle/history.py", "dataclasses.py")),
    ("reading and shaping facts", ("cycle/facts.py", "cycle/identity.py", "cycle/publication.py", "isoformat")),
    ("records read and checked", ("cycle/queries/",)),
)


def where_time_goes(run: Callable[[], Any]) -> str:
    """The share of each part, as a profile sees it: it makes Python's own share look larger than it is."""
    profile = cProfile.Profile()
    profile.runcall(run)
    stats: Any = pstats.Stats(profile)
    shares: dict[str, float] = defaultdict(float)
    for (path, _, function), (_, _, own, _, _) in stats.stats.items():
        shares[_part(f"{path}:{function}")] += own
    ordered = sorted(shares.items(), key=lambda share: -share[1])
    total = sum(shares.values()) or 1.0
    return ", ".join(f"{part} {own / total:.0%}" for part, own in ordered if own / total >= 0.01)


def _part(place: str) -> str:
    return next((part for part, marks in PARTS if any(mark in place for mark in marks)), "the rest")
