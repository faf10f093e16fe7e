"""The group `ocop workflow` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.workflow.drawing import draw
from cycle.cli.workflow.explaining import explain
from cycle.cli.workflow.schema import schema
from cycle.cli.workflow.trying import try_


@group("workflow", commands=[explain, try_, draw, schema])
def workflow() -> None:
    """Questions about one definition."""
