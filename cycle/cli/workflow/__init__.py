"""`ocop workflow`: a definition explained, tried, drawn, and the schema for editors."""

from cycle.cli.workflow.group import workflow

__all__ = ["workflow"]
