"""From the declared states and deadlines of a workflow to the neutral ones, every name in them checked."""

from collections.abc import Iterator

from workflows.definition import DeadlineRule, State
from workflows.model.values import DATED
from workflows.model.workflow import DeadlineItem, StateItem, WorkflowFile
from workflows.reading.scene import Scene
from workflows.source import Path


def states(scene: Scene, file: WorkflowFile) -> Iterator[State]:
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


def deadline_rules(scene: Scene, file: WorkflowFile) -> Iterator[DeadlineRule]:
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
    rolls = item.ends is None and item.rolls is not False
    title = item.title.text if item.title else None
    return DeadlineRule(item.deadline, starts, item.within, item.ends, item.basis, rolls, title)
