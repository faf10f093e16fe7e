"""From the model of one workflow file to its definition, every name inside it resolved."""

from dataclasses import dataclass, replace

from workflows.definition import Definition, Finish, Law, Reopening, Stage, Transition
from workflows.model.check import Checked
from workflows.model.workflow import ANY_OPEN, LawItem, ReopensItem, StageItem, WorkflowFile
from workflows.placed import Placed
from workflows.problems import Problem
from workflows.reading.computed_values import check_computed
from workflows.reading.deadlines import deadline_rules
from workflows.reading.guard_uses import conditions
from workflows.reading.known import Known
from workflows.reading.scene import Scene, scene_of, transitions_in
from workflows.reading.states import states
from workflows.reading.transitions import transitions
from workflows.reading.wording import check_names
from workflows.source import Path


@dataclass(frozen=True)
class Move:
    """A transition and its place; `abandons` tells that it is declared for any open state."""

    transition: Transition
    path: Path
    abandons: bool


def place_definition(
    checked: Checked[WorkflowFile], text_hash: str, known: Known
) -> tuple[Placed | None, list[Problem]]:
    """The definition with its places, and what its names refer to in vain."""
    file = checked.model
    if file is None:
        return None, []
    scene = scene_of(checked, file, known)
    moves, all_moves = _moves(scene, file)
    stated = file.initial != WorkflowFile.stand_ins["initial"]
    initial = scene.state(file.initial, None, ("initial",)) if stated else None
    check_names(scene, file, whole=checked.whole)
    check_computed(scene, file)
    placed = Placed(
        definition=_definition(scene, file, moves, text_hash),
        source=checked.source,
        states=_state_paths(file.stages),
        transitions=tuple(move.path for move in moves),
        deadlines=_deadline_paths(file.stages),
        abandoning=frozenset(index for index, move in enumerate(moves) if move.abandons),
        whole=checked.whole and all_moves and initial is not None,
    )
    return placed, scene.findings.problems


def _definition(scene: Scene, file: WorkflowFile, moves: list[Move], text_hash: str) -> Definition:
    return Definition(
        name=file.workflow,
        family=file.family or file.workflow,
        title=file.title.text,
        law=_law(scene, file.law),
        initial=file.initial,
        stages=tuple(Stage(stage.stage, stage.title.text) for stage in file.stages),
        states={state.name: state for state in states(scene, file)},
        transitions=tuple(move.transition for move in moves),
        deadlines={rule.name: rule for rule in deadline_rules(scene, file)},
        triggers={name: title.text for name, title in file.triggers.items()},
        receives=tuple(
            replace(kind.rule(name), default=file.defaults.get(name)) for name, kind in file.receives.items()
        ),
        values={name: title.text for name, title in file.values.items()},
        hash=text_hash,
        unique=tuple(file.unique),
        titled=file.about.title if file.about else None,
        numbered=file.about.number if file.about else None,
        series={one.number: one.declared for one in file.numbers},
        own_shelf=file.shelf == "own",
        reopens=_reopening(scene, file.reopens),
        criteria=file.criteria,
    )


def _law(scene: Scene, item: LawItem) -> Law:
    """The law with its last days; one that is behind another that always fits would never count."""
    path: Path = ("law", "finish")
    for index in (at for at, one in enumerate(item.finish[:-1]) if not one.when):
        scene.findings.at((*path, index), "finish_never", day=item.finish[index].by.isoformat())
    finish = [Finish(one.by, conditions(scene, one.when, (*path, at, "when"))) for at, one in enumerate(item.finish)]
    return Law(item.decision, item.in_force, item.until, tuple(finish))


def _reopening(scene: Scene, item: ReopensItem | None) -> Reopening | None:
    """What lets a dossier be begun anew: final states, papers that the dossier itself can hold, roles."""
    if item is None:
        return None
    path: Path = ("reopens",)
    found = [scene.state(name, None, (*path, "from", index)) for index, name in enumerate(item.from_)]
    for index, name in enumerate(found):
        if name is not None and not scene.states[name]:
            scene.findings.at((*path, "from", index), "reopens_open_state", name=name)
    for index, paper in enumerate(item.papers):
        place = (*path, "papers", index)
        known = scene.known.papers.get(paper)
        scene.findings.unknown(place, "paper_unknown", paper, scene.known.paper_names)
        if known is not None and known.held_by != "dossier":
            scene.findings.at(place, "reopens_paper_elsewhere", name=paper)
    sources = tuple(name for name in found if name is not None)
    return Reopening(sources, scene.who(item.by, (*path, "by")), tuple(item.papers), item.basis)


def _moves(scene: Scene, file: WorkflowFile) -> tuple[list[Move], bool]:
    """The transitions whose states exist, and whether these are all of them."""
    made = [
        (transitions(scene, item, stage, path), path, item.from_ == [ANY_OPEN])
        for item, stage, path in transitions_in(file)
    ]
    moves = [Move(found, path, abandons) for those, path, abandons in made for found in those]
    return moves, all(those for those, _, _ in made)


def _state_paths(stages: list[StageItem]) -> dict[str, Path]:
    return {
        f"{stage.stage}.{state.state}": ("stages", at, "states", index)
        for at, stage in enumerate(stages)
        for index, state in enumerate(stage.states)
    }


def _deadline_paths(stages: list[StageItem]) -> dict[str, Path]:
    return {
        item.deadline: ("stages", at, "deadlines", index)
        for at, stage in enumerate(stages)
        for index, item in enumerate(stage.deadlines)
    }
