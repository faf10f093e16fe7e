"""The rules that are read out."""

import pytest

from tests.workflows.declared import read_texts
from tests.workflows.explaining.enriched import enriched
from workflows.rules import Rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The small configuration, with what it lacks."""
    found, problems = read_texts(enriched())
    assert found is not None, problems
    return found
