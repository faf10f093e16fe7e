"""What a definition rests on is said with it: the programme, the papers, the roles."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.workflows.explaining.enriched import text_of
from workflows.deadlines.deadline_rules import Period
from workflows.naming import Text
from workflows.programme import Programme
from workflows.rules import Rules


def each(thing: Any, **changes: Any) -> Iterator[Any]:
    """The thing with one of the changes each time."""
    for field, value in changes.items():
        yield replace(thing, **{field: value})


def changed_programmes(programme: Programme) -> Iterator[Programme]:
    """The programme with one thing changed that a definition may rest on."""
    title, later = Text("khác", "other"), timedelta(days=1)
    source = {"basis": "other", "origin": "law"}
    for name, span in programme.windows.items():
        for new in each(span, opens=span.opens + later, closes=span.closes + later, title=title, **source):
            yield replace(programme, windows={**programme.windows, name: new})
    for name, duration in programme.durations.items():
        for new in each(duration, period=Period(days=99), **source):
            yield replace(programme, durations={**programme.durations, name: new})
    for name, fixed in programme.dates.items():
        for new in each(fixed, on=fixed.on - later, inclusive=False, **source):
            yield replace(programme, dates={**programme.dates, name: new})
    days = {"starts": programme.starts + later, "ends": programme.ends + later, "year": 2031, "zone": "UTC"}
    whom = {"organisation": "OTHER", "producer_kinds": frozenset({"farm"}), "opens": "evaluation"}
    whom["kind_sectors"] = {"cooperative": frozenset({"tourism"})}
    yield from each(programme, title=title, calendar="other", bases=(), entry_limit_days=77, **days, **whom)


def test_what_the_programme_sets_is_said(rules: Rules) -> None:
    (programme,) = rules.programmes.values()
    season = rules.definitions["season"]
    first = text_of(rules, season)
    silent = [
        changed
        for changed in changed_programmes(programme)
        if text_of(replace(rules, programmes={changed.name: changed}), season) == first
    ]
    assert silent == []


def test_what_papers_and_roles_are_is_said(rules: Rules) -> None:
    definition, title = rules.definitions["evaluation_old"], Text("khác", "other")
    first = text_of(rules, definition)
    kind, role, other = rules.papers["food_safety"], rules.roles["council"], rules.roles["district"]
    held = {"held_by": "product", "form": "physical", "expires": "printed", "sectors": frozenset({"food"})}
    taken = {
        "takes": Period(working_days=10),
        "media": frozenset({"png"}),
        "max_mb": 7,
        "basis": "other",
        "issuer": title,
        "title": title,
    }
    changes = [replace(rules, papers={**rules.papers, kind.name: one}) for one in each(kind, **held, **taken)]
    roles = [*each(role, title=title, level="centre")]
    roles += [*each(other, acts_for=frozenset({role.name}), may=frozenset({"enter_for_others"}))]
    changes += [replace(rules, roles={**rules.roles, one.name: one}) for one in roles]
    assert [at for at, changed in enumerate(changes) if text_of(changed, definition) == first] == []


def test_without_a_programme_the_names_stand_for_its_values(rules: Rules) -> None:
    text = text_of(replace(rules, programmes={}), rules.definitions["season"])
    assert "khoảng thời gian do chương trình quy định [ideas]" in text
    assert "idea_screening" in text


def test_two_programmes_are_told_apart_and_one_can_be_chosen(rules: Rules) -> None:
    (one,) = rules.programmes.values()
    window = replace(one.windows["ideas"], opens=date(2024, 2, 2))
    other = replace(one, name="THERE2024", windows={**one.windows, "ideas": window})
    both = replace(rules, programmes={one.name: one, other.name: other})
    text = text_of(both, rules.definitions["season"])
    assert "theo THERE2024: khoảng thời gian “Ý tưởng”, từ ngày 02/02/2024" in text
    assert "theo HERE2024: khoảng thời gian “Ý tưởng”, từ ngày 01/03/2024" in text
    alone = text_of(both, rules.definitions["season"], "THERE2024")
    assert "02/02/2024" in alone
    assert "HERE2024" not in alone.replace("THERE2024", "")
