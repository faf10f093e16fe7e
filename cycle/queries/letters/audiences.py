"""Whom the letters of programmes can reach, and which of them no e-mail reaches."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import and_, func, or_, select

from cycle.clock import day_in
from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.letters.bad_addresses import read_returned
from cycle.queries.paging import Listed, Page, cut, parts
from cycle.queries.register.bodies import Bodies, Levels, read_bodies
from cycle.queries.viewing import View
from cycle.tables import contact, dossier, party, producer, product_area
from workflows.definition import Definition
from workflows.naming import Who
from workflows.problems import nearest_name
from workflows.programme import AUDIENCES, COORDINATORS, OWING, SUPERIOR, Letter, Letters, Programme
from workflows.rules import Rules
from workflows.scopes import named_value
from workflows.verdict import Reason

SORTS = ("name", "code", "programme")
LOCAL = ("commune", "district", "province")


@dataclass(frozen=True)
class Unreached:
    """An organisation that letters of a programme go to and no e-mail reaches today; `letters` are their names.

    `unusable` are the codes of its contacts whose address takes no letters.
    """

    programme: str
    organisation: str
    name: str
    level: str
    letters: tuple[str, ...]
    unusable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """Who is missing of those whom letters go to: organisations one by one, producers counted.

    `organisations` and `producers` are all that letters go to, `producers_missing` those without an e-mail.
    """

    missing: Listed[Unreached]
    organisations: int
    producers: int
    producers_missing: int


def find_unreached(office: Office, view: View, page: Page, programme: str | None = None) -> Reach | Reason:
    """One page of those whom no e-mail reaches today, of every programme with letters or of one.

    Sorts: name (in the Vietnamese order), code, programme.
    """
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        declared = published.rules.programmes
        if programme is not None and programme not in declared:
            near = nearest_name(programme, set(declared))
            return Reason("filter_unknown", {"what": "programme", "given": programme, "nearest": near})
        chosen = None if programme is None else {programme}
        return _reach(transaction, published.rules, view.today, page, chosen)


def count_unreached(office: Office, rules: Rules) -> tuple[int, int]:
    """How many organisations and producers no e-mail reaches today that the letters of some rules go to."""
    today = day_in(office.zone, office.clock.now())
    with office.database.reading() as transaction:
        found = _reach(transaction, rules, today, Page(1), None)
    return found.missing.total, found.producers_missing


def _reach(transaction: Transaction, rules: Rules, today: date, page: Page, chosen: set[str] | None) -> Reach:
    bodies = read_bodies(transaction, today)
    rows: list[Unreached] = []
    reached: set[str] = set()
    makers: dict[str, bool] = {}
    for name, programme in rules.programmes.items():
        if programme.letters is None or (chosen is not None and name not in chosen):
            continue
        area = _area(transaction, rules, programme, bodies)
        found = _recipients(area, programme.letters)
        reached |= found.keys()
        people = _people(transaction, found, today)
        rows += [_row(bodies, name, one, people.get(one[0], {})) for one in found.items() if _unread(people, one[0])]
        makers |= _makers(transaction, name) if _tells_producers(area, programme.letters) else {}
    return Reach(
        cut(_ordered(rows, bodies, page.sort), page), len(reached), len(makers), sum(not m for m in makers.values())
    )


def _row(bodies: Bodies, programme: str, one: tuple[str, Iterable[str]], people: Mapping[str, bool]) -> Unreached:
    code, letters = one
    body = bodies.known[code]
    return Unreached(programme, code, body.name, body.level, tuple(letters), tuple(sorted(people)))


def _unread(people: Mapping[str, Mapping[str, bool]], organisation: str) -> bool:
    """Whether no contact of an organisation can be written to."""
    return not any(people.get(organisation, {}).values())


def _ordered(rows: list[Unreached], bodies: Bodies, sort: str) -> list[Unreached]:
    keys = {
        "name": lambda one: (bodies.known[one.organisation].name_key, one.organisation, one.programme),
        "code": lambda one: (one.organisation, one.programme),
        "programme": lambda one: (one.programme, bodies.known[one.organisation].name_key, one.organisation),
    }
    return sorted(rows, key=keys[sort])


@dataclass(frozen=True)
class _Area:
    """What a programme's audiences are looked for in.

    `spots` are the organisations by level around each place that products of its dossiers come from; `values` the
    organisations of today that dossiers name, by value and level.
    """

    rules: Rules
    programme: Programme
    bodies: Bodies
    spots: tuple[Levels, ...]
    values: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def workflows(self) -> tuple[Definition, ...]:
        return tuple(one for family in self.programme.families for one in self.rules.families.get(family, ()))

    def of(self, who: Iterable[Who]) -> frozenset[str]:
        """The organisations that some roles can mean, an `else` only around places where nobody before it is meant."""
        ordered = tuple(who)
        return frozenset[str]().union(*(self._around(ordered, levels) for levels in self.spots or ({},)))

    def _around(self, ordered: tuple[Who, ...], levels: Levels) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for one in ordered:
            if not (one.otherwise and found):
                found |= self._meant(one, levels)
        return found

    def _meant(self, who: Who, levels: Levels) -> frozenset[str]:
        role = self.rules.roles.get(who.role)
        if role is None:
            return frozenset()
        if (value := named_value(who.scope)) is not None:
            return self.values.get(value, {}).get(role.level, frozenset())
        places = {"of_product": levels, "of_programme": self.bodies.of_programme(self.programme.organisation)}
        return places.get(who.scope, {}).get(role.level, frozenset())

    def above(self, codes: Iterable[str]) -> frozenset[str]:
        """Whom an escalation can be released to: the parents, and above producers the nearest level of government."""
        parents = {parent for code in codes if (parent := self.bodies.known[code].parent)}
        near = (next((levels[level] for level in LOCAL if levels.get(level)), frozenset()) for levels in self.spots)
        return frozenset[str]().union(*near, *(self.bodies.standing(parent) for parent in parents))


def _recipients(area: _Area, letters: Letters) -> Mapping[str, list[str]]:
    """The organisations that each letter can go to, with the names of these letters."""
    found: dict[str, list[str]] = {}
    for letter in letters.letters.values():
        for code in sorted(_of_letter(area, letter)):
            found.setdefault(code, []).append(letter.name)
    return found


def _of_letter(area: _Area, letter: Letter) -> frozenset[str]:
    found = area.of(tuple(who for who in letter.to if who.scope or who.role not in AUDIENCES))
    meant = {who.role for who in letter.to if not who.scope}
    if OWING in meant:
        found |= _owing(area)
    if COORDINATORS in meant:
        found |= _coordinating(area)
    return found | area.above(_owing(area)) if SUPERIOR in meant else found


def _owing(area: _Area) -> frozenset[str]:
    return frozenset[str]().union(*(area.of(who) for one in area.workflows for who in _owed_in(one)))


def _owed_in(definition: Definition) -> Iterator[tuple[Who, ...]]:
    yield from (state.owes for state in definition.states.values())
    yield from (rule.owes for rule in definition.deadlines.values())


def _coordinating(area: _Area) -> frozenset[str]:
    rules = (rule for one in area.workflows for rule in one.deadlines.values())
    return frozenset[str]().union(*(area.of(reminder.to) for rule in rules for reminder in rule.remind))


def _tells_producers(area: _Area, letters: Letters) -> bool:
    """Whether some letter goes to producers: by name, or since they owe."""
    owed = any(who.scope == "own" for one in area.workflows for owes in _owed_in(one) for who in owes)
    told = [who for letter in letters.letters.values() for who in letter.to]
    return any(who.scope == "own" or (owed and who.role == OWING and not who.scope) for who in told)


def _area(transaction: Transaction, rules: Rules, programme: Programme, bodies: Bodies) -> _Area:
    products = select(dossier.c.product).where(dossier.c.programme == programme.name)
    rows = transaction.connection.execute(select(product_area).where(product_area.c.product.in_(products)))
    places: dict[str, set[str]] = {}
    for one in rows:
        places.setdefault(one.product, set()).add(one.organisation)
    spots = {frozenset(codes) for codes in places.values()}
    around = tuple(bodies.by_level(bodies.around(sorted(codes))) for codes in sorted(spots, key=sorted))
    return _Area(rules, programme, bodies, around, _named(transaction, programme.name, bodies))


def _named(transaction: Transaction, programme: str, bodies: Bodies) -> Mapping[str, Levels]:
    """The organisations of today that the dossiers of a programme name, by value and level."""
    statement = select(party.c.name, party.c.organisation).distinct()
    statement = statement.join(dossier, dossier.c.code == party.c.dossier).where(dossier.c.programme == programme)
    found: dict[str, set[str]] = {}
    for one in transaction.connection.execute(statement):
        found.setdefault(one.name, set()).update(bodies.standing(one.organisation))
    return {name: bodies.by_level(sorted(codes)) for name, codes in found.items()}


def _people(transaction: Transaction, codes: Iterable[str], today: date) -> dict[str, dict[str, bool]]:
    """The contacts of a day with an e-mail address of some organisations, and whether letters are sent to it."""
    day, returned = today.isoformat(), read_returned(transaction)
    there = and_(contact.c.valid_from <= day, or_(contact.c.valid_to.is_(None), contact.c.valid_to >= day))
    columns = select(contact.c.organisation, contact.c.code, contact.c.email)
    found: dict[str, dict[str, bool]] = {}
    for part in parts(codes):
        chosen = columns.where(contact.c.organisation.in_(part), there, func.coalesce(contact.c.email, "") != "")
        for one in transaction.connection.execute(chosen):
            found.setdefault(one.organisation, {})[one.code] = returned.takes(one.email)
    return found


def _makers(transaction: Transaction, programme: str) -> dict[str, bool]:
    """The producers of the dossiers of a programme, and whether letters are sent to them by e-mail."""
    own, returned = select(dossier.c.producer).where(dossier.c.programme == programme), read_returned(transaction)
    statement = select(producer.c.code, producer.c.email).where(producer.c.code.in_(own))
    return {one.code: returned.takes(one.email) for one in transaction.connection.execute(statement)}
