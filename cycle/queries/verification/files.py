"""The published files and manifests against the hashes that name them, and the programmes against both."""

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Select, func, literal, select, union_all

from cycle import tables
from cycle.canonical import canonical, digest
from cycle.database import Transaction
from cycle.queries.records import as_stored
from cycle.queries.verification.faults import Findings
from cycle.reading import read_file
from cycle.reading.holidays import FILLED_IN


def check_files(transaction: Transaction, findings: Findings) -> None:
    """Every file: its canonical text has the hash that names it, and is what its raw text says."""
    file = tables.config_file
    placed = union_all(_places(), _plans()).subquery()
    paths = select(placed.c.file, func.min(placed.c.path).label("path")).group_by(placed.c.file).subquery()
    statement = (
        select(file, paths.c.path)
        .select_from(file.outerjoin(paths, paths.c.file == file.c.hash))
        .execution_options(yield_per=1)
    )
    for row in transaction.connection.execute(statement).mappings():
        place = f"config_file {row['hash']}"
        if row["path"] is None:
            findings.add("file_unpublished", place)
        if digest(as_stored(row["canonical"])) != row["hash"]:
            findings.add("file_changed", place, path=row["path"])
        if _canonical_of(str(row["path"]), as_stored(row["raw"])) != _as_written(as_stored(row["canonical"])):
            findings.add("file_raw_changed", place, path=row["path"])


def _places() -> Select[Any]:
    return select(tables.publication_file.c.file, tables.publication_file.c.path)


def _plans() -> Select[Any]:
    """Plans by which a law moved dossiers are not published, but kept all the same."""
    return select(tables.law_run.c.plan, literal("law/").concat(tables.law_run.c.code))


def check_manifests(transaction: Transaction, findings: Findings) -> None:
    """Every manifest has the hash that names its publication; what it lists is compared with the register's records."""
    for row in transaction.connection.execute(select(tables.publication)).mappings():
        if digest(as_stored(row["manifest"])) != row["hash"]:
            findings.add("manifest_changed", f"publication {row['hash']}", number=row["number"])


def check_programmes(transaction: Transaction, findings: Findings) -> None:
    """Every programme counts the dossiers opened in it."""
    dossier = tables.dossier
    count = select(func.count()).where(dossier.c.programme == tables.programme.c.code, dossier.c.parent.is_(None))
    statement = select(tables.programme, count.scalar_subquery().label("counted"))
    for row in transaction.connection.execute(statement).mappings().all():
        place = f"programme {row['code']}"
        if row["dossiers"] != row["counted"]:
            findings.add("row_changed", place, column="dossiers", told=row["counted"], stored=row["dossiers"])


@lru_cache(maxsize=256)
def _as_written(text: str) -> str | None:
    """A canonical text without the days that a library put into it, for which its hash alone stands."""
    if FILLED_IN[0] not in text:
        return text
    try:
        tree = orjson.loads(text)
        years = [_without_filled_in(year) for year in tree["years"]] if "years" in tree else None
        return canonical({**_without_filled_in(tree), **({"years": years} if years is not None else {})})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _without_filled_in(mapping: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name not in FILLED_IN}


@lru_cache(maxsize=256)
def _canonical_of(path: str, raw: str) -> str | None:
    """What a raw text says. Kept, because reading it takes longer than all the rest of a verification."""
    source, problems = read_file(path, raw)
    return canonical(source.tree) if source is not None and not problems else None
