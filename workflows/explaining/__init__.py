"""A definition as sentences that the catalogue words: what it lets whom do, when and with which papers."""

from workflows.explaining.outline import explain
from workflows.explaining.said import Said, Section, Subject

__all__ = ["Said", "Section", "Subject", "explain"]
