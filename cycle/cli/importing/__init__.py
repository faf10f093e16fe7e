"""`ocop import`: workbooks into the register."""

from cycle.cli.importing.bringing import importing
from cycle.cli.importing.report import fault_json, fault_line, place_of, tell_faults
from cycle.cli.importing.template import template

__all__ = ["fault_json", "fault_line", "importing", "place_of", "tell_faults", "template"]
