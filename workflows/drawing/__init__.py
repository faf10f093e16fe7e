"""A workflow as a picture: our own layout, measured, placed, routed and written as SVG."""

from workflows.drawing.subject import Subject, Way, WayStep, Wording
from workflows.drawing.writing import svg

__all__ = ["Subject", "Way", "WayStep", "Wording", "svg"]
