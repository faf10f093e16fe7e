"""`ocop dossier`: opening, listing, showing and moving dossiers."""

from cycle.cli.dossier.group import dossier

__all__ = ["dossier"]
