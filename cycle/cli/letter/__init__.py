"""`ocop letter`: what is told to whom, how it goes, and what came back."""

from cycle.cli.letter.group import letter

__all__ = ["letter"]
