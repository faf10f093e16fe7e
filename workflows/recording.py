"""Which values a dossier has in each state, on some way there or on every one. An optional value is never counted."""

from collections.abc import Iterable, Mapping

from workflows.definition import Definition, Transition, ValueRule

Values = Mapping[str, frozenset[str]]


def mandatory(rules: Iterable[ValueRule]) -> frozenset[str]:
    return frozenset(rule.name for rule in rules if not rule.optional)


def compared(transition: Transition) -> frozenset[str]:
    """The values that its guards compare; these guards are not met, nor overridden, while the value is absent."""
    values = (use.params["value"] for use in transition.guards if use.guard in ("value", "given"))
    scores = ("score" for use in transition.guards if use.guard in ("minimum_score", "below_score"))
    return frozenset([*map(str, values), *scores])


def sure_after(transition: Transition) -> frozenset[str]:
    """The values that are on record once the transition has happened, whatever was there before."""
    own = mandatory(transition.records)
    return own | (compared(transition) - {rule.name for rule in transition.records})


def possible_values(definition: Definition, wanted: frozenset[str]) -> Values:
    """Of the values wanted, those that some way to each state records."""
    start = {state: mandatory(definition.receives) & wanted for state in definition.states}
    gains = [(transition, mandatory(transition.records) & wanted) for transition in definition.transitions]
    waiting = [definition.initial]
    reached = {definition.initial}
    offers = _by_source(gains)
    while waiting:
        name = waiting.pop()
        for target, gain in offers.get(name, ()):
            more = start[target] | start[name] | gain
            if more != start[target] or target not in reached:
                start[target] = more
                reached.add(target)
                waiting.append(target)
    return start


def sure_values(definition: Definition) -> Values:
    """The values that every way to each state records; states that cannot be reached are left out."""
    found = {definition.initial: mandatory(definition.receives)}
    offers = _by_source((transition, sure_after(transition)) for transition in definition.transitions)
    waiting = [definition.initial]
    while waiting:
        name = waiting.pop()
        for target, gain in offers.get(name, ()):
            there = found[name] | gain
            there = there & found.get(target, there)
            if there != found.get(target):
                found[target] = there
                waiting.append(target)
    return found


def _by_source(
    gains: Iterable[tuple[Transition, frozenset[str]]],
) -> dict[str, list[tuple[str, frozenset[str]]]]:
    offers: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for transition, gain in gains:
        for source in transition.sources:
            offers.setdefault(source, []).append((transition.target, gain))
    return offers
