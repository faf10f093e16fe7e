"""Why a dossier has its rank: criterion by criterion what the members chose, what counted, and what would raise it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import orjson

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.evaluation.eyes import Eyes, eyes_of
from cycle.queries.evaluation.rank_lines import CriterionLine, MemberLine, RiseLine, criterion_lines, rise_lines
from cycle.queries.evaluation.turns import ClosedTurn, find_closed_turn
from cycle.queries.viewing import View
from cycle.sessions.folding import CONCLUDED
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.scoring.sheets import Sheet, part_totals
from workflows.verdict import Reason


@dataclass(frozen=True)
class RankTold:
    """A closed turn on a dossier. Until it is concluded there are no `band`, `gate`, `stars` and nothing that raises.

    `score` is the text kept of the average `exact`; `points` are those of all sheets together, by part: whole numbers,
    which add up to `exact` times `sheets`. `members` are empty for those who may not know who gave which sheet;
    `excluded` are grounds with their places.
    """

    session: str
    turn: int
    dossier: str
    criteria: Criteria
    given: CriteriaSet
    score: str
    exact: Fraction
    parts: Mapping[str, str]
    points: Mapping[str, int]
    spread: str
    sheets: int
    band: int | None
    gate: int | None
    stars: int | None
    outcome: str | None
    excluded: tuple[tuple[str, str | None], ...]
    members: tuple[MemberLine, ...]
    lines: tuple[CriterionLine, ...]
    raised_by: tuple[RiseLine, ...]


def find_rank(
    office: Office, view: View, dossier: str, session: str | None = None, number: int | None = None
) -> RankTold | Reason:
    """The newest turn on a dossier, or the one named, once its sheets are open to this view; or why it is not told.

    A producer is told what was concluded on its own dossier, and not who gave which sheet.
    """
    with office.database.reading() as transaction:
        if snapshot_seen(transaction, view, dossier) is None:
            return Reason("dossier_unknown", {"dossier": dossier})
        turn = find_closed_turn(transaction, office.rulebook, dossier, session, number)
        if turn is None:
            return Reason("rank_unknown", {"dossier": dossier})
        eyes, official = eyes_of(transaction, office.rulebook, view, turn.session), bool(view.areas) or view.everything
        if not _told_to(eyes, turn, official=official):
            return Reason("turn_sealed", {"dossier": dossier, "session": turn.session, "turn": turn.number})
        own = transaction.row("SELECT answers FROM self_assessment WHERE dossier = ?", (dossier,))
        members = _members(transaction, turn) if official else ()
        return _told(dossier, turn, orjson.loads(own[0]) if own else {}, members)


def _told_to(eyes: Eyes, turn: ClosedTurn, *, official: bool) -> bool:
    if eyes.own or official:
        return eyes.reads
    return eyes.shown and turn.status == CONCLUDED


def _members(transaction: Transaction, turn: ClosedTurn) -> tuple[MemberLine, ...]:
    said = turn.said
    rows = transaction.rows(_MEMBERS, (turn.session,))
    return tuple(MemberLine(code, seat, name, said[code].total) for code, seat, name in rows if code in said)


def _told(dossier: str, turn: ClosedTurn, own: Mapping[str, int], members: tuple[MemberLine, ...]) -> RankTold:
    criteria, given, closed, concluded = turn.criteria, turn.given, turn.closed, turn.concluded
    sheets, ranking = turn.sheets, turn.ranking
    return RankTold(
        session=turn.session,
        turn=turn.number,
        dossier=dossier,
        criteria=criteria,
        given=given,
        score=closed["score"],
        exact=Fraction(closed["exact"]),
        parts=closed["parts"],
        points=_points(given, sheets),
        spread=closed["spread"],
        sheets=len(sheets),
        band=concluded.get("band"),
        gate=concluded.get("gate"),
        stars=concluded.get("stars"),
        outcome=concluded.get("outcome"),
        excluded=tuple((one["ground"], one["at"]) for one in concluded.get("excluded", ())),
        members=members,
        lines=criterion_lines(given, sheets, ranking, (own, _papers(turn))),
        raised_by=rise_lines(criteria.scoring, given, sheets, ranking) if ranking else (),
    )


def _points(given: CriteriaSet, sheets: Sequence[Sheet]) -> Mapping[str, int]:
    """The points of all sheets together, by part."""
    found = Counter[str]()
    for one in sheets:
        found.update(part_totals(given, one.answers))
    return dict(found)


def _papers(turn: ClosedTurn) -> Mapping[str, tuple[str, ...]]:
    """By criterion the papers that some sheet relies on."""
    found: dict[str, dict[str, None]] = {}
    for said in turn.said.values():
        for criterion, codes in said.papers.items():
            found.setdefault(criterion, {}).update(dict.fromkeys(codes))
    return {criterion: tuple(codes) for criterion, codes in found.items()}


_MEMBERS = (
    "SELECT m.member, m.seat, m.name FROM session s JOIN council_member m ON m.council = s.council "
    "WHERE s.code = ? ORDER BY m.member"
)
