"""The command line `ocop`: it parses, calls a command or a question, and renders the answer."""

from cycle.cli.root import main

__all__ = ["main"]
