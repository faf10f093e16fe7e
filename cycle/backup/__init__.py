"""An office's database and files copied into one folder, of one form for every kind of database, and back again."""

from cycle.backup.reading import BackupUnusableError, Manifest, read_manifest
from cycle.backup.restoring import restore_database, restore_files
from cycle.backup.upgrading import Upgrade, upgrade_database
from cycle.backup.writing import Backup, write_backup

__all__ = [
    "Backup",
    "BackupUnusableError",
    "Manifest",
    "Upgrade",
    "read_manifest",
    "restore_database",
    "restore_files",
    "upgrade_database",
    "write_backup",
]
