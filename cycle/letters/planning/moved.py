"""Notices of a change of law: one for each recipient and run, however many of its dossiers were moved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cycle.letters.acts import NOTICE, ToldAct
from cycle.letters.audiences import Occasion
from cycle.letters.desks import Desk, Desks
from cycle.letters.planning.keys import law_key
from cycle.letters.planning.queue import Planned, Queue
from cycle.queries.deadlines.owed import Case
from cycle.queries.law import MovedBy, moved_by
from cycle.transactions import Transaction

ENDED = "ended"
# Of a letter: its programme, its name, who gets it.
Whom = tuple[str, str, str]


def plan_moved(transaction: Transaction, desks: Desks, queue: Queue, act: ToldAct) -> Iterator[Planned]:
    """The notices of a run that has come to its end. Raises UnreadablePublicationError."""
    if act.payload["event"] != ENDED:
        return
    told: dict[Whom, list[str]] = defaultdict(list)
    found: dict[str, Desk] = {}
    for desk, moves in _by_desk(desks, moved_by(transaction, act.payload["run"])):
        cases = desks.cases(desk)
        cases.read(one.dossier for one in moves)
        found[desk.programme.name] = desk
        for one in moves:
            for who in _recipients(desk, cases.of(one.dossier), one.letter):
                told[desk.programme.name, one.letter, who].append(one.dossier)
    for (programme, name, who), dossiers in told.items():
        desk, about = found[programme], {"stream": act.stream, "seq": act.seq, "dossiers": dossiers}
        key = law_key(act.payload["run"], programme, name, who)
        yield queue.letter(key, (programme, name, NOTICE, who), about=about, at=desk.slots.next_at(desk.now))


def _by_desk(desks: Desks, moves: Iterable[MovedBy]) -> Iterator[tuple[Desk, list[MovedBy]]]:
    programmes: dict[tuple[str, str], list[MovedBy]] = defaultdict(list)
    for one in moves:
        programmes[one.publication, one.programme].append(one)
    for (publication, programme), those in programmes.items():
        desk = desks.under(publication, programme)
        if desk is not None:
            yield desk, those


def _recipients(desk: Desk, case: Case | None, name: str) -> tuple[str, ...]:
    letter = desk.letters.letters.get(name)
    if case is None or letter is None or letter.kind != NOTICE:
        return ()
    state = case.definition.states.get(case.state)
    owes = state.owes if state else ()
    return desk.audiences.of(case, letter.to, Occasion(case.named(owes), case.beside(owes)))
