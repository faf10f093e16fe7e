"""Notices for acts: who is told of one, and the records in the order in which history has them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cycle.clock import day_in, read_instant
from cycle.letters.acts import COLUMNS, KINDS, LAW, PAPER, ToldAct, act_of, notices_of, occasion_of_act
from cycle.letters.desks import Desk, Desks
from cycle.letters.held import dossier_of_paper, programmes_of_paper
from cycle.letters.planning.keys import notice_key
from cycle.letters.planning.moved import plan_moved
from cycle.letters.planning.queue import Planned, Queue
from cycle.office import Office
from cycle.queries.deadlines.owed import Case
from cycle.transactions import Transaction

PAGE = 500
NOTICE = "notice"


class Place(NamedTuple):
    """An act with the place of its record in history."""

    position: int
    act: ToldAct | None


class Noticing:
    """Plans the notices of acts, whatever has become of their dossiers and programmes since."""

    def __init__(self, transaction: Transaction, office: Office, desks: Desks) -> None:
        self._transaction, self._office, self._desks = transaction, office, desks

    def read(self, acts: Iterable[ToldAct]) -> None:
        """Read the dossiers of many acts at once."""
        wanted: dict[Desk, set[str]] = defaultdict(set)
        for act in acts:
            if act.publication is None or act.kind in (PAPER, LAW):
                continue
            (programme,) = self._transaction.row(_PROGRAMME, (act.owner,)) or ("",)
            desk = self._desks.under(act.publication, programme) if programme else None
            if desk is not None:
                wanted[desk].add(act.owner)
        for desk, codes in wanted.items():
            self._desks.cases(desk).read(codes)

    def plan(self, queue: Queue, act: ToldAct, after: Case | None = None) -> list[Planned]:
        """The notices of an act, one for each recipient; `after` is its dossier as the act will leave it, in a preview.

        Raises UnreadablePublicationError.
        """
        if act.kind == LAW:
            return list(plan_moved(self._transaction, self._desks, queue, act))
        desk, case = self._placed(act)
        case = after or case
        if desk is None or case is None:
            return []
        at = desk.slots.next_at(desk.now)
        found = []
        for letter in notices_of(desk, act, case.definition):
            for who in desk.audiences.of(case, letter.to, occasion_of_act(case, act)):
                key = notice_key(act.stream, act.seq, letter.name, who)
                about = (desk.programme.name, letter.name, NOTICE, who)
                found.append(queue.letter(key, about, about={"stream": act.stream, "seq": act.seq}, at=at))
        return found

    def desk_of(self, act: ToldAct) -> Desk | None:
        """The programme of an act under its publication; None where that has no letters."""
        return self._placed(act)[0]

    def _placed(self, act: ToldAct) -> tuple[Desk | None, Case | None]:
        if act.kind == PAPER:
            return self._on_paper(act)
        (programme,) = self._transaction.row(_PROGRAMME, (act.owner,)) or ("",)
        desk = self._desks.under(act.publication, programme) if act.publication and programme else None
        return desk, self._desks.cases(desk).of(act.owner) if desk else None

    def _on_paper(self, act: ToldAct) -> tuple[Desk | None, Case | None]:
        """Its record names no publication: what counts is the one that was in force when it was recorded."""
        if not act.rejects:
            return None, None
        published = self._office.rulebook.on(self._transaction, day_in(self._office.zone, read_instant(act.recorded)))
        for programme in programmes_of_paper(self._transaction, act.payload["code"]) if published else ():
            desk = self._desks.under(published.hash, programme) if published else None
            code = dossier_of_paper(self._transaction, act.payload["code"], programme)
            if desk is not None and code is not None:
                return desk, self._desks.cases(desk).of(code)
        return None, None


def acts_after(transaction: Transaction, position: int, most: int = PAGE) -> Iterator[Place]:
    """A page of records from a position on; those that letters never tell have no act."""
    for place, *row in transaction.rows(_AFTER, (position, most)):
        yield Place(place, act_of(tuple(row), {}) if row[2] in KINDS else None)


_PROGRAMME = "SELECT programme FROM dossier WHERE code = ?"
_AFTER = (
    f"SELECT f.position, {COLUMNS} FROM leaf f JOIN record r ON r.stream = f.stream AND r.seq = f.seq "  # noqa: S608 - constant
    "WHERE f.position >= ? ORDER BY f.position LIMIT ?"
)
