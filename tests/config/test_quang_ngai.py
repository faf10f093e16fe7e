"""Quảng Ngãi's programme of 2024 as shipped: what plan 69/KH-UBND says, and what is only assumed."""

from collections.abc import Mapping
from datetime import date

import pytest

from workflows.deadlines.deadline_rules import Period
from workflows.model.organisations import OrganisationSeed
from workflows.programme import Programme
from workflows.rules import Rules, SECTORS

Bodies = Mapping[str, OrganisationSeed]

LOCALITIES = {
    "522": "thành phố Quảng Ngãi",
    "524": "huyện Bình Sơn",
    "525": "huyện Trà Bồng",
    "527": "huyện Sơn Tịnh",
    "528": "huyện Tư Nghĩa",
    "529": "huyện Sơn Hà",
    "530": "huyện Sơn Tây",
    "531": "huyện Minh Long",
    "532": "huyện Nghĩa Hành",
    "533": "huyện Mộ Đức",
    "534": "thị xã Đức Phổ",
    "535": "huyện Ba Tơ",
    "536": "huyện Lý Sơn",
}
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


@pytest.fixture
def programme(shipped_rules: Rules) -> Programme:
    return shipped_rules.programmes["QNG2024"]


def communes(bodies: Bodies, district: str) -> list[OrganisationSeed]:
    return [body for body in bodies.values() if body.level == "commune" and body.parent == district]


def test_the_thirteen_localities_end_with_the_district_level(bodies: Bodies) -> None:
    districts = {code: body for code, body in bodies.items() if (body.level, body.parent) == ("district", "QNG")}
    assert {code: body.name for code, body in districts.items()} == {
        code: f"Ủy ban nhân dân {name}" for code, name in LOCALITIES.items()
    }
    assert {body.ends for body in districts.values()} == {LAST_DAY_OF_DISTRICTS}


def test_ly_son_has_no_communes_and_every_other_locality_has(bodies: Bodies) -> None:
    assert communes(bodies, "536") == []
    assert [len(communes(bodies, code)) for code in LOCALITIES if code != "536"] == [
        22, 22, 16, 11, 13, 14, 9, 5, 12, 12, 15, 19,
    ]  # fmt: skip


def test_every_old_commune_goes_over_into_communes_of_july_2025(bodies: Bodies) -> None:
    old = [commune for code in LOCALITIES for commune in communes(bodies, code)]
    new = {body.code for body in communes(bodies, "QNG")}
    assert len(new) == 96
    for commune in old:
        assert commune.ends == LAST_DAY_OF_DISTRICTS
        assert commune.successors
        assert set(commune.successors) <= new
    assert bodies["21142"].successors == ("21136-2025", "21157-2025")
    assert bodies["536"].successors == ("21548-2025",)
    assert bodies["21548-2025"].name == "Ủy ban nhân dân đặc khu Lý Sơn"


def test_every_parent_and_successor_is_a_body_listed(bodies: Bodies) -> None:
    named = {body.parent for body in bodies.values() if body.parent} | {
        code for body in bodies.values() for code in body.successors
    }
    assert named <= set(bodies)


def test_every_commune_is_named_by_its_kind(bodies: Bodies) -> None:
    kinds = ("xã ", "phường ", "thị trấn ", "đặc khu ")
    for body in bodies.values():
        if body.level == "commune":
            assert body.name.removeprefix("Ủy ban nhân dân ").startswith(kinds), body.name


def test_the_secretariat_sits_in_a_department_of_the_province(bodies: Bodies, shipped_rules: Rules) -> None:
    department = bodies["QNG-SNNPTNT"]
    assert (department.level, department.parent) == (shipped_rules.roles["secretariat"].level, "QNG")
    assert department.name == "Sở Nông nghiệp và Phát triển nông thôn tỉnh Quảng Ngãi"


def test_ideas_are_registered_in_march_and_april(programme: Programme) -> None:
    window = programme.windows["ideas"]
    assert (window.opens, window.closes, window.origin) == (date(2024, 3, 1), date(2024, 4, 30), "plan")


def test_propaganda_lasts_all_year(programme: Programme) -> None:
    window = programme.windows["propaganda"]
    assert (window.opens, window.closes) == (programme.starts, programme.ends) == (date(2024, 1, 1), date(2024, 12, 31))


def test_what_the_plan_does_not_say_is_marked_as_assumed(programme: Programme) -> None:
    assert {w.name for w in programme.windows.values() if w.origin == "assumed"} == {
        "plans",
        "evaluations",
        "reevaluations",
        "late_refiling",
        "promotion",
    }
    assert {duration.origin for duration in programme.durations.values()} == {"assumed"}
    assert programme.durations["idea_resubmission"].period == Period(days=15)
    assert "Đồng Tháp" in programme.durations["idea_resubmission"].basis


@pytest.mark.parametrize(
    ("window", "last_day"),
    [("ideas", "idea_submission"), ("plans", "plan_submission"), ("evaluations", "evaluation_filing")],
)
def test_a_last_day_is_the_day_its_window_closes(window: str, last_day: str, programme: Programme) -> None:
    assert programme.dates[last_day].on == programme.windows[window].closes
    assert programme.dates[last_day].inclusive


def test_the_targets_are_those_of_the_plan(programme: Programme) -> None:
    assert {(t.name, t.operator, t.low, t.high, t.unit, t.part_of) for t in programme.targets} == {
        ("recognised", "at_least", 70, None, "product", None),
        ("four_stars", "between", 4, 6, "product", "recognised"),
        ("potential_five_stars", "between", 1, 2, "product", "recognised"),
        ("strengthened", "about", 50, None, "producer", None),
        ("modern_channels", "at_least", 50, None, "percent_of_producers", None),
        ("craft_villages", "between", 1, 2, "product", None),
        ("trained", "at_least", 100, None, "percent_of_producers", None),
    }


def test_the_legal_bases_are_numbered_and_dated(programme: Programme) -> None:
    assert {(basis.number, basis.issued.isoformat()) for basis in programme.bases} == {
        ("919/QĐ-TTg", "2022-08-01"),
        ("148/QĐ-TTg", "2023-02-24"),
        ("779/QĐ-UBND", "2022-07-14"),
        ("776/TTr-SNNPTNT", "2024-02-29"),
        ("69/KH-UBND", "2024-03-22"),
    }


@pytest.mark.parametrize("filed", [date(2024, 5, 1), date(2024, 10, 31)])
def test_a_filing_of_2024_is_evaluated_under_148(filed: date, shipped_rules: Rules) -> None:
    member = shipped_rules.member("evaluation", filed)
    assert member is not None
    assert (member.name, member.law.until) == ("evaluation_148", date(2025, 7, 5))


def test_the_food_safety_certificate_is_the_establishments_and_lasts_three_years(shipped_rules: Rules) -> None:
    paper = shipped_rules.papers["food_safety"]
    assert (paper.held_by, paper.expires) == ("establishment", Period(months=36))
    assert paper.sectors == {"food", "beverages"}


def test_tourism_is_inspected_where_other_sectors_send_five_samples(shipped_rules: Rules) -> None:
    assert shipped_rules.papers["samples"].sectors == set(SECTORS) - {"tourism"}
    assert shipped_rules.papers["site_inspection"].sectors == {"tourism"}
    send_up = shipped_rules.definitions["evaluation_148"].moves["district.concluded", "send_up"]
    [samples] = [use for use in send_up.guards if use.params.get("one_of") == ("samples",)]
    assert samples.params["count"] == 5


def test_a_list_that_148_does_not_give_says_that_it_is_assumed(shipped_rules: Rules) -> None:
    for name in shipped_rules.paper_sets["evaluation_148"]:
        assert shipped_rules.papers[name].basis.startswith("giả định"), name


def test_the_calendar_knows_the_exchanged_days_and_no_holiday_that_was_not_enacted(shipped_rules: Rules) -> None:
    calendar = shipped_rules.calendars["vietnam"]
    known = {year: status for year, status in calendar.years.items() if year >= 2024}
    assert known == {2024: "confirmed", 2025: "confirmed", 2026: "confirmed", 2027: "provisional"}
    assert {date(2024, 4, 29), date(2025, 5, 2), date(2026, 1, 2), date(2026, 8, 31)} <= set(calendar.off)
    weekends = {day for day in calendar.worked if day.weekday() >= 5 and day.year >= 2024}
    assert weekends == {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
    assert calendar.working_days.counts(date(2026, 11, 24))
