"""The files of a folder by name: what an index names is looked up here, and never opened by what was written."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath

from cycle.vietnamese import ControlCharacter, normal
from workflows.problems import nearest_name
from workflows.verdict import Reason

# What machines leave in folders on their own: no papers, and nothing to warn of.
LEFT_BY_MACHINES = frozenset({"thumbs.db", "desktop.ini"})
BEGINNINGS = (".", "~$")


@dataclass(frozen=True)
class Folder:
    """The real files below a folder, by name as `xa/phieu.pdf`, and the links, which are none wherever they lead."""

    files: Mapping[str, Path]
    links: frozenset[str]

    def find(self, written: str) -> Path | Reason:
        """The file that an index names; capitals and ways to write accents do not count. Else why there is none."""
        found = self._by_key.get(_key(written), [])
        if len(found) == 1:
            return found[0]
        if found:
            return Reason("file_not_clear", {"name": written})
        if _leads_out(written):
            return Reason("file_outside", {"name": written})
        if _key(written) in map(_key, self.links):
            return Reason("file_is_link", {"name": written})
        return Reason("file_not_in_folder", {"name": written, "nearest": nearest_name(written, set(self.files))})

    @cached_property
    def _by_key(self) -> Mapping[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for name, path in self.files.items():
            found.setdefault(_key(name), []).append(path)
        return found


def list_folder(folder: Path, index: Path | None = None) -> Folder:
    """What lies in a folder and below it, but for the index itself. Nothing outside is followed or listed."""
    files, links = {}, set()
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not _idle(name))
        links |= {_name(folder, Path(place, name)) for name in below if Path(place, name).is_symlink()}
        for path in (Path(place, name) for name in sorted(names) if not _idle(name)):
            if path.is_symlink():
                links.add(_name(folder, path))
            elif path.is_file() and not (index is not None and index.exists() and path.samefile(index)):
                files[_name(folder, path)] = path
    return Folder(files, frozenset(links))


def _idle(name: str) -> bool:
    return name.startswith(BEGINNINGS) or name.lower() in LEFT_BY_MACHINES


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _key(name: str) -> str:
    """What tells two files apart in an index: a cell keeps neither double blanks nor one of two forms of an accent."""
    try:
        return normal(name.replace("\\", "/")).casefold().removeprefix("./")
    except ControlCharacter:
        return name


def _leads_out(written: str) -> bool:
    paths = (PurePosixPath(written), PureWindowsPath(written))
    return any(path.is_absolute() or ".." in path.parts or path.anchor for path in paths)
