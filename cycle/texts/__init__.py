"""The catalogue of messages, and values as people read them."""

from cycle.texts.texts import LANGUAGES, CatalogueError, Texts

__all__ = ["LANGUAGES", "CatalogueError", "Texts"]
