"""`ocop` as a program of its own, told to end by signals."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def program(
    words: Sequence[str], stdout: int | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run it until it ends of itself; a test that fails meanwhile does not wait for it."""
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-m", "cycle", *words], stdout=stdout, stderr=stderr, text=True, env=here
    ) as running:
        try:
            yield running
        except BaseException:
            running.kill()
            raise
