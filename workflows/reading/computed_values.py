"""What values that are computed stand on: a series that is declared, triggers that are, a place for why it is late."""

from workflows.definition import COMPUTED
from workflows.guards.deficiency import LATE_REASON, MORE
from workflows.model.values import ValueType
from workflows.model.workflow import TransitionItem, WorkflowFile
from workflows.reading.scene import Scene, transitions_in
from workflows.source import Path


def check_computed(scene: Scene, file: WorkflowFile) -> None:
    """What is wrong with the numbers of a workflow and with the values that its acts compute, but for tallies."""
    scene.findings.repeated((one.number, ("numbers", at, "number")) for at, one in enumerate(file.numbers))
    for at, one in enumerate(file.numbers):
        if scene.titled and one.counted_by == "commune":
            scene.findings.at(("numbers", at, "counted_by"), "number_without_product", name=one.number)
    for name, kind in file.receives.items():
        if kind.type in COMPUTED - {"tally"} or kind.origin is not None:
            scene.findings.at(("receives", name), "computed_received", name=name)
    for item, _, path in transitions_in(file):
        _check_council(scene, item, path, scored=file.criteria is not None)
        for name, kind in item.records.items():
            _check_recorded(scene, item, kind, (*path, "records", name))


def _check_council(scene: Scene, item: TransitionItem, path: Path, *, scored: bool) -> None:
    """What stands on a council's result says which turn that was, so that it is used once; its dossiers are scored."""
    drawn = [("records", name) for name, kind in item.records.items() if kind.origin is not None]
    asked = [("needs", at, "council") for at, need in enumerate(item.needs) if need.council is not None]
    for place in (*drawn, *asked):
        if not any(kind.type == "turn" for kind in item.records.values()):
            scene.findings.at((*path, *place), "council_turn_unrecorded", name=item.do)
        if not scored:
            scene.findings.at((*path, *place), "council_without_criteria", name=item.do)


def _check_recorded(scene: Scene, item: TransitionItem, kind: ValueType, path: Path) -> None:
    if kind.type == "number":
        scene.findings.unknown(path, "series_unknown", str(kind.argument), scene.series)
    if kind.type == "deficiency":
        _check_deficiency(scene, item, kind, path)


def _check_deficiency(scene: Scene, item: TransitionItem, kind: ValueType, path: Path) -> None:
    for trigger in str(kind.argument).split(" "):
        scene.findings.unknown(path, "trigger_unknown", trigger, scene.triggers)
    late, more = item.records.get(LATE_REASON), item.records.get(MORE)
    if late is None or late.shown != "text" or not late.optional or (more is not None and more.type != "text"):
        scene.findings.at(path, "deficiency_reason", late_reason=LATE_REASON, more=MORE)
