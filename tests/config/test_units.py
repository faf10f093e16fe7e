"""The units of Quảng Ngãi, Vĩnh Long and those merged into them: none lost at the reform, none without a follower."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from tests.config.conftest import SHIPPED
from tests.shape.units import REGIONS, UNITS, Region, text_of
from workflows.model.organisations import OrganisationSeed

Bodies = Mapping[str, OrganisationSeed]
LAST_DAY, NEXT_DAY = date(2025, 6, 30), date(2025, 7, 1)


def of(bodies: Bodies, province: str, level: str) -> list[OrganisationSeed]:
    """The units of a level in a province, those in its districts too."""
    above = {province, *(code for code, body in bodies.items() if (body.level, body.parent) == ("district", province))}
    return [body for body in bodies.values() if body.level == level and body.parent in above]


@pytest.mark.parametrize(
    ("province", "districts", "communes"),
    [
        ("KTM", 10, 102),
        ("QNG", 13, 170 + 96),
        ("TVH", 9, 104),
        ("BTR", 9, 148),
        ("VLG-2019", 8, 102),
        ("VLG", 0, 124),
    ],
)
def test_each_province_has_its_units(bodies: Bodies, province: str, districts: int, communes: int) -> None:
    assert (len(of(bodies, province, "district")), len(of(bodies, province, "commune"))) == (districts, communes)


def test_every_unit_of_before_ends_and_somebody_in_being_follows_it(bodies: Bodies) -> None:
    units = [body for body in bodies.values() if body.level in ("district", "commune")]
    after = {body.code for body in units if body.ends is None}
    assert {bodies[code].starts for code in after} == {NEXT_DAY}
    for body in units:
        if body.code not in after:
            assert body.ends == LAST_DAY
            assert body.successors
            assert all(bodies[code].ends is None for code in body.successors), body.code
    followed = {code for body in units for code in body.successors}
    assert after <= followed, "no unit of today is without one of before"


def test_a_district_passes_to_the_province_and_an_island_to_its_zone(bodies: Bodies) -> None:
    districts = [body for body in bodies.values() if body.level == "district"]
    passed = Counter(body.successors for body in districts)
    assert passed == {("QNG",): 22, ("VLG",): 26, ("21548-2025",): 1}


def test_the_divided_communes_are_those_of_the_tables(bodies: Bodies) -> None:
    divided = {body.code for body in bodies.values() if len(body.successors) > 1}
    assert divided == {"21142", "29719", "29764", "29770", "29771", "29821"}


def test_a_code_that_both_times_know_stands_for_two_bodies(bodies: Bodies) -> None:
    assert bodies["29771"].name == "Ủy ban nhân dân phường Thành Phước"
    assert bodies["29771-2025"].name == "Ủy ban nhân dân phường Bình Minh"
    assert bodies["618"].name == "Ủy ban nhân dân huyện Ia H' Drai"


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.file)
def test_the_files_are_those_that_the_data_makes(region: Region) -> None:
    kept = (SHIPPED / f"organisations/{region.file}.yaml").read_text(encoding="utf-8")
    assert kept == text_of(json.loads(UNITS.read_text(encoding="utf-8")), region)
