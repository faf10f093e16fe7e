"""Who is meant by a letter: the organisations and producers of today behind its audiences and roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import RowMapping, select

from cycle.office import Office
from cycle.publication import Published
from cycle.queries.deadlines.around import Around, read_around
from cycle.queries.deadlines.owed import OF_PRODUCT, PRODUCER, ROLE, Case, Named, Party
from cycle.queries.paging import parts
from cycle.queries.register.bodies import Bodies
from cycle.tables import dossier, producer
from cycle.transactions import Transaction
from workflows.definition import Definition
from workflows.naming import Who
from workflows.programme import AUDIENCES, COORDINATORS, OWING, Letters, Programme
from workflows.scopes import meant

ORGANISATION = "organisation"
Recipients = tuple[str, ...]


@dataclass(frozen=True)
class Occasion:
    """Whom the occasion of a letter means: those whose act is owed, those named besides, whom a matter went up to."""

    owing: tuple[Party, ...] = ()
    coordinating: tuple[Party, ...] = ()
    superior: str | None = None


@dataclass(frozen=True)
class Audiences:
    """Turns audiences and roles into recipients (`organisation:CODE`, `producer:CODE`) of today.

    One that has ended is told through those that stand for it. What falls to nobody, since a role is not held or
    nobody stands for an organisation, falls to the secretariat.
    """

    letters: Letters
    bodies: Bodies

    @property
    def secretariat(self) -> Recipients:
        """The organisation that letters say to ask, or whoever stands for it today."""
        return self._standing(self.letters.secretariat)

    def of(self, case: Case, to: Iterable[Who], occasion: Occasion) -> Recipients:
        """The recipients that some roles and audiences mean for a dossier, each once; an `else` as everywhere."""
        found: dict[str, None] = {}
        names_somebody = False
        for who in to:
            if who.otherwise and names_somebody:
                continue
            told = self._of(case, replace(who, otherwise=False), occasion)
            names_somebody = names_somebody or bool(told)
            found.update(dict.fromkeys(told))
        return tuple(found)

    def recipients(self, named: Iterable[Party]) -> Recipients:
        """Those who stand today for the parties named."""
        return tuple(dict.fromkeys(code for one in named for code in self._recipients(one)))

    def _of(self, case: Case, who: Who, occasion: Occasion) -> Recipients:
        if who.role not in AUDIENCES or who.scope:
            named = who.scope == OF_PRODUCT or bool(meant(who, case.facts, case.rules))
            return self.recipients(case.named((who,))) if named else ()
        if who.role in (OWING, COORDINATORS):
            return self.recipients(occasion.owing if who.role == OWING else occasion.coordinating)
        return self._standing(occasion.superior) if occasion.superior else ()

    def _recipients(self, one: Party) -> Recipients:
        if one.kind == PRODUCER:
            return (f"{PRODUCER}:{one.code}",)
        if one.kind == ROLE or not one.today:
            return self.secretariat
        return tuple(f"{ORGANISATION}:{body.code}" for body in one.today)

    def _standing(self, code: str) -> Recipients:
        known = self.bodies.standing(code) if code in self.bodies.known else ()
        return tuple(f"{ORGANISATION}:{one}" for one in known)


class Cases:
    """Dossiers as they stand, with what tells who is meant there: read many at a time, judged one by one."""

    def __init__(self, transaction: Transaction, office: Office, published: Published, bodies: Bodies) -> None:
        self._transaction, self._office, self._published, self._bodies = transaction, office, published, bodies
        self._rows: dict[str, tuple[RowMapping, Around]] = {}

    def read(self, codes: Iterable[str]) -> None:
        """Read what will be asked for."""
        for part in parts(code for code in codes if code not in self._rows):
            chosen = dossier.c.code.in_(part)
            products, wanted = select(dossier.c.product).where(chosen), select(dossier.c.code).where(chosen)
            around = read_around(self._transaction, self._bodies, products, wanted)
            rows = self._transaction.connection.execute(_DOSSIERS.where(chosen)).mappings()
            self._rows.update({row["code"]: (row, around) for row in rows})

    def of(self, code: str) -> Case | None:
        """One dossier; None where there is none, or none of a programme that is declared. Raises

        UnreadablePublicationError.
        """
        self.read((code,))
        found = self._rows.get(code)
        return self._case(*found) if found else None

    def of_producer(self, producer_code: str, programme: str) -> Case | None:
        """One of the dossiers of a producer in a programme, an open one if there is any, the latest first."""
        row = self._transaction.row(_OF_PRODUCER, (producer_code, programme))
        return self.of(row[0]) if row else None

    def _case(self, row: RowMapping, around: Around) -> Case | None:
        declared = self._published.rules.programmes.get(row["programme"])
        if declared is None:
            return None
        owner = Named(row["producer"], row["name"]) if row["producer"] else None
        definition = self._office.rulebook.definition(self._transaction, row["definition"], self._published)
        stands = (row["code"], row["product"], owner, row["state"])
        return Case(*stands, declared, definition, self._published.rules, around)


def case_of_programme(published: Published, programme: Programme, bodies: Bodies, around: Around) -> Case:
    """A programme in the place of a dossier: enough to tell who holds the roles that count in all of it."""
    some: Definition = next(iter(published.rules.definitions.values()))
    return Case("", None, None, "", programme, some, published.rules, replace(around, bodies=bodies))


def without_dossiers(transaction: Transaction, bodies: Bodies) -> Around:
    """Who holds which role today, and nothing of any dossier."""
    none: Sequence[str] = ()
    nothing = select(dossier.c.code).where(dossier.c.code.in_(none))
    return read_around(transaction, bodies, nothing, nothing)


_OF_PRODUCER = (
    "SELECT code FROM dossier WHERE producer = ? AND programme = ? "
    "ORDER BY CASE WHEN final IS NULL THEN 0 ELSE 1 END, opened DESC, code DESC LIMIT 1"
)
_COLUMNS = ("code", "product", "producer", "state", "programme", "definition")
_DOSSIERS = select(*(dossier.c[name] for name in _COLUMNS), producer.c.name).outerjoin(
    producer, producer.c.code == dossier.c.producer
)
