"""From the keys of a transition to its guards, each name in them checked."""

from collections.abc import Iterator, Sequence

from workflows.model.guards import ALL_SECTORS, CoveredItem, NeedItem, PaperItem
from workflows.model.values import COMPARABLE, DATED, NUMBERS
from workflows.model.workflow import TransitionItem
from workflows.naming import GuardUse
from workflows.reading.comparisons import check_comparisons
from workflows.reading.scene import Scene
from workflows.rules import PaperType
from workflows.source import Path


def guard_uses(scene: Scene, item: TransitionItem, path: Path) -> tuple[GuardUse, ...]:
    """Window, before, after, papers, needs: the order in which an officer would ask."""
    uses = []
    if item.window is not None:
        uses.append(GuardUse("window", {"window": item.window}))
    for guard, deadline in (("before", item.before), ("after", item.after)):
        if deadline is not None:
            scene.findings.unknown((*path, guard), "deadline_unknown", deadline, scene.deadlines)
            uses.append(GuardUse(guard, {"deadline": deadline}))
    if item.before is not None and item.before == item.after:
        scene.findings.at((*path, "after"), "before_and_after", name=item.after)
    for index, paper in enumerate(item.papers):
        uses += _paper_uses(scene, paper, (*path, "papers", index))
    for index, need in enumerate(item.needs):
        _check_need(scene, need, (*path, "needs", index))
        uses.append(need.use)
    _check_repeated(scene, item.papers, (*path, "papers"))
    _check_repeated(scene, item.needs, (*path, "needs"))
    check_comparisons(scene, item.needs, (*path, "needs"))
    return tuple(uses)


def _check_repeated(scene: Scene, items: Sequence[PaperItem | NeedItem], path: Path) -> None:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if (earlier := first.setdefault(repr(item), index)) != index:
            line = scene.findings.source.place((*path, earlier)).line
            scene.findings.at((*path, index), "item_repeated", first=str(line))


def _paper_uses(scene: Scene, item: PaperItem, path: Path) -> Iterator[GuardUse]:
    if item.valid_on != "happened":
        _check_value(scene, item.valid_on, (*path, "valid_on"), DATED)
    if scene.titled and item.sectors is not None:
        scene.findings.at((*path, "sectors"), "guard_without_product", name="sectors")
    for names in _choices(scene, item, path):
        scene.held_by_dossier(names, path)
        if item.count > 1:
            files = [name for name in names if name in scene.known.papers and scene.known.papers[name].form == "file"]
            for name in files:
                scene.findings.at((*path, "count"), "count_of_file", name=name)
        sectors = _sectors([kind for name in names if (kind := scene.paper(name))], item)
        if not sectors:
            scene.findings.at((*path, "sectors"), "paper_never_needed", name=", ".join(names))
        yield _paper_use(item, names, sectors)


def _paper_use(item: PaperItem, names: tuple[str, ...], sectors: frozenset[str], **more: int) -> GuardUse:
    only = None if sectors == ALL_SECTORS else sectors
    asked = {"one_of": names, "count": item.count, "valid_on": item.valid_on, "sectors": only}
    return GuardUse("paper", {**asked, **more})


def foretold_uses(scene: Scene, item: TransitionItem) -> tuple[GuardUse, ...]:
    """The papers of the sets it asks for that only more stars ask for, each with the `stars` from which on."""
    found = []
    for paper in item.papers:
        kinds = (scene.paper(name) for name in scene.known.sets.get(paper.set or "", ()))
        above = [kind for kind in kinds if kind and kind.stars > (paper.stars or 0)]
        found += [_paper_use(paper, (kind.name,), _sectors([kind], paper), stars=kind.stars) for kind in above]
    return tuple(found)


def _choices(scene: Scene, item: PaperItem, path: Path) -> Iterator[tuple[str, ...]]:
    """The papers of each guard that the item becomes: one for each paper of a set, otherwise one."""
    if item.set is None:
        written = [((*path, "paper"), item.paper)] if item.paper is not None else []
        written += [((*path, "one_of", index), name) for index, name in enumerate(item.one_of or ())]
        for place, name in written:
            scene.findings.unknown(place, "paper_unknown", name, scene.known.paper_names)
        scene.findings.repeated((name, place) for place, name in written)
        yield tuple(name for _, name in written)
    elif not scene.findings.unknown((*path, "set"), "set_unknown", item.set, scene.known.set_names):
        yield from _of_set(scene, item.set, item.stars or 0, path)


def _of_set(scene: Scene, name: str, stars: int, path: Path) -> Iterator[tuple[str, ...]]:
    members = scene.known.sets.get(name)
    if members is None:
        return
    # A member that is not known is a problem of the set, not of whoever uses it.
    papers = [kind for member in members if (kind := scene.paper(member))]
    wanted = [paper.name for paper in papers if paper.stars <= stars]
    if papers and not wanted:
        scene.findings.at((*path, "stars"), "set_empty", name=name, stars=str(stars))
    yield from ((member,) for member in wanted)


def _sectors(types: list[PaperType], item: PaperItem) -> frozenset[str]:
    """The sectors in which one of the papers at least is needed."""
    of_types = frozenset[str]().union(*(kind.sectors for kind in types)) if types else ALL_SECTORS
    return of_types & frozenset(item.sectors) if item.sectors is not None else of_types


def conditions(scene: Scene, needs: Sequence[NeedItem], path: Path) -> tuple[GuardUse, ...]:
    """Needs that must be about values alone, whoever acts and whenever."""
    for index, need in enumerate(needs):
        if need.guard in ("value", "given"):
            _check_need(scene, need, (*path, index))
        else:
            scene.findings.at_key((*path, index, need.guard), "condition_of_other_kind", name=need.guard)
    _check_repeated(scene, needs, path)
    check_comparisons(scene, needs, path)
    return tuple(need.use for need in needs if need.guard in ("value", "given"))


def _check_need(scene: Scene, need: NeedItem, path: Path) -> None:
    findings, path = scene.findings, (*path, need.guard)
    match need.guard:
        case "value":
            _check_comparison(scene, need, path)
        case "minimum_score" | "below_score":
            _check_value(scene, "score", path, NUMBERS)
        case "decision_by":
            _check_decision(scene, str(need.decision_by), path)
        case "children_answered" | "children_closed":
            family = str(need.children_answered or need.children_closed)
            if not findings.unknown(path, "family_unknown", family, scene.known.families):
                findings.unknown(path, "family_not_opened", family, scene.opened)
        case "not_same_person_as":
            findings.unknown(path, "trigger_unknown", str(need.not_same_person_as), scene.triggers)
        case "running":
            findings.unknown(path, "deadline_unknown", str(need.running), scene.deadlines)
        case _:
            _check_about_others(scene, need, path)


def _check_decision(scene: Scene, role: str, path: Path) -> None:
    recorded = {kind.argument for kind in scene.types.values() if kind.type == "decision"}
    unknown = scene.findings.unknown(path, "role_unknown", role, scene.known.role_names)
    if not unknown and role not in recorded and scene.value_names == frozenset(scene.types):
        scene.findings.at(path, "decision_unrecorded", name=role)


def _check_about_others(scene: Scene, need: NeedItem, path: Path) -> None:
    """What a guard asks of producers, of organisations named and of other dossiers can be asked here."""
    if need.producer_eligible and scene.titled:
        scene.findings.at(path, "guard_without_product", name=need.guard)
    if need.given is not None:
        scene.findings.unknown(path, "value_unknown", need.given, scene.value_names)
    if need.ahead is not None:
        scene.findings.unknown((*path, "deadline"), "deadline_unknown", need.ahead.deadline, scene.deadlines)
    if need.covered is not None:
        _check_covered(scene, need.covered, path)
    if need.ended_well is not None:
        _check_value(scene, need.ended_well.value, (*path, "value"), frozenset({"dossier"}))
        scene.findings.repeated((name, (*path, "finals", at)) for at, name in enumerate(need.ended_well.finals))


def _check_covered(scene: Scene, item: CoveredItem, path: Path) -> None:
    """The first value names organisations, and the second counts those of it that have acted."""
    _check_value(scene, item.value, (*path, "value"), frozenset({"organisations"}))
    _check_value(scene, item.by, (*path, "by"), frozenset({"tally"}))
    found = scene.types.get(item.by)
    if found is not None and found.type == "tally" and found.argument != item.value:
        told = {"name": item.by, "value": item.value, "counted": found.argument or ""}
        scene.findings.at((*path, "by"), "tally_of_other_value", **told)


def _check_comparison(scene: Scene, need: NeedItem, path: Path) -> None:
    numeric = need.at_least is not None or need.at_most is not None or need.below is not None
    _check_value(scene, str(need.value), path, NUMBERS if numeric else COMPARABLE)
    found = scene.types.get(str(need.value))
    wanted = [((*path[:-1], "equals"), need.equals)] if need.equals is not None else []
    wanted += [((*path[:-1], "one_of", index), one) for index, one in enumerate(need.one_of or ())]
    for place, one in wanted:
        if found is not None and not found.admits(one):
            scene.findings.at(place, "comparison_of_other_type", given=str(one), type=found.shown)


def _check_value(scene: Scene, name: str, path: Path, types: frozenset[str]) -> None:
    found = scene.types.get(name)
    if found is None:
        scene.findings.unknown(path, "value_unknown", name, scene.value_names)
    elif found.type not in types:
        scene.findings.at(path, "value_of_other_type", name=name, type=found.shown, wanted=", ".join(sorted(types)))
