"""From a declared transition to the neutral one, its references checked."""

from workflows.definition import Override, Transition
from workflows.model.guards import GUARD_NAMES, OVERRIDABLE
from workflows.model.values import EVIDENCE, ValueType
from workflows.model.workflow import ANY_OPEN, TransitionItem
from workflows.problems import nearest_name
from workflows.reading.guard_uses import guard_uses
from workflows.reading.scene import Scene
from workflows.source import Path


def transition(scene: Scene, item: TransitionItem, stage: str | None, path: Path) -> Transition | None:
    """The transition; None where a state that it names does not exist. `stage` None: it is declared for anywhere."""
    target = _state(scene, item.to, stage, (*path, "to"))
    sources = _sources(scene, item, stage, target, path)
    guards = guard_uses(scene, item, path)
    by = scene.who(item.by, (*path, "by"), by=True)
    override = _override(scene, item, frozenset(use.guard for use in guards), path)
    _check_rest(scene, item, path)
    if target is None or not sources:
        return None
    return Transition(
        trigger=item.do,
        sources=sources,
        target=target,
        by=by,
        guards=guards,
        records=tuple(kind.rule(name) for name, kind in item.records.items()),
        note_required=item.note == "required",
        dated=item.dated,
        opens=item.opens,
        children=item.children,
        override=override,
        basis=item.basis,
        letters=tuple(item.letter),
    )


def _check_rest(scene: Scene, item: TransitionItem, path: Path) -> None:
    for name, kind in item.records.items():
        check_type(scene, kind, (*path, "records", name))
    if item.opens is not None:
        scene.findings.unknown((*path, "opens"), "family_unknown", item.opens, scene.known.families)
    if item.dated and not _evident(item):
        scene.findings.at((*path, "dated"), "dated_without_evidence", trigger=item.do)


def check_type(scene: Scene, kind: ValueType, path: Path) -> None:
    """The paper or role that the type of a value names exists."""
    if kind.type == "paper":
        scene.findings.unknown(path, "paper_unknown", str(kind.argument), scene.known.paper_names)
    if kind.type == "decision":
        scene.findings.unknown(path, "role_unknown", str(kind.argument), scene.known.role_names)
    if kind.type == "tally":
        _check_tally(scene, str(kind.argument), path)
    if kind.type == "paper":
        scene.held_by_dossier([str(kind.argument)], path)


def _check_tally(scene: Scene, name: str, path: Path) -> None:
    """A tally counts the organisations of a value, and only acts can be counted."""
    found = scene.types.get(name)
    if path[0] == "receives":
        scene.findings.at(path, "tally_received", name=str(path[-1]))
    elif found is None:
        scene.findings.unknown(path, "value_unknown", name, scene.value_names)
    elif found.type != "organisations":
        scene.findings.at(path, "value_of_other_type", name=name, type=found.shown, wanted="organisations")


def _sources(
    scene: Scene, item: TransitionItem, stage: str | None, target: str | None, path: Path
) -> tuple[str, ...] | None:
    if stage is None and item.from_ == [ANY_OPEN]:
        return tuple(name for name, final in scene.states.items() if not final and name != target)
    found = []
    for index, reference in enumerate(item.from_):
        place = (*path, "from", index)
        name = _state(scene, reference, stage, place)
        if name is not None:
            found.append((name, place))
    scene.findings.repeated(found)
    return tuple(dict.fromkeys(name for name, _ in found)) if len(found) == len(item.from_) else None


def _state(scene: Scene, reference: str, stage: str | None, path: Path) -> str | None:
    if reference == ANY_OPEN:
        scene.findings.at(path, "any_open_misplaced")
        return None
    return scene.state(reference, stage, path)


def _evident(item: TransitionItem) -> bool:
    return bool(item.papers) or any(kind.type in EVIDENCE for kind in item.records.values())


def _override(scene: Scene, item: TransitionItem, used: frozenset[str], path: Path) -> Override | None:
    if item.override is None:
        return None
    path = (*path, "override")
    by = scene.who(item.override.by, (*path, "by"))
    if item.override.of is None:
        if not used & OVERRIDABLE:
            scene.findings.at(path, "override_idle", trigger=item.do)
        return Override(by, used & OVERRIDABLE)
    for index, name in enumerate(item.override.of):
        _check_overridden(scene, name, used, (*path, "of", index))
    return Override(by, frozenset(item.override.of))


def _check_overridden(scene: Scene, name: str, used: frozenset[str], path: Path) -> None:
    if name not in GUARD_NAMES:
        scene.findings.at(path, "guard_unknown", nearest_name(name, GUARD_NAMES), key=name)
    elif name not in OVERRIDABLE:
        scene.findings.at(path, "override_not_allowed", name=name, choices=", ".join(sorted(OVERRIDABLE)))
    elif name not in used:
        scene.findings.at(path, "override_unused", name=name)
