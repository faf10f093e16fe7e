"""From the model of one workflow file to its definition, every name inside it resolved."""

from collections.abc import Iterator

from workflows.definition import DeadlineRule, Definition, Law, Stage, State, Transition
from workflows.model.check import Checked
from workflows.model.values import DATED, ValueType
from workflows.model.workflow import ANY_OPEN, DeadlineItem, StateItem, TransitionItem, WorkflowFile
from workflows.placed import Findings, Placed
from workflows.problems import Problem, nearest_name
from workflows.reading.known import Known, names
from workflows.reading.scene import (
    Scene,
    written_families,
    written_states,
    written_transitions,
    written_triggers,
    written_values,
)
from workflows.reading.transitions import check_type, transition
from workflows.source import Path


def place_definition(
    checked: Checked[WorkflowFile], text_hash: str, known: Known
) -> tuple[Placed | None, list[Problem]]:
    """The definition with its places, and what its names refer to in vain."""
    file = checked.model
    if file is None:
        return None, []
    scene = _scene(checked, file, known)
    listed = list(_transitions(file))
    found = [(transition(scene, item, stage, path), path, item) for item, stage, path in listed]
    kept = [(made, path, item) for made, path, item in found if made is not None]
    initial = scene.state(file.initial, None, ("initial",))
    definition = Definition(
        name=file.workflow,
        family=file.family or file.workflow,
        title=file.title.text,
        law=Law(file.law.decision, file.law.in_force, file.law.until),
        initial=file.initial,
        stages=tuple(Stage(stage.stage, stage.title.text) for stage in file.stages),
        states={state.name: state for state in _states(scene, file)},
        transitions=tuple(made for made, _, _ in kept),
        deadlines={rule.name: rule for rule in _deadlines(scene, file)},
        triggers={name: title.text for name, title in file.triggers.items()},
        receives=tuple(kind.rule(name) for name, kind in file.receives.items()),
        hash=text_hash,
    )
    _check_names(scene, file, checked.whole)
    return _placed(checked, definition, kept, whole=len(kept) == len(listed) and initial is not None), (
        scene.findings.problems
    )


def _placed(
    checked: Checked[WorkflowFile],
    definition: Definition,
    kept: list[tuple[Transition, Path, TransitionItem]],
    *,
    whole: bool,
) -> Placed:
    stages = checked.model.stages if checked.model else []
    return Placed(
        definition=definition,
        source=checked.source,
        states={
            f"{stage.stage}.{state.state}": ("stages", at, "states", index)
            for at, stage in enumerate(stages)
            for index, state in enumerate(stage.states)
        },
        transitions=tuple(path for _, path, _ in kept),
        deadlines={
            item.deadline: ("stages", at, "deadlines", index)
            for at, stage in enumerate(stages)
            for index, item in enumerate(stage.deadlines)
        },
        abandoning=frozenset(index for index, (_, _, item) in enumerate(kept) if item.from_ == [ANY_OPEN]),
        whole=whole and checked.whole,
    )


def _scene(checked: Checked[WorkflowFile], file: WorkflowFile, known: Known) -> Scene:
    tree = checked.written.tree
    findings = Findings(checked.source)
    return Scene(
        known=known,
        findings=findings,
        states=written_states(tree),
        deadlines=names(tree, "stages", "deadlines", "deadline"),
        triggers=written_triggers(tree),
        opened=written_families(tree),
        types=_types(file, findings),
        value_names=written_values(tree),
    )


def _types(file: WorkflowFile, findings: Findings) -> dict[str, ValueType]:
    """The type of each value; a second, different one is a problem."""
    declared: list[tuple[str, ValueType, Path]] = [
        (name, kind, ("receives", name)) for name, kind in file.receives.items()
    ]
    for item, _, path in _transitions(file):
        declared += [(name, kind, (*path, "records", name)) for name, kind in item.records.items()]
    types: dict[str, ValueType] = {}
    for name, kind, path in declared:
        first = types.setdefault(name, kind)
        if (first.type, first.argument) != (kind.type, kind.argument):
            findings.at(path, "value_type_differs", name=name, type=kind.shown, first=first.shown)
    return types


def _transitions(file: WorkflowFile) -> Iterator[tuple[TransitionItem, str | None, Path]]:
    """Every declared transition with its stage (None: anywhere) and its path."""
    for at, stage in enumerate(file.stages):
        for index, item in enumerate(stage.transitions):
            yield item, stage.stage, ("stages", at, "transitions", index)
    for index, item in enumerate(file.anywhere):
        yield item, None, ("anywhere", index)


def _states(scene: Scene, file: WorkflowFile) -> Iterator[State]:
    for at, stage in enumerate(file.stages):
        for index, item in enumerate(stage.states):
            yield _state(scene, item, stage.stage, ("stages", at, "states", index))


def _state(scene: Scene, item: StateItem, stage: str, path: Path) -> State:
    for position, name in enumerate(item.deadline):
        scene.findings.unknown((*path, "deadline", position), "deadline_unknown", name, scene.deadlines)
    if item.tells is not None and item.final is None:
        scene.findings.at((*path, "tells"), "tells_not_final", name=item.state)
    if item.final is not None and (item.owes or item.deadline):
        scene.findings.at_key((*path, "owes" if item.owes else "deadline"), "final_owes", name=item.state)
    scene.findings.repeated((name, (*path, "deadline", position)) for position, name in enumerate(item.deadline))
    return State(
        name=f"{stage}.{item.state}",
        stage=stage,
        title=item.title.text,
        step=item.step,
        owes=scene.who(item.owes, (*path, "owes")),
        deadlines=tuple(item.deadline),
        final=item.final,
        tells=item.tells,
    )


def _deadlines(scene: Scene, file: WorkflowFile) -> Iterator[DeadlineRule]:
    for at, stage in enumerate(file.stages):
        for index, item in enumerate(stage.deadlines):
            yield _deadline(scene, item, ("stages", at, "deadlines", index))


def _deadline(scene: Scene, item: DeadlineItem, path: Path) -> DeadlineRule:
    starts = item.starts or "entering"
    if starts != "entering":
        kind = scene.types.get(starts)
        if kind is None:
            scene.findings.unknown((*path, "starts"), "starts_unknown", starts, scene.value_names | {"entering"})
        elif kind.type not in DATED:
            wanted = ", ".join(sorted(DATED))
            scene.findings.at((*path, "starts"), "value_of_other_type", name=starts, type=kind.shown, wanted=wanted)
    rolls = item.on is None and item.rolls is not False
    return DeadlineRule(item.deadline, starts, item.within, item.on, item.basis, rolls)


def _check_names(scene: Scene, file: WorkflowFile, whole: bool) -> None:
    findings = scene.findings
    for name, kind in file.receives.items():
        check_type(scene, kind, ("receives", name))
    findings.repeated((stage.stage, ("stages", at, "stage")) for at, stage in enumerate(file.stages))
    for at, stage in enumerate(file.stages):
        written = [(item.state, ("stages", at, "states", index, "state")) for index, item in enumerate(stage.states)]
        findings.repeated(written)
    deadlines = [
        (item.deadline, ("stages", at, "deadlines", index, "deadline"))
        for at, stage in enumerate(file.stages)
        for index, item in enumerate(stage.deadlines)
    ]
    findings.repeated(deadlines)
    if whole:
        _check_triggers(scene, file)
        attached = {name for stage in file.stages for state in stage.states for name in state.deadline}
        for name, path in deadlines:
            if name not in attached:
                findings.at(path, "deadline_unused", name=name)


def _check_triggers(scene: Scene, file: WorkflowFile) -> None:
    untitled: dict[str, Path] = {}
    for item, _, path in _transitions(file):
        if item.do not in file.triggers:
            untitled.setdefault(item.do, (*path, "do"))
    for name, path in untitled.items():
        scene.findings.at(path, "trigger_untitled", nearest_name(name, set(file.triggers)), name=name)
    for name in file.triggers:
        if name not in scene.triggers:
            scene.findings.at_key(("triggers", name), "trigger_unused", nearest_name(name, scene.triggers), name=name)


__all__ = ["place_definition", "written_transitions"]
