"""Calendars: which days count, and moving along them."""
