"""Where the configuration that comes with this release lies: in a checkout, or as data inside an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def shipped_config() -> Path:
    """The folder of the shipped configuration; only to be read."""
    inside = PACKAGE / "shipped"
    return inside if inside.is_dir() else PACKAGE.parent / "config"
