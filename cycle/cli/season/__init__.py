"""`ocop season`: opening and closing the season of a programme, its frame, and its year as a picture."""

from cycle.cli.season.group import season

__all__ = ["season"]
