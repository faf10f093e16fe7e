"""`ocop calendar`: days off and days worked instead, as declared and as published."""

from cycle.cli.calendar.group import calendar

__all__ = ["calendar"]
