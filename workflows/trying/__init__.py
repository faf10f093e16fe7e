"""A definition walked with scripted acts: the verdicts that `fire` would give, without a database."""

from workflows.trying.script import Act, Expected, Party, Script, Trial
from workflows.trying.walk import Tried, Walked, walk

__all__ = ["Act", "Expected", "Party", "Script", "Trial", "Tried", "Walked", "walk"]
