"""`ocop import`: workbooks into the register."""

from cycle.cli.importing.bringing import importing
from cycle.cli.importing.report import place_of
from cycle.cli.importing.template import template

__all__ = ["importing", "place_of", "template"]
