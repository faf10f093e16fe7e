"""The shipped configuration as its tests see it: the rules, and the organisations that a new database begins with."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from cycle.configuration import read_seeds
from cycle.reading import read_folder
from workflows.model.organisations import OrganisationSeed
from workflows.reading import read_rules
from workflows.rules import Rules

SHIPPED = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="session")
def shipped_rules() -> Rules:
    sources, unread = read_folder(SHIPPED)
    rules, unsound = read_rules(sources, {path: f"{number:064x}" for number, path in enumerate(sources, start=1)})
    assert (unread, unsound) == ([], [])
    assert rules is not None
    return rules


@pytest.fixture(scope="session")
def bodies() -> Mapping[str, OrganisationSeed]:
    """The organisations of every file by their codes."""
    seeds, problems = read_seeds(SHIPPED)
    assert problems == []
    by_code = {seed.code: seed for seed in seeds}
    assert len(by_code) == len(seeds), "a code stands for one body only"
    return by_code
