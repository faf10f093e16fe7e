"""Whether some value can meet all that the needs of one transition ask of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from workflows.model.guards import NeedItem
from workflows.model.parts import DECIMAL
from workflows.model.values import NUMBERS
from workflows.reading.scene import Scene
from workflows.source import Path

HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "at_least": lambda found, limit: found >= limit,
    "at_most": lambda found, limit: found <= limit,
    "below": lambda found, limit: found < limit,
}
STARS = tuple(map(Decimal, range(1, 6)))
LEAST_SCORE, MOST_SCORE = Decimal(0), Decimal(100)


def check_comparisons(scene: Scene, needs: Sequence[NeedItem], path: Path) -> None:
    """Each need that, together with those before it, no value can meet."""
    asked: dict[str, list[NeedItem]] = {}
    for index, need in enumerate(needs):
        name = _name(need)
        kind = scene.types.get(name or "")
        if name is None or kind is None:
            continue
        so_far = asked.setdefault(name, [])
        so_far.append(need)
        met = _numbers_meet(so_far, kind.type) if kind.type in NUMBERS else _words_meet(so_far)
        if not met:
            scene.findings.at((*path, index), "comparisons_contradict", name=name)


def _name(need: NeedItem) -> str | None:
    return "score" if need.guard in ("minimum_score", "below_score") else need.value


def _words_meet(needs: Iterable[NeedItem]) -> bool:
    choices = [choice for need in needs for choice in _choices(need)]
    return not choices or bool(frozenset[str].intersection(*choices))


def _numbers_meet(needs: Iterable[NeedItem], kind: str) -> bool:
    """Whether a number meets all: one that is written as wanted, one of the stars, or one between the limits."""
    needs = list(needs)
    limits = [(check, Decimal(limit)) for need in needs for check, limit in _limits(need)]
    choices = [frozenset(Decimal(one) for one in choice if DECIMAL.match(one)) for n in needs for choice in _choices(n)]
    if choices or kind == "stars":
        wanted = frozenset[Decimal].intersection(*choices) if choices else frozenset(STARS)
        return any(all(HOLDS[check](one, limit) for check, limit in limits) for one in wanted)
    limits += [("at_least", LEAST_SCORE), ("at_most", MOST_SCORE)] if kind == "score" else []
    lowest = max((limit for check, limit in limits if check == "at_least"), default=None)
    return lowest is None or all(HOLDS[check](lowest, limit) for check, limit in limits)


def _limits(need: NeedItem) -> list[tuple[str, str]]:
    given = {
        "at_least": [need.at_least, need.minimum_score],
        "at_most": [need.at_most],
        "below": [need.below, need.below_score],
    }
    return [(check, limit) for check, limits in given.items() for limit in limits if limit is not None]


def _choices(need: NeedItem) -> list[frozenset[str]]:
    """What may be written for `equals` and `one_of`, each."""
    found = [frozenset({str(need.equals)})] if need.equals is not None else []
    return found + ([frozenset(map(str, need.one_of))] if need.one_of is not None else [])
