"""The shortest way of a dossier to its round: acts, papers, and the latest day of each."""

from workflows.paths.assuming import Lacking
from workflows.paths.finding import Found, Outside, find, proven, start_of
from workflows.paths.goals import HELD, JOINS, Goal, in_rounds
from workflows.paths.planning import Path, Step
from workflows.paths.scheduling import Due, Ground, Missed

__all__ = [
    "HELD",
    "JOINS",
    "Due",
    "Found",
    "Goal",
    "Ground",
    "Lacking",
    "Missed",
    "Outside",
    "Path",
    "Step",
    "find",
    "in_rounds",
    "proven",
    "start_of",
]
