"""From the declared states of a workflow to the neutral ones, every name in them checked."""

from collections.abc import Iterator

from workflows.definition import AtClose, State
from workflows.model.deadlines import AtCloseItem
from workflows.model.workflow import StateItem, WorkflowFile
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
        at_close=_at_close(scene, item, (*path, "at_close")),
    )


def _at_close(scene: Scene, item: StateItem, path: Path) -> AtClose | None:
    if item.at_close is None:
        return None
    if item.final is not None:
        scene.findings.at_key(path, "final_closes", name=item.state)
    if not isinstance(item.at_close, AtCloseItem):
        return AtClose()
    scene.findings.unknown((*path, "do"), "trigger_unknown", item.at_close.do, scene.triggers)
    return AtClose(item.at_close.do, item.at_close.carry_over)
