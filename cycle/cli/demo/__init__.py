"""`ocop demo`: a season rehearsed in a folder of its own, then the board, a history and what to look at next."""

from cycle.cli.demo.command import demo

__all__ = ["demo"]
