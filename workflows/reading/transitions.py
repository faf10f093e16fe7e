"""From a declared transition to the neutral one, its references checked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflows.definition import Override, TooLate, Transition, ValueRule
from workflows.model.guards import GUARD_NAMES, OVERRIDABLE
from workflows.model.values import EVIDENCE, ValueType
from workflows.model.workflow import ANY_OPEN, SAME, TransitionItem
from workflows.problems import nearest_name
from workflows.reading.guard_uses import foretold_uses, guard_uses
from workflows.reading.scene import Scene
from workflows.source import Path


def transitions(scene: Scene, item: TransitionItem, stage: str | None, path: Path) -> tuple[Transition, ...]:
    """The transition, with `to: same` one for each state, which it does not leave; none where it names a state in vain.

    `stage` None: it is declared for anywhere.
    """
    stays = item.to == SAME
    target = None if stays else _state(scene, item.to, stage, (*path, "to"))
    sources = _sources(scene, item, stage, target, path)
    guards, by = guard_uses(scene, item, path), scene.who(item.by, (*path, "by"), by=True)
    override = _override(scene, item, frozenset(use.guard for use in guards), path)
    _check_rest(scene, item, path)
    if not sources or (target is None and not stays):
        return ()
    made = Transition(
        trigger=item.do,
        sources=sources,
        target=target or SAME,
        by=by,
        guards=guards,
        records=_recorded(item),
        note_required=item.note == "required",
        dated=item.dated,
        **_opening(item),
        children=next(iter(item.children)) if item.children else None,
        children_of=_ordered(item),
        override=override,
        too_late=TooLate(item.too_late.deadline, item.too_late.do) if item.too_late else None,
        basis=item.basis,
        letters=tuple(item.letter),
        foretold=foretold_uses(scene, item),
    )
    return tuple(replace(made, sources=(one,), target=one) for one in sources) if stays else (made,)


def _opening(item: TransitionItem) -> Mapping[str, Any]:
    """What the transition opens: of which family, one for each of what, and whether in the programme of today."""
    opens = item.opens
    return {"opens": opens.family, "each": opens.each, "current": opens.in_ is not None} if opens else {}


def _recorded(item: TransitionItem) -> tuple[ValueRule, ...]:
    """What the act records: values that are given or computed, then those that it sets itself."""
    constants = [ValueRule(name, "text", constant=text) for name, text in item.sets.items()]
    return (*(kind.rule(name) for name, kind in item.records.items()), *constants)


def _check_rest(scene: Scene, item: TransitionItem, path: Path) -> None:
    for name, kind in item.records.items():
        check_type(scene, kind, (*path, "records", name))
    for name in item.sets.keys() & item.records.keys():
        scene.findings.at((*path, "sets", name), "value_set_and_recorded", name=name)
    _check_kin(scene, item, path)
    if item.too_late is not None:
        place, late = (*path, "too_late"), item.too_late
        scene.findings.unknown((*place, "deadline"), "deadline_unknown", late.deadline, scene.deadlines)
        scene.findings.unknown((*place, "do"), "trigger_unknown", late.do, scene.triggers)
    if item.dated and not _evident(item):
        scene.findings.at((*path, "dated"), "dated_without_evidence", trigger=item.do)


def _ordered(item: TransitionItem) -> frozenset[str] | None:
    """The families whose dossiers the act ends; None: all."""
    families = next(iter(item.children.values())) if item.children else None
    return frozenset(families) if families is not None else None


def _check_kin(scene: Scene, item: TransitionItem, path: Path) -> None:
    """The families that it opens and ends are there, and what it opens one for each of is organisations."""
    findings = scene.findings
    if item.opens is not None:
        findings.unknown((*path, "opens", "family"), "family_unknown", item.opens.family, scene.known.families)
    if item.opens is not None and item.opens.each is not None:
        check_organisations(scene, item.opens.each, (*path, "opens", "each"))
    for trigger, families in (item.children or {}).items():
        for index, family in enumerate(families or ()):
            findings.unknown((*path, "children", trigger, index), "family_not_opened", family, scene.opened)


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
    if path[0] == "receives":
        scene.findings.at(path, "tally_received", name=str(path[-1]))
    else:
        check_organisations(scene, name, path)


def check_organisations(scene: Scene, name: str, path: Path) -> None:
    """The value is there and names organisations."""
    found = scene.types.get(name)
    if found is None:
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
