"""What a preview counts as done: the marks that a sweep would come to, and dossiers as an act would leave them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cycle.bearings import PARTIES
from cycle.commands.payloads import plain
from cycle.commands.planning import Move
from cycle.deadlines import EXPIRY
from cycle.letters.composing.duties import Told
from cycle.letters.composing.marks import Key
from cycle.letters.composing.meant import WAITING, Expected
from cycle.letters.desks import Desks
from cycle.letters.planning.reminding import DEADLINE, Untold
from cycle.queries.deadlines.owed import Case
from cycle.transactions import Transaction

# Kind, subject, part, number and mark.
Effect = tuple[str, str, str, int, str]


def untold_of(transaction: Transaction, effects: Iterable[Effect]) -> Iterator[Untold]:
    """Effects that a sweep would have, with what their deadlines say."""
    for kind, subject, part, number, mark in effects:
        row = transaction.row(_DEADLINE, (subject, part, number)) if kind == DEADLINE else None
        yield Untold(subject, part, number, kind, mark, *(row or ()))


def marks_ahead(desks: Desks, told: Sequence[Untold], now: str) -> Mapping[str, Told]:
    """By programme the marks that letters would tell, and what their expiries would put before somebody."""
    marks: dict[str, dict[Key, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    expected: dict[str, dict[Key, Expected]] = defaultdict(dict)
    for one in told:
        desk = desks.of(one.programme) if one.kind == DEADLINE and one.programme else None
        case = desks.cases(desk).of(one.subject) if desk else None
        if case is None:
            continue
        key: Key = (one.subject, one.part, one.number)
        marks[case.programme.name][key].append((one.mark, now))
        rule = case.definition.deadlines.get(one.part)
        if rule is not None and one.mark.partition("@")[0] == EXPIRY:
            waits = WAITING if rule.expiry.escalates else None
            expected[case.programme.name][key] = Expected(rule.expiry.propose, waits)
    return {name: Told(those, expected[name]) for name, those in marks.items()}


def case_after(case: Case, move: Move) -> Case:
    """A dossier as a step of a plan would leave it: its state, its values and the organisations that these name."""
    around, code = case.around, case.dossier
    named = {name: tuple(codes) for name, codes in move.bearings.get(PARTIES, {}).items()}
    values = {**around.values.get(code, {}), **plain(move.step.values)}
    parties = {**around.parties, code: {**around.parties.get(code, {}), **named}}
    later = replace(around, parties=parties, values={**around.values, code: values})
    return replace(case, state=move.step.target, around=later)


_DEADLINE = (
    "SELECT d.programme, l.last_day, l.status FROM deadline l JOIN dossier d ON d.code = l.dossier "
    "WHERE l.dossier = ? AND l.name = ? AND l.opened_seq = ?"
)
