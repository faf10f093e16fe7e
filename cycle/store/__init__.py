"""Files kept by what they contain: written once under their SHA-256, accepted by content and never by name."""

from cycle.store.files import Limits, Store, Stored, inspect, sync_folder
from cycle.store.media import media_of
from cycle.store.names import check_name
from cycle.store.pages import Pages, page_count
from cycle.store.refusal import FileRefused

__all__ = [
    "FileRefused",
    "Limits",
    "Pages",
    "Store",
    "Stored",
    "check_name",
    "inspect",
    "media_of",
    "page_count",
    "sync_folder",
]
