"""`ocop document`: the office's documents, drafted and filed."""

from cycle.cli.document.group import document

__all__ = ["document"]
