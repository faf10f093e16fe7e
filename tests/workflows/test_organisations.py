"""Seeds of the register: who is above whom, who follows whom, from when until when."""

import pytest

from cycle.reading import read_text
from workflows.model.organisations import OrganisationSeed
from workflows.problems import Place
from workflows.reading import read_organisations

SEEDS = """organisations:
  - {organisation: QNG, name: "Tỉnh Quảng Ngãi", level: province, from: "1989-07-01"}
  - {organisation: D1, name: "Huyện Một", level: district, parent: QNG, from: "1989-07-01", to: "2025-06-30",
     successors: [QNG]}
  - {organisation: C1, name: "Xã Một", level: commune, parent: D1, from: "2000-01-01", to: "2025-06-30",
     successors: [C2]}
  - {organisation: C2, name: "Xã Hai", level: commune, parent: QNG, from: "2025-07-01"}
"""


def problems_of(text: str) -> list[tuple[Place, str, str | None]]:
    source, wrong = read_text("organisations/x.yaml", text)
    assert source is not None
    seeds, problems = read_organisations(source)
    assert bool(problems) != bool(seeds)
    return [(problem.place, problem.code, problem.nearest) for problem in [*wrong, *problems]]


def test_sound_seeds_are_read_in_their_order() -> None:
    source, _ = read_text("organisations/x.yaml", SEEDS)
    assert source is not None
    seeds, problems = read_organisations(source)
    assert problems == []
    assert [seed.code for seed in seeds] == ["QNG", "D1", "C1", "C2"]
    assert isinstance(seeds[0], OrganisationSeed)
    assert (seeds[1].parent, seeds[1].successors) == ("QNG", ("QNG",))


@pytest.mark.parametrize(
    ("old", "new", "code", "nearest"),
    [
        ("parent: D1", "parent: ¦D11", "organisation_unknown", "D1"),
        ("successors: [C2]", "successors: [¦C22]", "organisation_unknown", "C2"),
        ("organisation: C2", "organisation: ¦C1", "name_repeated", None),
        ("level: district", "level: ¦distrit", "choice_unknown", "district"),
        ("level: district, parent: QNG", "level: district, parent: ¦C2", "parent_of_wrong_level", None),
        (
            'parent: D1, from: "2000-01-01", to: "2025-06-30",\n     successors: [C2]',
            'parent: ¦D1, from: "2025-07-02"',
            "parent_gone",
            None,
        ),
        (
            '{organisation: C2, name: "Xã Hai", level: commune, parent: QNG',
            '¦{organisation: C2, name: "Xã Hai", level: commune',
            "parent_missing",
            None,
        ),
        ("successors: [C2]", "successors: [¦D1]", "successor_gone", None),
        ("successors: [C2]", "successors: [C2, ¦C2]", "name_repeated", None),
        ('to: "2025-06-30",\n     successors: [C2]', "successors: [C2]", "successor_of_living", None),
        ('from: "2000-01-01"', 'from: "2026-01-01"', "days_reversed", None),
        ('from: "2025-07-01"', 'from: ¦"01/07/2025"', "day_wrong", None),
    ],
)
def test_each_problem_of_a_seed_is_named_with_its_place(old: str, new: str, code: str, nearest: str | None) -> None:
    assert SEEDS.count(old) == 1
    marked = SEEDS.replace(old, new)
    before = marked.split("¦")[0]
    place = Place("organisations/x.yaml", before.count("\n") + 1, len(before) - before.rfind("\n"))
    found = problems_of(marked.replace("¦", ""))
    assert (code, nearest) in [(told, near) for _, told, near in found]
    if "¦" in new:
        assert (place, code) in [(at, told) for at, told, _ in found]


def test_nobody_stands_above_themselves_or_succeeds_themselves() -> None:
    text = SEEDS.replace("level: province,", "level: centre, parent: QNG,").replace(
        "successors: [C2]", "successors: [C1]"
    )
    codes = {code for _, code, _ in problems_of(text)}
    assert {"parent_of_wrong_level"} <= codes
    assert codes & {"successor_itself", "successor_gone"}
