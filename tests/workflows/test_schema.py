"""The schemas for editors accept and refuse what the models accept and refuse, but for what no schema can say."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from pydantic import ValidationError

from cycle.reading import read_text
from tests.workflows.test_damaged_definitions import DAMAGES, SEED, at, walk
from workflows.model.schema import DIALECT, KINDS, schema_of

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "config", ROOT / "docs/examples/craft-villages", ROOT / "tests/workflows/sound")
PLACES = {
    "workflow": "workflows/*.yaml",
    "papers": "papers.yaml",
    "roles": "roles.yaml",
    "calendar": "calendars/*.yaml",
    "programme": "programmes/*/programme.yaml",
    "organisations": "organisations/*.yaml",
    "trials": "trials/*.yaml",
    "law": "law/*.yaml",
    "criteria": "criteria/*/criteria.yaml",
    # One of them: they are alike.
    "scoring_set": "criteria/*/set-26.yaml",
    "labels": "criteria/*/labels.yaml",
    "wording": "criteria/*/wording.yaml",
}
# What the models ask beyond single values and fixed choices of keys: days and numbers in order, titles with a year.
BEYOND_SCHEMAS = {"days_reversed", "span_reversed", "target_reversed", "round_order", "round_title_year"}
# Words that mean something somewhere, put in places where they may mean nothing.
WORDS: list[Any] = [
    *("", " ", "x", "X", "to_x", "is_y", "x__", "initial", "child", "child.own", "else child", "system", "parent"),
    *(
        "else commune.of_product",
        "commune.nowhere",
        "commune.",
        "any open",
        "a.b",
        "a.b.c",
        "producer_eligible",
        "value",
    ),
    *(
        "programme.x",
        "programme.",
        "programme.X",
        "never",
        "printed",
        "score",
        "optional date",
        "optional",
        "paper",
        "paper x",
    ),
    *(
        "decision by x",
        "decision of x",
        "2024-02-29",
        "2023-02-29",
        "1944-12-31",
        "2200-12-31",
        "2201-01-01",
        "24/02/2024",
    ),
    *(
        "70",
        "70.5",
        "70,5",
        "-1",
        "01",
        "a" * 64,
        "a" * 65,
        "l" * 1001,
        "required",
        "between",
        "at_least",
        "none",
        "food",
    ),
    *(0, 1, 5, 6, 7, -1, 1000, 1001, 9999, 10000, 2201, True, False, [], {}, ["x"], ["x", "y"], [3, "4"], [True], [""]),
    *({"days": 1}, {"days": 0}, {"months": 1, "days": 1}, {"weeks": 1}, {"x": "date"}, {"to_x": "date"}, {"x": "dat"}),
    *(
        "due",
        "continue",
        "entering",
        {"working_days": 1},
        {"deadline": "x"},
        {"child": "x"},
        {"do": "x", "carry_over": True},
    ),
    *(
        {"on": "due"},
        {"used": 50},
        {"used": 101},
        {"before": {"days": 1}},
        {"propose": "x", "to": "y"},
        {"propose": "x"},
    ),
    *({"escalate": True}, {"by": "x", "basis": "y"}, {"quarter": 4, "year": 2024}, {"from": 3, "to": 2, "year": 2024}),
    *({"from": 2020, "to": 2025}, {"days_off": []}, {"day": "2024-02-29", "reason": "x"}),
    *({"paper": "x"}, {"paper": "x", "set": "y"}, {"set": "x", "stars": 3}, {"set": "x"}, {"value": "x", "equals": 3}),
    *(
        {"value": "x"},
        {"at_least": 3},
        {"minimum_score": "70"},
        {"minimum_score": 70, "below_score": 80},
        {"vi": "a", "en": "b"},
    ),
]


def described(_code: str) -> str:
    return "said"


VALIDATORS = {
    kind: Draft7Validator(schema_of(kind, described), format_checker=FormatChecker(formats=["date"])) for kind in KINDS
}


def trees() -> Iterator[tuple[str, str, Any]]:
    for folder in FOLDERS:
        for kind, place in PLACES.items():
            for file in sorted(folder.glob(place)):
                source, problems = read_text(file.name, file.read_bytes())
                assert source is not None
                assert problems == []
                yield kind, file.relative_to(ROOT).as_posix(), source.tree


TREES = list(trees())


def refused_by_model(kind: str, tree: Any) -> set[str]:
    """The codes of what is wrong; empty where nothing is."""
    try:
        KINDS[kind].model_validate(tree)
    except ValidationError as error:
        return {str(detail.get("ctx", {}).get("code", detail["type"])) for detail in error.errors(include_url=False)}
    return set()


def agree(kind: str, tree: Any) -> bool:
    wrong = refused_by_model(kind, tree)
    accepted = VALIDATORS[kind].is_valid(tree)
    return accepted if wrong <= BEYOND_SCHEMAS else not accepted


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one(kind: str) -> None:
    schema = schema_of(kind, described)
    assert schema["$schema"] == DIALECT
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize(("kind", "path", "tree"), TREES, ids=[path for _, path, _ in TREES])
def test_every_declaration_fits_its_schema(kind: str, path: str, tree: Any) -> None:
    assert [error.message for error in VALIDATORS[kind].iter_errors(tree)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_mapping_of_a_schema_takes_keys_that_the_model_does_not_know(kind: str) -> None:
    schema = schema_of(kind, described)
    for form in (schema, *schema["definitions"].values()):
        assert form["additionalProperties"] is False
        assert all("description" in value for value in form["properties"].values())


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_definition_fits_the_schema_just_when_it_fits_the_model(name: str) -> None:
    damage, kinds = DAMAGES[name]
    damaged = [(kind, path, tree) for kind, path, tree in TREES if "sound" in path and path.split("/")[3] in kinds]
    assert damaged
    for round_ in range(60):
        random = Random(f"{SEED} {name} {round_}")
        kind, path, whole = random.choice(damaged)
        tree = deepcopy(whole)
        damage(tree, path.split("/")[3], random)
        assert agree(kind, tree), (name, round_, path, refused_by_model(kind, tree))


@pytest.mark.torture
def test_any_word_in_any_place_fits_the_schema_just_when_it_fits_the_model(share: Callable[[int], int]) -> None:
    random = Random(SEED)
    small = [(kind, path, tree) for kind, path, tree in TREES if "config/organisations" not in path]
    for number in range(share(5_000)):
        kind, path, whole = random.choice(small)
        place = random.choice([place for place, _ in walk(whole) if place])
        word = random.choice(WORDS)
        tree = _with(whole, place, deepcopy(word))
        assert agree(kind, tree), (number, path, place, word, refused_by_model(kind, tree))


@pytest.mark.torture
def test_any_key_taken_away_or_added_fits_the_schema_just_when_it_fits_the_model(share: Callable[[int], int]) -> None:
    random = Random(SEED)
    small = [(kind, path, tree) for kind, path, tree in TREES if "config/organisations" not in path]
    keys = sorted(
        {str(step) for _, _, tree in TREES for place, _ in walk(tree) for step in place if isinstance(step, str)}
    )
    for number in range(share(5_000)):
        kind, path, whole = random.choice(small)
        tree = deepcopy(whole)
        mapping = random.choice([node for _, node in walk(tree) if isinstance(node, dict) and node])
        if random.random() < 0.5:
            gone = random.choice(sorted(mapping))
            del mapping[gone]
        else:
            mapping[random.choice(keys)] = random.choice(WORDS)
        assert agree(kind, tree), (number, path, mapping, refused_by_model(kind, tree))


def test_what_a_schema_cannot_say_is_refused_by_the_model_alone() -> None:
    kind, _, whole = next(one for one in TREES if one[0] == "programme")
    tree = deepcopy(whole)
    tree["windows"][0]["opens"], tree["windows"][0]["closes"] = (
        tree["windows"][0]["closes"],
        tree["windows"][0]["opens"],
    )
    assert refused_by_model(kind, tree) == {"days_reversed"}
    assert VALIDATORS[kind].is_valid(tree)


def _with(tree: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = deepcopy(tree)
    at(changed, path[:-1])[path[-1]] = value
    return changed
