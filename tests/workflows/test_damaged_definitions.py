"""Two hundred definitions damaged by chance: each is refused with a place in its file, none brings reading down."""

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from cycle.reading import read_text
from tests.workflows.declared import read_texts, sound_texts, told

SEED = "22/03/2024"
ROUNDS = 25
Path = tuple[str | int, ...]

REQUIRED = {
    "workflows": {
        "workflow",
        "title",
        "vi",
        "en",
        "law",
        "decision",
        "in_force",
        "initial",
        "triggers",
        "stages",
        "stage",
    }
    | {"states", "state", "do", "from", "to", "by", "deadline", "basis", "starts", "within", "ends"},
    "papers.yaml": {"papers", "paper", "title", "vi", "en", "held_by", "form", "issuer", "expires", "basis", "set"},
    "roles.yaml": {"roles", "role", "title", "vi", "en", "level", "scopes"},
    "programmes": {"programme", "title", "vi", "en", "organisation", "year", "zone", "period", "from", "to", "calendar"}
    | {"families", "entry_limit_days", "producer_kinds", "number", "issued", "issuer", "window", "opens", "closes"}
    | {"basis", "origin", "duration", "days", "date", "day", "inclusive", "target", "operator", "low", "high", "unit"},
    "calendars": {"calendar", "years", "year", "status", "day", "reason"},
}
# Names of values are the author's to choose: another one is another declaration, not a damaged one.
FREE = {"records", "receives"}
NAMED = {
    "states",
    "transitions",
    "deadlines",
    "papers",
    "roles",
    "windows",
    "durations",
    "dates",
    "targets",
    "sets",
} | {
    "families",
    "days_off",
    "days_worked",
    "years",
    "producer_kinds",
}
REFERENCES = {
    "to",
    "from",
    "window",
    "before",
    "after",
    "opens",
    "children",
    "deadline",
    "initial",
    "calendar",
    "part_of",
}


def walk(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, tree
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in steps:
        yield from walk(value, (*path, step))


def at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def is_key(path: Path) -> bool:
    """The path of a key that belongs to the language of declarations."""
    return bool(path) and isinstance(path[-1], str) and not (len(path) > 1 and path[-2] in FREE)


def drop_key(tree: Any, kind: str, random: Random) -> None:
    paths = [path for path, _ in walk(tree) if is_key(path) and path[-1] in REQUIRED[kind]]
    # In a transition a deadline is nobody's name, and a state may do without one.
    path = random.choice([p for p in paths if not (p[-1] == "deadline" and p[-3] == "states")])
    del at(tree, path[:-1])[path[-1]]


def rename_key(tree: Any, _kind: str, random: Random) -> None:
    path = random.choice([path for path, _ in walk(tree) if is_key(path)])
    around, name = at(tree, path[:-1]), str(path[-1])
    around[random.choice([name + "x", name[1:] + "x", "x" + name])] = around.pop(name)


def retype(tree: Any, _kind: str, random: Random) -> None:
    path, value = random.choice([(path, value) for path, value in walk(tree) if path])
    wrong: list[Any] = [{}, []] if isinstance(value, str) else ["text"]
    at(tree, path[:-1])[path[-1]] = random.choice(wrong)


def duplicate(tree: Any, _kind: str, random: Random) -> None:
    lists = [value for path, value in walk(tree) if path and path[-1] in NAMED and isinstance(value, list) and value]
    chosen = random.choice(lists)
    chosen.append(deepcopy(random.choice(chosen)))


def misname(tree: Any, _kind: str, random: Random) -> None:
    paths = [path for path, value in walk(tree) if path and path[-1] in REFERENCES and isinstance(value, str)]
    path = random.choice(
        [p for p in paths if not (p[-1] == "deadline" and p[-3] == "deadlines") and not {"period", "windows"} & set(p)]
    )
    at(tree, path[:-1])[path[-1]] += "x"


def cut_off(tree: Any, _kind: str, random: Random) -> None:
    """Nothing leads to some state any more."""
    stage = random.choice([stage for stage in tree["stages"] if stage["states"]])
    state = random.choice([s for s in stage["states"] if f"{stage['stage']}.{s['state']}" != tree["initial"]])["state"]
    for other in tree["stages"]:
        names = {f"{stage['stage']}.{state}", *([state] if other is stage else [])}
        other["transitions"] = [move for move in other.get("transitions", []) if move["to"] not in names]
    tree["anywhere"] = [move for move in tree.get("anywhere", []) if move["to"] != f"{stage['stage']}.{state}"]


def loop(tree: Any, _kind: str, random: Random) -> None:
    """From some open state a dossier can fall into a cycle that has no end."""
    stage = random.choice([s for s in tree["stages"] if any("final" not in state for state in s["states"])])
    begin = random.choice([state["state"] for state in stage["states"] if "final" not in state])
    title = {"vi": "Lặp", "en": "Loop"}
    tree["triggers"]["go_round"] = title
    stage["states"] += [{"state": name, "title": title} for name in ("loop_a", "loop_b")]
    moves = [(begin, "loop_a"), ("loop_a", "loop_b"), ("loop_b", "loop_a")]
    stage.setdefault("transitions", []).extend(
        {"do": "go_round", "from": source, "to": target, "by": "secretariat"} for source, target in moves
    )


def untitle(tree: Any, _kind: str, random: Random) -> None:
    del tree["triggers"][random.choice(sorted(tree["triggers"]))]


Damage = Callable[[Any, str, Random], None]
DAMAGES: Mapping[str, tuple[Damage, tuple[str, ...]]] = {
    "drop_key": (drop_key, tuple(REQUIRED)),
    "rename_key": (rename_key, tuple(REQUIRED)),
    "retype": (retype, tuple(REQUIRED)),
    "duplicate": (duplicate, tuple(REQUIRED)),
    "misname": (misname, ("workflows", "programmes")),
    "cut_off": (cut_off, ("workflows",)),
    "loop": (loop, ("workflows",)),
    "untitle": (untitle, ("workflows",)),
}


@pytest.mark.parametrize("round_", range(ROUNDS))
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_definition_is_refused_with_a_place_in_its_file(name: str, round_: int) -> None:
    random = Random(f"{SEED} {name} {round_}")
    damage, kinds = DAMAGES[name]
    texts = sound_texts()
    path = random.choice(sorted(path for path in texts if path.startswith(kinds)))
    source, _ = read_text(path, texts[path])
    assert source is not None
    tree = deepcopy(source.tree)
    damage(tree, path.split("/")[0], random)
    texts[path] = json.dumps(tree, ensure_ascii=False, indent=1)

    rules, problems = read_texts(texts)

    assert rules is None, f"seed {SEED!r}, {name} {round_}: {path} was accepted\n{texts[path]}"
    placed = [problem for problem in problems if problem.place.file == path and problem.place.line > 0]
    assert placed, f"seed {SEED!r}, {name} {round_}: nothing in {path}\n{told(problems)}"


@pytest.mark.torture
def test_text_that_is_torn_or_overwritten_anywhere_never_brings_reading_down(share: Callable[[int], int]) -> None:
    random = Random(SEED)
    whole = sound_texts()
    for number in range(share(3000)):
        path = random.choice(sorted(whole))
        text = whole[path]
        begin = random.randrange(len(text))
        torn = text[:begin] + random.choice(SHARDS) + text[begin + random.choice([0, 1, 5, 50, 5000]) :]
        rules, problems = read_texts({**whole, path: torn})
        assert (rules is None) == bool(problems), f"seed {SEED!r}, round {number}\n{torn}"


SHARDS = [
    "",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "\n",
    "\n  ",
    "- ",
    "\t",
    '"',
    "'",
    "&a ",
    "*a",
    "!!int ",
    "? ",
    "| ",
    "# ",
    "\0",
    "5",
    "~",
]
SHARDS += [
    "no",
    "é",
    "\ud800",
    "\u200b",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "<<: ",
    "any open",
    "x" * 5000,
    "{a: " * 50,
    "[" * 2000,
]
