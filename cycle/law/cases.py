"""Pages of whole families, read in so many questions for hundreds as for one, each dossier of the plan judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cycle import deadlines
from cycle.database import Transaction
from cycle.facts import Family
from cycle.history import Snapshot
from cycle.law.asking import Tried
from cycle.law.desk import Desk
from cycle.queries.law import clocks_of, codes_of, heard_now
from cycle.queries.register.bodies import Bodies
from cycle.queries.seasons.season import Season, read_season
from cycle.tables import dossier
from workflows.definition import Definition
from workflows.facts import ChildFact, ClockFact
from workflows.programme import Programme
from workflows.transfer.cases import IMPOSSIBLE, PERSON, Case, Choice, Ground, Result, Running
from workflows.transfer.verdict import judge
from workflows.verdict import Reason

COMMUNE, PAUSED = "commune", "paused"
Clocks = Mapping[str, Mapping[str, Running]]


@dataclass(frozen=True)
class Work:
    """What a dossier is judged by, and what its move is written from."""

    ground: Ground
    case: Case
    programme: Programme


@dataclass(frozen=True)
class Judged:
    """A dossier judged; without `work` where its programme is not declared any more.

    `chosen` tells what somebody settled that nothing else says, and `note` why.
    """

    tried: Tried
    before: Snapshot
    work: Work | None = None
    chosen: Mapping[str, str] | None = None
    note: str | None = None


def judged(transaction: Transaction, desk: Desk, roots: Sequence[str]) -> Iterator[Judged]:
    """Every dossier of the plan under some roots with the verdict on it, in the order of their codes."""
    season = read_season(transaction, dossier.c.root.in_(roots), None, desk.permit.act.now, desk.day)
    families = {code: one for one in season.families for code in one.members}
    clocks = clocks_of(transaction, families)
    page = _Page(transaction, desk, season, clocks, heard_now(transaction, families), {})
    for code in codes_of(transaction, desk.wanted, roots):
        yield _settled(desk, page.judged(families[code], code))


def _settled(desk: Desk, found: Judged) -> Judged:
    """With the choice that somebody gave, or what is suggested where that is accepted."""
    result, given = found.tried.result, desk.asked.choices.get(found.tried.dossier)
    accepted = result.suggested if desk.asked.accept and result.verdict == PERSON else None
    to = given.to if given is not None else accepted
    if to is None or found.work is None:
        return found
    settled = judge(found.work.ground, found.work.case, Choice(to, desk.roles))
    tried = replace(found.tried, result=settled)
    if not result.choices:
        return replace(found, tried=tried)
    note = given.note if given is not None and given.note else desk.asked.note
    return replace(found, tried=tried, chosen={"to": to, "suggested": result.suggested or ""}, note=note)


@dataclass(frozen=True)
class _Page:
    """A page of families as they were read."""

    transaction: Transaction
    desk: Desk
    season: Season
    clocks: Clocks
    heard: Mapping[str, str]
    placed: dict[str, Family]

    def judged(self, family: Family, code: str) -> Judged:
        """One dossier of a family."""
        before, desk = family.members[code], self.desk
        root = next(iter(family.members))
        places = self._places(family)
        programme = desk.published.rules.programmes.get(before.programme)
        if programme is None:
            lost = Reason("programme_unknown", {"programme": before.programme})
            return Judged(_tried(desk, before, places, Result(IMPOSSIBLE, 0, None, (lost,))), before)
        if root not in self.placed:
            self.placed[root] = _around(desk, family, (places, programme), self.clocks)
        ground = desk.ground(self.transaction, before)
        case = self._case(self.placed[root], code, (programme, places))
        return Judged(_tried(desk, before, places, judge(ground, case)), before, Work(ground, case, programme))

    def _case(self, family: Family, code: str, about: tuple[Programme, frozenset[str]]) -> Case:
        above = family.members.get(family.members[code].parent or "")
        open_ones = [one for one in family.children(code) if one.final is None]
        return Case(
            family.facts(code, about[0], self.desk.published.rules),
            self.clocks.get(code, {}),
            self._pinned(above) if above is not None and above.final is None else None,
            tuple((ChildFact(one.code, one.family, one.state, None), self._pinned(one)) for one in open_ones),
            _divided(self.desk.bodies, about[1]),
            lambda rules: deadlines.ran(self.transaction, code, rules),
            self.heard.get(code),
        )

    def _places(self, family: Family) -> frozenset[str]:
        """Where the product of a family lies, as it is registered."""
        root = next(iter(family.members.values()))
        return self.season.areas.get(root.code, frozenset()) if root.product else frozenset()

    def _pinned(self, one: Snapshot) -> Definition:
        return self.desk.definition(self.transaction, one.definition)


def _tried(desk: Desk, before: Snapshot, places: frozenset[str], result: Result) -> Tried:
    names = [desk.bodies.known[code].name for code in desk.bodies.ordered(places)]
    about = (before.product or "", ", ".join(names), before.programme, before.workflow, before.state)
    return Tried(before.code, before.root, *about, result)


def _divided(bodies: Bodies, places: frozenset[str]) -> tuple[str, ...]:
    """Communes that ended with several successors of which nobody has said which one the product lies in."""
    ended = [code for code in bodies.ordered(places) if bodies.known[code].level == COMMUNE and bodies.ended(code)]
    return tuple(code for code in ended if len(bodies.standing(code)) > 1)


def _around(desk: Desk, family: Family, about: tuple[frozenset[str], Programme], clocks: Clocks) -> Family:
    """A family with its places and bodies as of the day of the move, and with all its running clocks."""
    places, programme = about
    running = {code: clocks.get(code, {}) for code in family.members}
    paused = ((code, name) for code, those in running.items() for name, one in those.items() if one.status == PAUSED)
    around = replace(
        family.around,
        areas=desk.bodies.by_level(desk.bodies.around(places)),
        bodies=desk.bodies.of_programme(programme.organisation),
        deadlines={code: {n: (c.opened, c.last_day) for n, c in those.items()} for code, those in running.items()},
        paused=frozenset(paused),
        fixed={code: _fixed(those) for code, those in running.items()},
    )
    return replace(family, around=around)


def _fixed(clocks: Mapping[str, Running]) -> Mapping[str, date]:
    found = {name: ClockFact(one.derivation).fixed for name, one in clocks.items()}
    return {name: day for name, day in found.items() if day is not None}
