"""The papers that keep dossiers in their states, read for many dossiers at a time."""

from collections.abc import Iterable

from sqlalchemy import select

from cycle.letters.desks import Desk
from cycle.office import Office
from cycle.queries.paging import parts
from cycle.queries.seasons.season import read_season
from cycle.queries.seasons.standings import Bench, missing_papers
from cycle.tables import dossier
from cycle.transactions import Transaction
from workflows.verdict import Reason


class Lacking:
    """What dossiers of a programme lack, each judged once."""

    def __init__(self, transaction: Transaction, office: Office, desk: Desk) -> None:
        self._transaction, self._office, self._desk = transaction, office, desk
        self._known: dict[str, tuple[Reason, ...]] = {}

    def read(self, codes: Iterable[str]) -> None:
        """Judge the dossiers that will be asked for."""
        for part in parts(code for code in codes if code not in self._known):
            self._read(part)

    def of(self, code: str) -> tuple[Reason, ...]:
        """What keeps a dossier from moving on."""
        self.read((code,))
        return self._known[code]

    def _read(self, codes: list[str]) -> None:
        desk, rulebook = self._desk, self._office.rulebook
        bench = Bench(
            desk.published.rules,
            desk.programme,
            lambda one: rulebook.definition(self._transaction, one.definition, desk.published),
        )
        roots = select(dossier.c.root).where(dossier.c.code.in_(codes))
        members = select(dossier.c.code).where(dossier.c.root.in_(roots)).order_by(dossier.c.code)
        named = dossier.c.code.in_(self._transaction.connection.execute(members).scalars().all())
        season = read_season(self._transaction, named, None, desk.now, desk.today)
        self._known.update(dict.fromkeys(codes, ()))
        wanted = set(codes)
        for family in season.families:
            for code in wanted & family.members.keys():
                facts = family.facts(code, desk.programme, bench.rules)
                self._known[code] = missing_papers(bench, facts, family.members[code], desk.today)
