"""Titles of the stages and states at which dossiers are counted."""

from cycle.queries.seasons.positions import Spot
from cycle.texts import Texts


def stage_title(texts: Texts, workflow: str, stage: str) -> str:
    """The title of a stage; its bare name where no workflow in force has it."""
    definition = texts.rules.definitions.get(workflow) if texts.rules else None
    found = [one.title for one in definition.stages if one.name == stage] if definition else []
    return texts.title(found[0]) if found else stage


def state_title(texts: Texts, spot: Spot) -> str:
    """The title of a state; its bare name where no workflow in force has it."""
    definition = texts.rules.definitions.get(spot.workflow) if texts.rules else None
    known = definition.states if definition else {}
    return texts.title(known[spot.state].title) if spot.state in known else spot.state
