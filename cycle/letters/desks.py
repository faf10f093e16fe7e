"""What letters of a programme are written under: the rules in force there today, its letters, its sending times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property

from cycle.clock import day_in
from cycle.letters.audiences import Audiences, Cases
from cycle.letters.slots import Slots, slots_of
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.register.bodies import Bodies, read_bodies
from cycle.transactions import Transaction
from workflows.programme import Letters, Programme


@dataclass(frozen=True, eq=False)
class Desk:
    """One programme whose publication declares letters. `today` is the day in its zone at the instant `now`."""

    published: Published
    programme: Programme
    letters: Letters
    now: datetime
    today: date
    read: Callable[[date], Bodies] = field(repr=False)

    @cached_property
    def bodies(self) -> Bodies:
        """The organisations of today, read as they are first asked for."""
        return self.read(self.today)

    @cached_property
    def slots(self) -> Slots:
        """When its letters may go."""
        return slots_of(self.published.rules, self.programme, self.letters)

    @cached_property
    def audiences(self) -> Audiences:
        """Who its letters go to."""
        return Audiences(self.letters, self.bodies)


class Desks:
    """The desks of an office at an instant, each made once. Raises UnreadablePublicationError."""

    def __init__(self, transaction: Transaction, office: Office, now: datetime) -> None:
        self._transaction, self._office, self.now = transaction, office, now
        self._desks: dict[tuple[str, str, date], Desk | None] = {}
        self._cases: dict[tuple[str, date], Cases] = {}
        self._bodies = cache(lambda today: read_bodies(transaction, today))
        self._in_force = cache(lambda zone: office.rulebook.on(transaction, day_in(zone, now)))

    def of(self, programme: str, *, closed: bool = False) -> Desk | None:
        """The desk of a programme under the publication in force today; None where there are no letters of it.

        One that is closed has none, unless `closed` ones count too.
        """
        zone, ended = self._programmes.get(programme, ("", None))
        if not zone or (ended is not None and not closed):
            return None
        published = self._in_force(zone)
        return self._desk(published, programme, zone) if published else None

    def under(self, publication: str, programme: str) -> Desk | None:
        """The desk of a programme under one publication, also of a closed programme."""
        zone, _ = self._programmes.get(programme, ("", None))
        published = self._office.rulebook.load(self._transaction, publication)
        return self._desk(published, programme, zone) if zone else None

    def open_programmes(self) -> list[str]:
        """The programmes that are not closed, in the order of their codes."""
        return sorted(code for code, (_, closed) in self._programmes.items() if closed is None)

    def closed_on(self, programme: str) -> date | None:
        """The day on which a programme was closed; None where it is open."""
        _, closed = self._programmes.get(programme, ("", None))
        return date.fromisoformat(closed) if closed is not None else None

    def cases(self, desk: Desk) -> Cases:
        """Dossiers as they stand today, under the rules of a desk."""
        key = (desk.published.hash, desk.today)
        if key not in self._cases:
            self._cases[key] = Cases(self._transaction, self._office, desk.published, desk.bodies)
        return self._cases[key]

    @cached_property
    def _programmes(self) -> Mapping[str, tuple[str, str | None]]:
        rows = self._transaction.rows("SELECT code, zone, closed FROM programme")
        return {code: (zone, closed) for code, zone, closed in rows}

    def _desk(self, published: Published, code: str, zone: str) -> Desk | None:
        key = (published.hash, code, day_in(zone, self.now))
        if key not in self._desks:
            declared = published.rules.programmes.get(code)
            letters = declared.letters if declared else None
            about = (self.now, key[2], self._bodies)
            self._desks[key] = Desk(published, declared, letters, *about) if declared and letters else None
        return self._desks[key]
