"""`ocop` as a program of its own, told to end by signals."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


def surroundings() -> dict[str, str]:
    """The environment in which another Python finds what this one has found."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@contextmanager
def program(
    words: Sequence[str], stdout: int | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run it until it ends of itself; a test that fails meanwhile does not wait for it."""
    with subprocess.Popen(
        [sys.executable, "-m", "cycle", *words], stdout=stdout, stderr=stderr, text=True, env=surroundings()
    ) as running:
        try:
            yield running
        except BaseException:
            running.kill()
            raise
