"""Who owes what a deadline waits for, as those who read a list call them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cycle.queries.deadlines.around import Around
from workflows.definition import RESERVED_ROLES, Definition
from workflows.facts import ClockFact, Facts, PartyFact
from workflows.naming import Who
from workflows.programme import Programme
from workflows.rules import Rules
from workflows.scopes import counting, meant, named_value

PRODUCER, ORGANISATION, GROUP, ROLE = "producer", "organisation", "group", "role"
OWN, OF_PRODUCT, OF_PROGRAMME, ORGANISATIONS = "own", "of_product", "of_programme", "organisations"


class Named(NamedTuple):
    """A producer or an organisation of today."""

    code: str
    name: str


@dataclass(frozen=True)
class Party:
    """Somebody named by a dossier or its rules: a `producer`, `organisation`, `group` or a `role` that nobody holds.

    `today` are those who stand for them now: themselves, successors, members of a group, possible holders of the role.
    A group's or role's name is its code: the rules have the title."""

    kind: str
    code: str
    name: str
    today: tuple[Named, ...]

    @property
    def ended(self) -> bool:
        """Whether others stand today for what is named."""
        return self.kind == ORGANISATION and self.code not in {one.code for one in self.today}

    @property
    def codes(self) -> frozenset[str]:
        """By which organisations or producers it is found."""
        return frozenset({self.code, *(one.code for one in self.today)})


@dataclass(frozen=True)
class Given:
    """What a value that names organisations says: these, and the groups by their names."""

    organisations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One dossier: what it is about, where it stands, under which rules."""

    dossier: str
    product: str | None
    producer: Named | None
    state: str
    programme: Programme
    definition: Definition
    rules: Rules
    around: Around = field(repr=False)

    def owing(self, deadline: str) -> tuple[Party, ...]:
        """Those who owe the act that a deadline waits for, as its rule or its state declares; none: nobody is named."""
        return self.named(self._declared(deadline))

    def named(self, who: tuple[Who, ...]) -> tuple[Party, ...]:
        """Those whom some roles in their scopes mean.

        Where they were of a level of government that is no more, what is owed of a product has passed with its place.
        """
        found = [one for role in counting(who, self.facts, self.rules) for one in self._named(role)]
        return tuple(dict.fromkeys(found or [one for role in who for one in self._passed(role)]))

    def coordinating(self, deadline: str) -> tuple[Party, ...]:
        """Those whom the dossier names besides: by values of which nobody owes the act."""
        return self.beside(self._declared(deadline))

    def beside(self, owing: tuple[Who, ...]) -> tuple[Party, ...]:
        """Those whom values name, but for the values that some who owe stand in."""
        asked = {named_value(who.scope) for who in owing}
        names = (name for name in self.definition.recorded if name in self._given and name not in asked)
        return tuple(dict.fromkeys(one for name in names for one in self._parties(name)))

    def unnamed(self, deadline: str) -> bool:
        """Whether those who owe the act are to stand in a value and none do: others are asked in their stead."""
        values = [value for who in self._declared(deadline) if (value := named_value(who.scope)) is not None]
        return bool(values) and not any(self._parties(value) for value in values)

    def unshared(self, deadline: str) -> tuple[Party, ...]:
        """Those asked, by an `else`, in the stead of others whom a value leaves blank that items of the family have."""
        declared, family = self._declared(deadline), self.definition.family
        had = {name for item in self.programme.items if item.family == family for name in item.values}
        had -= {named_value(who.scope) or "" for who in declared}
        beside = [one.name for one in self.definition.receives if one.type == ORGANISATIONS and one.name in had]
        if self.number is None or all(self._parties(name) for name in beside):
            return ()
        return tuple(one for who in declared if who.otherwise for one in self._named(who))

    def year(self, deadline: str, derivation: Mapping[str, Any]) -> int | None:
        """The year that a yearly deadline is for, whatever day it was extended to."""
        rule, on = self.definition.deadlines.get(deadline), ClockFact(derivation).fixed
        return on.year if on and rule and rule.yearly else None

    @property
    def number(self) -> str | None:
        """The number by which the dossier is known where it stands for itself."""
        numbered = self.definition.numbered
        return self.around.values.get(self.dossier, {}).get(numbered) if numbered else None

    @cached_property
    def facts(self) -> Facts:
        """As much of the dossier as tells who is meant."""
        bodies, parties = self.around.bodies, self.around.parties.get(self.dossier, {})
        return Facts(
            dossier=self.dossier,
            state=self.state,
            programme=self.programme,
            producer=self.producer.code if self.producer else "",
            producer_kind="",
            sector="",
            areas=bodies.by_level(self._places),
            bodies=bodies.of_programme(self.programme.organisation),
            holders={},
            parties={name: tuple(map(self._fact, codes)) for name, codes in parties.items()},
        )

    @cached_property
    def _places(self) -> Mapping[str, frozenset[str]]:
        return self.around.bodies.around(self.around.areas.get(self.product or "", ()))

    @cached_property
    def _given(self) -> Mapping[str, Given]:
        """The values that name organisations."""
        values = self.around.values.get(self.dossier, {}).items()
        told = {name: one for name, one in values if isinstance(one, Mapping) and "organisations" in one}
        return {name: Given(tuple(one["organisations"]), tuple(one.get("groups", ()))) for name, one in told.items()}

    def _declared(self, deadline: str) -> tuple[Who, ...]:
        return ((rule := self.definition.deadlines.get(deadline)) and rule.owes) or self._of_states(deadline)

    def _of_states(self, deadline: str) -> tuple[Who, ...]:
        """Who owes an act in the state, or where the deadline has run out of it, in those in which it runs."""
        states = self.definition.states
        if (own := states.get(self.state)) is not None and deadline in own.deadlines:
            return own.owes
        running = (one for one in states.values() if deadline in one.deadlines)
        return tuple(dict.fromkeys(who for one in running for who in one.owes))

    def _named(self, who: Who) -> Iterable[Party]:
        if who.role in RESERVED_ROLES:
            return ()
        if who.scope == OWN:
            return (Party(PRODUCER, *self.producer, (self.producer,)),) if self.producer else ()
        codes = meant(who, self.facts, self.rules) - {""}
        if (value := named_value(who.scope)) is not None:
            return self._parties(value, codes)
        if who.scope == OF_PROGRAMME and not (codes := codes & self._holding(who.role)):
            return (Party(ROLE, who.role, who.role, self._members(meant(who, self.facts, self.rules))),)
        return [one for code in self.around.bodies.ordered(codes) for one in self._places_named(code)]

    def _passed(self, who: Who) -> Iterable[Party]:
        """The ended bodies of a level above the product's places, each with those that stand today for these places."""
        places = self.around.areas.get(self.product or "", ())
        if who.scope != OF_PRODUCT or not places:
            return ()
        bodies, level = self.around.bodies, self.rules.roles[who.role].level
        above = {one for place in places for one in bodies.above(place) if bodies.known[one].level == level}
        today = self._members(places)
        return [
            Party(ORGANISATION, one, bodies.known[one].name, today)
            for one in bodies.ordered(above)
            if bodies.ended(one)
        ]

    def _holding(self, role: str) -> frozenset[str]:
        """The organisations that hold a role today, or stand for one that did."""
        held, bodies = self.around.holders.get(role, ()), self.around.bodies
        return frozenset(code for one in held if one in bodies.known for code in bodies.standing(one))

    def _places_named(self, code: str) -> Iterable[Party]:
        """An organisation of today, or those that have ended in whose stead it is asked."""
        ended = self.around.bodies.ordered(self._places.get(code, frozenset()))
        return [self._organisation(one) for one in ended or (code,)]

    def _parties(self, value: str, among: frozenset[str] | None = None) -> Iterable[Party]:
        """Those that a value names, groups by their names; `among` limits them to those meant."""
        given, groups = self._given.get(value, Given()), self.programme.groups
        found = [self._organisation(code) for code in given.organisations if code in self.around.bodies.known]
        members = {name: self._members(groups[name].members) for name in given.groups if name in groups}
        found += [Party(GROUP, name, name, those) for name, those in members.items()]
        return [one for one in found if among is None or one.codes & among]

    def _organisation(self, code: str) -> Party:
        return Party(ORGANISATION, code, self.around.bodies.known[code].name, self._members((code,)))

    def _members(self, codes: Iterable[str]) -> tuple[Named, ...]:
        bodies = self.around.bodies
        standing = bodies.ordered({one for code in codes if code in bodies.known for one in bodies.standing(code)})
        return tuple(Named(one, bodies.known[one].name) for one in standing)

    def _fact(self, code: str) -> PartyFact:
        return PartyFact(code, self.around.bodies.by_level(self.around.bodies.standing(code)))
