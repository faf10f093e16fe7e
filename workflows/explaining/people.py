"""Who is meant: roles with their scopes, and what else comes instead."""

from functools import reduce

from workflows.definition import RESERVED_ROLES
from workflows.explaining.said import Said, said
from workflows.naming import Who
from workflows.scopes import named_value


def people(who: tuple[Who, ...]) -> Said:
    """The roles of a `by` or `owes`, in the order of the declaration."""
    return reduce(_joined, who[1:], person(who[0]))


def person(who: Who) -> Said:
    """One role where its scope puts it."""
    if who.role in RESERVED_ROLES:
        return said(f"who.{who.role}")
    if (value := named_value(who.scope)) is not None:
        return said("who.of_value", role=who.role, value=value)
    return said(f"who.{who.scope}", role=who.role)


def _joined(first: Said, then: Who) -> Said:
    return said("who.else" if then.otherwise else "who.or", first=first, then=person(then))
