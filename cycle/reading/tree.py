"""From the events of one YAML text to a tree with the place of every part, without recursion."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from cycle.reading.scalars import CONTROL, plain_value
from workflows.placed import MOST_PROBLEMS
from workflows.problems import Place, Problem
from workflows.source import KEY, Path

DEEPEST = 40
# Begins the key of a part that is read for its problems only.
DROPPED = "\0dropped "


class GivingUpError(Exception):
    """The rest of the text is not worth reading; the problems found so far say why."""


@dataclass
class Frame:
    """A mapping or list that is being filled."""

    path: Path
    node: dict[str, Any] | list[Any]
    flow: bool = False
    key: str | None = None
    first_lines: dict[str, int] = field(default_factory=dict)


@dataclass
class Tree:
    """What has been read so far of one file."""

    file: str
    root: Any = None
    documents: int = 0
    frames: list[Frame] = field(default_factory=list)
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)

    def grow(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._start_document(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.frames.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._take(event)

    def refuse(self, mark: tuple[int, int], code: str, path: Path | None = None, **params: str) -> None:
        self.problems.append(Problem(Place(self.file, *mark), code, params))
        if path is not None:
            self.refused.add(path)
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(Problem(Place(self.file, *mark), "too_many", {"count": str(MOST_PROBLEMS)}))
            raise GivingUpError

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.refuse(_mark(event), "yaml_documents")
            raise GivingUpError
        if event.version or event.tags:
            self.refuse((1, 1), "yaml_directive")

    def _take(self, event: yaml.NodeEvent) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame and isinstance(frame.node, dict) and frame.key is None:
            frame.key = self._key(frame, event)
            return
        path = _next_path(frame)
        self.marks[path] = _mark(event)
        self._check_dress(event, path)
        if isinstance(event, yaml.CollectionStartEvent):
            node: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._put(frame, node)
            if len(self.frames) >= DEEPEST:
                self.refuse(_mark(event), "yaml_depth", most=str(DEEPEST))
                raise GivingUpError
            self.frames.append(Frame(path, node, bool(event.flow_style)))
        else:
            self._put(frame, self._value(frame, event, path))

    def _put(self, frame: Frame | None, value: Any) -> None:
        if frame is None:
            self.root = value
        elif isinstance(frame.node, list):
            frame.node.append(value)
        else:
            if frame.key is not None and not frame.key.startswith(DROPPED):
                frame.node[frame.key] = value
            frame.key = None

    def _key(self, frame: Frame, event: yaml.NodeEvent) -> str:
        """The name of the key, or a name for a value to be dropped."""
        mark = _mark(event)
        if not isinstance(event, yaml.ScalarEvent):
            self.refuse(mark, "yaml_alias" if isinstance(event, yaml.AliasEvent) else "yaml_key")
            raise GivingUpError
        name = unicodedata.normalize("NFC", event.value)
        self._check_dress(event, None)
        if not self._usable(event, name):
            return DROPPED + name
        if name in frame.first_lines:
            self.refuse(mark, "yaml_duplicate", key=_short(name), first=str(frame.first_lines[name]), line=str(mark[0]))
            return DROPPED + name
        frame.first_lines[name] = mark[0]
        self.marks[(*frame.path, name, KEY)] = mark
        return name

    def _usable(self, event: yaml.ScalarEvent, name: str) -> bool:
        """Whether a key can be taken as it stands, if only to look for more problems."""
        code: str | None = None
        if CONTROL.search(name):
            code = "yaml_control"
        elif event.implicit[0] and name == "":
            code = "yaml_key"
        elif event.implicit[0]:
            value, code = plain_value(name)
            # To write true or false is no advice for a key.
            code = "yaml_scalar" if code == "yaml_truth" or not isinstance(value, str) else code
        if code:
            self.refuse(_mark(event), code, text=_short(name))
        return code in (None, "yaml_scalar", "yaml_integer")

    def _value(self, frame: Frame | None, event: yaml.NodeEvent, path: Path) -> str | int | bool:
        if not isinstance(event, yaml.ScalarEvent):
            return ""
        text = unicodedata.normalize("NFC", event.value)
        if CONTROL.search(text):
            self.refuse(_mark(event), "yaml_control", path)
        if not event.implicit[0]:
            return text
        if text == "":
            # In {vi: one, two, en: …} the comma has made a key of "two".
            code = "yaml_comma" if frame and frame.flow and frame.key is not None else "yaml_empty_value"
            self.refuse(self.marks.get((*path, KEY), _mark(event)), code, path, key=_short(str((*path, "")[-2])))
            return text
        value, wrong = plain_value(text)
        if wrong:
            self.refuse(_mark(event), wrong, path, text=_short(text))
        return value

    def _check_dress(self, event: yaml.NodeEvent, path: Path | None) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.refuse(_mark(event), "yaml_alias", path)
        elif event.anchor is not None:
            self.refuse(_mark(event), "yaml_anchor", name=_short(str(event.anchor)))
        if getattr(event, "tag", None) is not None:
            self.refuse(_mark(event), "yaml_tag", path)


def _next_path(frame: Frame | None) -> Path:
    if frame is None:
        return ()
    return (*frame.path, len(frame.node) if isinstance(frame.node, list) else str(frame.key))


def _mark(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
