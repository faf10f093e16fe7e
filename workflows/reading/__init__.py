"""From texts to rules: every name resolved, every problem of every file told at once with its place."""

from workflows.reading.organisations import read_organisations, unseeded
from workflows.reading.publication import read_definition, read_rules
from workflows.reading.reforms import read_reform
from workflows.reading.templates import LANGUAGES, template_paths, templates_named

__all__ = [
    "LANGUAGES",
    "read_definition",
    "read_organisations",
    "read_reform",
    "read_rules",
    "template_paths",
    "templates_named",
    "unseeded",
]
