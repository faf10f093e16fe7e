"""`ocop criteria`: the scoring sets that are declared, and the official wording beside our labels."""

from cycle.cli.criteria.group import criteria

__all__ = ["criteria"]
