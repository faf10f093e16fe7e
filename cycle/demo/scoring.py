"""The sheets of a rehearsal: every member who is there gives one, near the points that the script says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cycle.answers import Answer
from cycle.commands.councils import EnterSheet, enter_sheet
from cycle.commands.permits import Caller
from cycle.demo.cast import dossier_of
from cycle.demo.script import ScriptedAct
from cycle.demo.stage import Stage
from workflows.scoring.criteria import STARRED, Answers, CriteriaSet, Criterion

# How far each member in turn is from the points of the script; nine of them come to nothing together.
APART = (0, 2, -2, 1, -1, 3, -3, 1, -1)
# What is left to lower of criteria on which members may differ.
ROOM = 25


@dataclass(frozen=True)
class Wanted:
    """About how many points a dossier gets, the rank whose gates it reaches, and the criteria that miss their gate."""

    points: int
    stars: int
    missed: tuple[str, ...] = ()


def score(stage: Stage, act: ScriptedAct) -> Iterator[tuple[str, Answer]]:
    """The members who may judge each product's dossier give their sheets, each by the own account."""
    for product in act.products:
        with stage.office.database.reading() as transaction:
            dossier = dossier_of(transaction, product, act.family)
            [(criteria, number)] = transaction.rows(_TURN, (act.what, dossier))
            members = list(transaction.rows(_MEMBERS, (dossier, act.what)))
        given = stage.rules.criteria[criteria].sets[number]
        wanted = Wanted(act.values["points"], act.values["stars"], tuple(act.values.get("missed", ())))
        for at, (account,) in enumerate(members):
            answers = sheet(given, wanted, APART[at % len(APART)])
            yield (
                product,
                enter_sheet(stage.office, stage.store, EnterSheet(Caller(account), act.what, dossier, answers)),
            )


def sheet(given: CriteriaSet, wanted: Wanted, apart: int) -> Answers:
    """Answers that come as near to the points as the options allow; `apart` changes only what no gate asks for."""
    answers = {code: max(range(one.last + 1), key=one.points) for code, one in given.criteria.items()}
    for code in wanted.missed:
        one = given.criteria[code]
        answers[code] = min(gate for stars in STARRED if (gate := one.gate(stars)) and stars > wanted.stars) - 1
    held = [code for code in given.settled if code not in wanted.missed]
    free = [code for code in given.criteria if code not in given.settled]
    for codes, points in (
        (free, wanted.points + ROOM),
        (held, wanted.points + max(APART)),
        (free, wanted.points + apart),
    ):
        _lower(given, answers, codes, points, wanted.stars)
    return answers


def _lower(given: CriteriaSet, answers: dict[str, int], codes: list[str], points: int, stars: int) -> None:
    """Lower one criterion after another by one option, until the sheet has no more points than these."""
    left = list(codes)
    while left and sum(one.points(answers[code]) for code, one in given.criteria.items()) > points:
        code = left.pop(0)
        lower = _next(given, given.criteria[code], answers, stars)
        if lower is not None:
            answers[code] = lower
            left.append(code)


def _next(given: CriteriaSet, one: Criterion, answers: Mapping[str, int], stars: int) -> int | None:
    """The next lower option that brings points, reaches every gate and keeps what depends on it."""
    least = max(
        (it.only_if[1] for it in given.criteria.values() if it.only_if and it.only_if[0] == one.code), default=1
    )
    for number in range(answers[one.code] - 1, least - 1, -1):
        reached = all(one.reaches(number, rank) for rank in STARRED if rank <= stars)
        if 0 < one.points(number) < one.points(answers[one.code]) and reached:
            return number
    return None


_TURN = "SELECT criteria, set_number FROM turn WHERE session = ? AND dossier = ? AND status = 'open'"
# At a meeting those who are there, in writing all.
_MEMBERS = (
    "SELECT m.account FROM session s JOIN council_member m ON m.council = s.council WHERE m.account IS NOT NULL "
    "AND m.member NOT IN (SELECT c.member FROM conflict c JOIN session o ON o.code = c.session "
    "WHERE o.council = s.council AND c.dossier = ?) "
    "AND (s.form = 'written' OR m.member IN "
    "(SELECT a.member FROM attendance a WHERE a.session = s.code AND a.present = 1)) AND s.code = ? ORDER BY m.member"
)
