"""Scoring by a set of criteria: sheets judged, averaged, banded, gated, ranked, explained. Pure, every number exact."""
