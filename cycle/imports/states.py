"""States as an office chooses them in a workbook: the stage and the title, and how what it wrote is understood."""

from collections import Counter
from collections.abc import Mapping

from cycle.commands.certified import FAMILY as CERTIFICATE
from cycle.imports.naming import labels_of_values
from cycle.imports.running import Offered
from cycle.vietnamese import fold
from workflows.definition import Definition, State
from workflows.entering import without_papers
from workflows.problems import nearest_name
from workflows.rules import Rules


def label_of(definition: Definition, state: State) -> str:
    """The title of a state, after that of its stage: a title may stand in several stages."""
    stage = next(stage for stage in definition.stages if stage.name == state.stage)
    return f"{stage.title.vi}: {state.title.vi}"


def offered(rules: Rules | None) -> Offered:
    """The workflows that may be under way in some programme, all states in which they may be, and their values."""
    programmes, definitions = (rules.programmes, rules.definitions) if rules else ({}, {})
    families = {family for programme in programmes.values() for family in programme.families} - {CERTIFICATE}
    known = [one for one in definitions.values() if one.family in families]
    labels = [label_of(one, state) for one in known for state in one.states.values() if state.final is None]
    values = [label for one in known for label in labels_of_values(one, without_papers(one, one.recorded))]
    return {
        "workflow": {one.name: one.title.vi for one in known},
        "state": {label: label for label in labels},
        "value": {label: label for label in values},
    }


def resolve(definition: Definition, written: str) -> str | None:
    """The state that was written: by its name, by stage and title, or by a title that no other state has."""
    if written in definition.states:
        return written
    titles = Counter(fold(state.title.vi) for state in definition.states.values())
    for state in definition.states.values():
        title = fold(state.title.vi)
        if fold(written) == fold(label_of(definition, state)) or (fold(written) == title and titles[title] == 1):
            return state.name
    return None


def readable(definition: Definition, name: str) -> str:
    """A state as it may be written in a cell: by stage and title where that means no other, else by its name."""
    label = label_of(definition, definition.states[name]) if name in definition.states else name
    return label if resolve(definition, label) == name else name


def unknown(definition: Definition, written: str) -> Mapping[str, str]:
    """What is told of a state that was written but is none: those there are, and the one that was probably meant."""
    labels = {label_of(definition, state): state for state in definition.states.values() if state.final is None}
    near = {fold(state.title.vi): label for label, state in labels.items()} | {fold(label): label for label in labels}
    nearest = nearest_name(fold(written), list(near))
    return {"value": written, "choices": "; ".join(labels), "nearest": near[nearest] if nearest else ""}
