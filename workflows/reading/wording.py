"""The names that a workflow file gives: given twice, never used, or without a title."""

from workflows.model.workflow import WorkflowFile
from workflows.problems import nearest_name
from workflows.reading.scene import Scene, transitions_in
from workflows.reading.transitions import check_type
from workflows.source import Path


def check_names(scene: Scene, file: WorkflowFile, *, whole: bool) -> None:
    findings = scene.findings
    for name, kind in file.receives.items():
        check_type(scene, kind, ("receives", name))
    _check_defaults(scene, file)
    _check_unique(scene, file)
    _check_about(scene, file)
    if file.criteria is not None:
        findings.unknown(("criteria",), "criteria_unknown", file.criteria, scene.known.criteria)
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
        _check_values(scene, file)
        attached = {name for stage in file.stages for state in stage.states for name in state.deadline}
        for name, path in deadlines:
            if name not in attached:
                findings.at(path, "deadline_unused", name=name)


def _recorded(file: WorkflowFile) -> frozenset[str]:
    return frozenset(name for item, _, _ in transitions_in(file) for name in (*item.records, *item.sets))


def _check_defaults(scene: Scene, file: WorkflowFile) -> None:
    """Only a text that is received can be there without being handed over."""
    for name in file.defaults:
        path: Path = ("defaults", name)
        if scene.findings.unknown(path, "default_not_received", name, file.receives.keys()):
            continue
        kind = file.receives[name]
        if kind.type != "text" or kind.optional:
            scene.findings.at(path, "value_of_other_type", name=name, type=kind.shown, wanted="text")


def _check_unique(scene: Scene, file: WorkflowFile) -> None:
    """A unique value is a text handed over at the opening, and no act records another one in its place."""
    recorded = _recorded(file)
    scene.findings.repeated((name, ("unique", place)) for place, name in enumerate(file.unique))
    for place, name in enumerate(file.unique):
        path: Path = ("unique", place)
        if scene.findings.unknown(path, "unique_not_received", name, file.receives.keys()):
            continue
        kind = file.receives[name]
        if name in recorded:
            scene.findings.at(path, "unique_recorded", name=name)
        elif kind.type != "text":
            scene.findings.at(path, "value_of_other_type", name=name, type=kind.shown, wanted="text")


def _check_about(scene: Scene, file: WorkflowFile) -> None:
    """A dossier that stands for itself is called by a text that it surely receives and that no act replaces."""
    recorded = _recorded(file)
    for key, name in (("title", file.about.title), ("number", file.about.number)) if file.about else ():
        path: Path = ("about", key)
        if name is None or scene.findings.unknown(path, "about_not_received", name, file.receives.keys()):
            continue
        kind = file.receives[name]
        if kind.type != "text" or kind.optional:
            scene.findings.at(path, "value_of_other_type", name=name, type=kind.shown, wanted="text")
        elif name in recorded:
            scene.findings.at(path, "about_recorded", name=name)


def _check_triggers(scene: Scene, file: WorkflowFile) -> None:
    untitled: dict[str, Path] = {}
    for item, _, path in transitions_in(file):
        if item.do not in file.triggers:
            untitled.setdefault(item.do, (*path, "do"))
    for name, path in untitled.items():
        scene.findings.at(path, "trigger_untitled", nearest_name(name, set(file.triggers)), name=name)
    for name in file.triggers:
        if name not in scene.triggers:
            scene.findings.at_key(("triggers", name), "trigger_unused", nearest_name(name, scene.triggers), name=name)


def _check_values(scene: Scene, file: WorkflowFile) -> None:
    for name in file.values:
        if name not in scene.value_names:
            scene.findings.at_key(("values", name), "value_unused", nearest_name(name, scene.value_names), name=name)
