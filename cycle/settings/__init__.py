"""What is set for a machine: by option, variable, file or default; and where each value comes from."""

from cycle.settings.file import FILE_NAME, find_file
from cycle.settings.reading import read_settings, strange_variables
from cycle.settings.values import (
    LEADING_ELSEWHERE,
    LOG_FORMATS,
    LOG_LEVELS,
    Settings,
    SettingsError,
    SettingsMissingError,
    Shown,
)

__all__ = [
    "FILE_NAME",
    "LEADING_ELSEWHERE",
    "LOG_FORMATS",
    "LOG_LEVELS",
    "Settings",
    "SettingsError",
    "SettingsMissingError",
    "Shown",
    "find_file",
    "read_settings",
    "strange_variables",
]
