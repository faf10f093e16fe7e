"""Configuration files read strictly: the only user of PyYAML. What they mean is for `workflows.reading` to say."""

from cycle.reading.folder import read_file, read_folder
from cycle.reading.text import read_text

__all__ = ["read_file", "read_folder", "read_text"]
