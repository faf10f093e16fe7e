"""`ocop deadline`: what is owed until when, why, and the acts on it."""

from cycle.cli.deadline.group import deadline

__all__ = ["deadline"]
