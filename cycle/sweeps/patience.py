"""Trying again where somebody else was quicker."""

from collections.abc import Callable
from typing import TypeVar

from cycle.database import ContentionError

T = TypeVar("T")
TRIES = 5


def patiently(work: Callable[[], T]) -> T:
    """Do one transaction, again where it met another one. Raises ContentionError where that does not end."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except ContentionError:
            continue
    return work()
