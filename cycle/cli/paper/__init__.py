"""`ocop paper`: entering, judging and listing papers."""

from cycle.cli.paper.group import paper

__all__ = ["paper"]
