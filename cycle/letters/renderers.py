"""The templates of publications, compiled once each: a publication never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cycle.publication import Published
from notifications.templates import Renderer


def renderer_of(published: Published) -> Renderer:
    """Renders letters from the templates of a publication; kept for as long as few others are asked for."""
    return _renderer(_Templates(published.hash, published.rules.templates))


@dataclass(frozen=True)
class _Templates:
    publication: str
    texts: Mapping[str, str] = field(compare=False)


@lru_cache(maxsize=8)
def _renderer(templates: _Templates) -> Renderer:
    return Renderer(templates.texts)
