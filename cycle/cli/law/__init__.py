"""`ocop law`: what a change of law does to open dossiers."""

from cycle.cli.law.group import law

__all__ = ["law"]
