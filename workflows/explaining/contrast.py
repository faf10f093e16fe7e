"""Two workflows side by side on one page: days, who does what, papers and scores, where dossiers go on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.definition import RESERVED_ROLES, Definition, Transition
from workflows.explaining.said import Said, Subject, said
from workflows.explaining.timing import length, which
from workflows.scoring.criteria import Band, Criteria
from workflows.transfer.plan import Transfer

DAYS, PEOPLE, PAPERS, SCORING = "days", "people", "papers", "scoring"
PARTS = (DAYS, PEOPLE, PAPERS, SCORING)
PAPER = "paper"
Pair = tuple[str | None, str | None]
Lines = tuple[Said, ...]


@dataclass(frozen=True)
class Contrast:
    """What two workflows say otherwise of one place. `older` and `newer` leave out what both say."""

    part: str
    place: tuple[Said | None, Said | None]
    older: Lines
    newer: Lines


def contrasts(older: Subject, newer: Subject, transfer: Transfer | None) -> tuple[Contrast, ...]:
    """Where two workflows differ, part by part; states and stages meet as dossiers go on by the move of a plan."""
    states = pairs(older.definition, newer.definition, transfer)
    stages = _stages(older.definition, newer.definition, states)
    found = [*_days(older, newer, states), *_people(older, newer, stages), *_papers(older, newer, stages)]
    return tuple(one for one in (*found, *_scoring(older, newer)) if one.older or one.newer)


def pairs(older: Definition, newer: Definition, transfer: Transfer | None) -> list[Pair]:
    """Each open state with the one in which its dossiers go on, the suggested one where there are several."""
    found: list[Pair] = [(name, _next(name, newer, transfer)) for name in _open(older)]
    met = {to for _, to in found}
    return [*found, *((None, name) for name in _open(newer) if name not in met)]


def _next(state: str, newer: Definition, transfer: Transfer | None) -> str | None:
    rules = [one for one in transfer.rules if state in one.sources] if transfer is not None else []
    targets = [target for rule in rules for target in rule.goes_to(state)] or [state]
    return targets[0] if targets[0] in newer.states else None


def _open(definition: Definition) -> list[str]:
    return [name for name, state in definition.states.items() if state.final is None]


def _stages(older: Definition, newer: Definition, states: Iterable[Pair]) -> list[Pair]:
    """Each stage with the one in which its dossiers go on; the last pair is what holds in every open state."""
    goes: dict[str, str] = {}
    for before, after in states:
        if before is not None and after is not None:
            goes.setdefault(older.states[before].stage, newer.states[after].stage)
    met: set[str] = set()
    found: list[Pair] = []
    for stage in dict.fromkeys(older.states[name].stage for name in _open(older)):
        to = goes.get(stage)
        found.append((stage, to if to not in met else None))
        met.add(to or "")
    rest = dict.fromkeys(newer.states[name].stage for name in _open(newer))
    return [*found, *((None, stage) for stage in rest if stage not in met)]


def _days(older: Subject, newer: Subject, states: Sequence[Pair]) -> Iterator[Contrast]:
    before, after = _everywhere(older), _everywhere(newer)
    yield _apart(DAYS, (said("contrast.everywhere"), None), _clocks(older, before), _clocks(newer, after))
    told: set[str] = set()
    for source, target in states:
        place, new = (_state(older, source), _state(newer, target)), _own(newer, target)
        # A deadline of a state that nothing leads to is told once.
        fresh = new if source is not None else [name for name in new if name not in told]
        told.update(new)
        yield _apart(DAYS, place, _clocks(older, _own(older, source)), _clocks(newer, fresh))


def _everywhere(subject: Subject) -> list[str]:
    """The deadlines of every open state, where there are several."""
    states = [subject.definition.states[name].deadlines for name in _open(subject.definition)]
    return [name for name in states[0] if all(name in one for one in states)] if len(states) > 1 else []


def _own(subject: Subject, state: str | None) -> list[str]:
    common = _everywhere(subject)
    names = subject.definition.states[state].deadlines if state is not None else ()
    return [name for name in names if name not in common]


def _clocks(subject: Subject, names: Iterable[str]) -> Lines:
    return tuple(said("contrast.clock", title=_clock(subject, name), length=length(subject, name)) for name in names)


def _clock(subject: Subject, name: str) -> object:
    return subject.definition.deadlines[name].title or which(subject, name)


def _people(older: Subject, newer: Subject, stages: Sequence[Pair]) -> Iterator[Contrast]:
    for before, after in [*stages, (None, None)]:
        had, has = _acts(older, before, after), _acts(newer, after, before)
        place = _stage_place(older, newer, (before, after))
        lost, gained = [one for one in had if one not in has], [one for one in has if one not in had]
        yield Contrast(PEOPLE, place, _doers(older, lost), _doers(newer, gained))


def _acts(subject: Subject, stage: str | None, other: str | None) -> list[tuple[str, str]]:
    """Roles with the triggers that they may fire in a stage; without any stage those of every open state."""
    moves = _moves(subject, stage, other)
    return list(dict.fromkeys((w.role, one.trigger) for one in moves for w in one.by if w.role not in RESERVED_ROLES))


def _moves(subject: Subject, stage: str | None, other: str | None) -> tuple[Transition, ...]:
    return () if stage is None and other is not None else subject.groups[stage]


def _doers(subject: Subject, acts: Sequence[tuple[str, str]]) -> Lines:
    titles, roles = subject.definition.triggers, dict.fromkeys(role for role, _ in acts)
    found = {role: [trigger for one, trigger in acts if one == role] for role in roles}
    told = {role: tuple(said("contrast.act", title=titles[one]) for one in those) for role, those in found.items()}
    return tuple(said("contrast.does", role=role, acts=those) for role, those in told.items())


def _papers(older: Subject, newer: Subject, stages: Sequence[Pair]) -> Iterator[Contrast]:
    for before, after in [*stages, (None, None)]:
        had, has = _asked(_moves(older, before, after)), _asked(_moves(newer, after, before))
        place = _stage_place(older, newer, (before, after))
        yield Contrast(PAPERS, place, _named(had, has), _named(has, had))


def _asked(moves: Iterable[Transition]) -> list[str]:
    """The papers that must be there or are put on record."""
    found: list[str] = []
    for move in moves:
        found += [name for use in move.guards if use.guard == PAPER for name in use.params["one_of"]]
        found += [rule.argument for rule in move.records if rule.type == PAPER and rule.argument]
    return list(dict.fromkeys(found))


def _named(papers: Sequence[str], others: Sequence[str]) -> Lines:
    return tuple(said("contrast.paper", paper=one) for one in papers if one not in others)


def _scoring(older: Subject, newer: Subject) -> Iterator[Contrast]:
    before, after = _criteria(older), _criteria(newer)
    yield _apart(SCORING, (said("contrast.criteria"), None), _title(before), _title(after))
    yield _apart(SCORING, (said("contrast.parts"), None), _parts(before), _parts(after))
    yield _apart(SCORING, (said("contrast.bands"), None), _bands(before), _bands(after))


def _criteria(subject: Subject) -> Criteria | None:
    return subject.rules.criteria.get(subject.definition.criteria or "")


def _title(criteria: Criteria | None) -> Lines:
    return (said("contrast.act", title=criteria.title),) if criteria is not None else ()


def _parts(criteria: Criteria | None) -> Lines:
    if criteria is None:
        return ()
    titles, parts = criteria.scoring.part_titles, criteria.scoring.parts
    return tuple(said("contrast.part", part=part, title=titles[part], most=most) for part, most in parts.items())


def _bands(criteria: Criteria | None) -> Lines:
    return tuple(map(_band, criteria.scoring.bands)) if criteria is not None else ()


def _band(band: Band) -> Said:
    code = "contrast.band_closed" if band.closed else "contrast.band"
    return said(code, stars=band.stars, low=band.low, high=band.high)


def _apart(part: str, place: tuple[Said | None, Said | None], older: Lines, newer: Lines) -> Contrast:
    """Without the lines that both have."""
    return Contrast(
        part, place, tuple(one for one in older if one not in newer), tuple(one for one in newer if one not in older)
    )


def _state(subject: Subject, name: str | None) -> Said | None:
    if name is None:
        return None
    state = subject.definition.states[name]
    stage = next(one for one in subject.definition.stages if one.name == state.stage)
    return said("contrast.state", stage=stage.title, title=state.title)


def _stage_place(older: Subject, newer: Subject, stages: Pair) -> tuple[Said | None, Said | None]:
    if stages == (None, None):
        return said("contrast.everywhere"), None
    return _stage(older, stages[0]), _stage(newer, stages[1])


def _stage(subject: Subject, name: str | None) -> Said | None:
    found = next((one for one in subject.definition.stages if one.name == name), None)
    return said("contrast.act", title=found.title) if found is not None else None
