"""What a model admits at a path: its keys and its closed choices, for naming the nearest right one."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from workflows.model.parts import Declared
from workflows.source import Path


def keys_at(model: type[Declared], path: Path) -> tuple[str, ...]:
    """The keys of the mapping at `path`."""
    found = _model_at(model, path)
    return tuple(field.alias or name for name, field in found.model_fields.items()) if found else ()


def unknown_key_code(model: type[Declared], path: Path) -> str:
    """The code of the problem of an unknown key there: in `needs` a key is a guard."""
    found = _model_at(model, path)
    return found.unknown_key if found else Declared.unknown_key


def severable_at(model: type[Declared], path: Path) -> frozenset[str]:
    """The keys of the mapping at `path` that may be left out alone."""
    found = _model_at(model, path)
    return found.severable if found else frozenset()


def choices_at(model: type[Declared], path: Path) -> tuple[str, ...]:
    """The words or numbers that the value at `path` may be."""
    parts = _parts(_annotation_at(model, path))
    return tuple(str(choice) for part in parts if get_origin(part) is Literal for choice in get_args(part))


def _model_at(model: type[Declared], path: Path) -> type[Declared] | None:
    parts = _parts(_annotation_at(model, path))
    return next((part for part in parts if isinstance(part, type) and issubclass(part, Declared)), None)


def _annotation_at(model: type[Declared], path: Path) -> Any:
    annotation: Any = model
    for step in path:
        if isinstance(step, str):
            annotation = _step(annotation, step)
    return annotation


def _step(annotation: Any, key: str) -> Any:
    for part in _parts(annotation):
        if get_origin(part) is dict:
            return get_args(part)[1]
        if isinstance(part, type) and issubclass(part, Declared):
            fields = {field.alias or name: field for name, field in part.model_fields.items()}
            return fields[key].annotation if key in fields else None
    return None


def _parts(annotation: Any) -> Iterator[Any]:
    """The annotation and what its lists, unions and Annotated wrap; the inside of a mapping is one step further."""
    yield annotation
    if get_origin(annotation) not in (dict, Literal):
        for inner in get_args(annotation):
            yield from _parts(inner)
