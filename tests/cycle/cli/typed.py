"""Commands as typed on the morning of 08/06/2026, over a database that the test has filled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cycle.cli import main

NOW = "2026-06-08T10:00:00+07:00"
Run = Callable[..., Result]


def typed_on(url: str, data: Path, environ: pytest.MonkeyPatch) -> Run:
    """Runs the words of a command as an account."""
    for name, value in {"OCOP_DATABASE": url, "OCOP_DATA": str(data), "OCOP_LANG": "vi"}.items():
        environ.setenv(name, value)

    def typed(account: str, *words: str) -> Result:
        return CliRunner().invoke(main, ["--now", NOW, "--as", account, *words])

    return typed
