"""What a backup says of itself, and whether it can be used by this release."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cycle import migrations

FORMAT = 1
DATABASE = "ocop.db"
FILES = "files"
MANIFEST = "backup.json"


class BackupUnusableError(Exception):
    """The folder is no backup that can be restored. `code` names a message `error.<code>`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: made when (UTC), at which schema, how many rows, the hash of its database file."""

    format: int
    made: str
    revision: str
    sha256: str
    rows: Mapping[str, int]
    files: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]

    @property
    def text(self) -> str:
        """The manifest as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup whose database file is whole and of this schema. Raises BackupUnusableError."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**{**told, "missing": tuple(told["missing"]), "damaged": tuple(told["damaged"])})
    except (OSError, ValueError, TypeError, KeyError):
        raise BackupUnusableError("backup_no_manifest", folder=folder) from None
    if manifest.format != FORMAT:
        raise BackupUnusableError("backup_format", folder=folder, found=manifest.format, wanted=FORMAT)
    if manifest.revision != migrations.newest():
        raise BackupUnusableError("backup_revision", folder=folder, found=manifest.revision, wanted=migrations.newest())
    if not (folder / DATABASE).is_file() or hash_of(folder / DATABASE) != manifest.sha256:
        raise BackupUnusableError("backup_changed", file=folder / DATABASE)
    return manifest


def hash_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
