"""Secrets among the settings: read only from where nobody else can, never shown."""

import os
import stat
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL

from workflows.problems import Place, Problem

MASK = "***"
# What libpq takes in the query of a URL, besides the password before the host.
SECRET_KEYS = frozenset({"password", "sslpassword", "passfile"})
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def holds_secret(url: URL) -> bool:
    """Whether a password stands in a URL, before the host or in the query."""
    return url.password is not None or bool(SECRET_KEYS & url.query.keys())


def shown_url(url: URL) -> str:
    """A URL with what is secret in it masked."""
    hidden = dict.fromkeys(SECRET_KEYS & url.query.keys(), MASK)
    return url.update_query_dict(hidden).render_as_string(hide_password=True).replace(quote(MASK), MASK)


def open_to_others(file: Path) -> bool:
    """Whether anybody but its owner may read or write a file; never so where files have no such permissions."""
    return os.name != "nt" and bool(file.stat().st_mode & OTHERS)


def read_secret(variable: str, file: Path, problems: list[Problem]) -> str | None:
    """The secret in the file that a variable names; None and a problem where it is missing or open to others."""
    told = {"file": str(file)}
    try:
        if open_to_others(file):
            problems.append(Problem(Place(variable), "settings_open", told))
            return None
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(Place(variable), "settings_secret", told))
        return None
    if not text:
        problems.append(Problem(Place(variable), "settings_secret", told))
    return text or None
