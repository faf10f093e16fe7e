"""A definition read out: whatever is declared is said, and every sentence has its text."""

import ast
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cycle.explaining import explained, printed, subject_of
from cycle.reading import read_text
from cycle.texts import Texts
from cycle.texts.texts import catalogue
from tests.workflows.declared import PROGRAMME, read_texts, sound_texts
from tests.workflows.letter_cases import LETTERS, templates
from workflows.definition import (
    RESERVED_ROLES,
    AtClose,
    DeadlineRule,
    Definition,
    GuardUse,
    Period,
    State,
    Text,
    ValueRule,
    Who,
)
from workflows.guards import GUARDS
from workflows.judging import EVIDENCE_TYPES
from workflows.model.deadlines import DeadlineLettersItem
from workflows.model.guards import OVERRIDABLE
from workflows.reading import read_definition
from workflows.rules import AUDIENCES, Programme, Rules
from workflows.source import Path as Way
from workflows.source import Source

ROOT = Path(__file__).parents[2]
EVALUATION = "workflows/evaluation-old.yaml"
HASH = "ab" * 32
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


SEASON = "workflows/season.yaml"
UNDER_WAY = "en: Under way}, step: 5}"
# What the small configuration lacks: comparisons, and what surrounds a deadline.
MORE = [
    (
        EVALUATION,
        "needs: [{below_score: 50}]",
        "needs: [{below_score: 50}, {value: stars, below: 5}, {value: stars, at_most: 4, equals: 2}]",
    ),
    (
        SEASON,
        "rolls: false}",
        (
            "rolls: false, owes: [commune, else district],\n"
            "         remind: [{before: {working_days: 3}}, due, {after: {days: 2}, to: secretariat}, {used: 75}],\n"
            "         expiry: {propose: lapse, to: secretariat, escalate: true},\n"
            "         pause: {by: secretariat, basis: Điều 1, most: {days: 30}, times: 2},\n"
            "         extend: {by: [secretariat, district], basis: Điều 2, most: {months: 2}, times: 3}}"
        ),
    ),
    (SEASON, "note: required}\n      - {do: resubmit", "note: required, letter: [told, heard]}\n      - {do: resubmit"),
    (SEASON, "times: 3}}", "times: 3},\n         letters: {remind: asked, paused: told, extended: heard}}"),
    (PROGRAMME, "windows:\n", f"{LETTERS}windows:\n"),
    (SEASON, "owes: producer.own}\n", "owes: producer.own, at_close: {do: withdraw}}\n"),
    (SEASON, "], deadline: screening}", "], deadline: [screening, form, after_form, day], at_close: continue}"),
    (SEASON, "season_end]}", "season_end], at_close: {do: lapse, carry_over: true}}"),
    (SEASON, UNDER_WAY, "en: Under way}, step: 5, deadline: answer, at_close: continue}"),
    (
        SEASON,
        "  - stage: evaluation\n",
        (
            "      - {deadline: form, starts: {paper: idea_form}, within: {working_days: 7}, basis: a}\n"
            "      - {deadline: after_form, starts: {deadline: form}, within: {days: 6}, basis: b}\n"
            "      - {deadline: day, starts: programme.season_end, within: {days: 8}, basis: c}\n"
            "      - {deadline: answer, starts: {child: evaluation}, within: {days: 9}, basis: d}\n"
            "  - stage: evaluation\n"
        ),
    ),
]


def enriched() -> dict[str, str]:
    """The small configuration, with what it lacks."""
    texts = {**sound_texts(), **templates()}
    for path, old, new in MORE:
        assert texts[path].count(old) == 1, old
        texts[path] = texts[path].replace(old, new)
    return texts


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The small configuration, with the comparisons that it lacks."""
    found, problems = read_texts(enriched())
    assert found is not None, problems
    return found


def trees() -> dict[str, Any]:
    """The small definitions as bare trees."""
    texts = enriched()
    sources = {path: read_text(path, text)[0] for path, text in texts.items() if path.startswith("workflows/")}
    return {path: source.tree for path, source in sources.items() if source is not None}


def text_of(rules: Rules, definition: Definition, programme: str | None = None) -> str:
    subject = subject_of(rules, definition, programme, None)
    return "".join(repr(explained(Texts(language), subject)) for language in ("vi", "en"))


def page_of(rules: Rules, definition: Definition) -> str:
    return printed(explained(Texts(), subject_of(rules, definition, None, None)))


def places(node: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    if way:
        yield way, node
    for step, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(inner, (*way, step))


def key_of(way: Way) -> str:
    return str(next(step for step in reversed(way) if isinstance(step, str)))


def other_values(value: Any, siblings: set[str]) -> list[Any]:
    """What might stand there instead."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, max(value - 1, 0)]
    if not isinstance(value, str):
        return []
    if DAY.fullmatch(value):
        return [(date.fromisoformat(value) + timedelta(days=1)).isoformat()]
    return [*sorted(siblings - {value})[:2], f"{value}x"]


def mutated(tree: Any) -> Iterator[tuple[Way, Any]]:
    """Every tree that differs from this one in one place, with that place."""
    found = list(places(tree))
    siblings: dict[str, set[str]] = {}
    for way, value in found:
        if isinstance(value, str):
            siblings.setdefault(key_of(way), set()).add(value)
    for way, value in found:
        for new in [None, *other_values(value, siblings.get(key_of(way), set()))]:
            changed = deepcopy(tree)
            node = changed
            for step in way[:-1]:
                node = node[step]
            if new is None:
                del node[way[-1]]
            else:
                node[way[-1]] = new
            yield way, changed


def meaning(definition: Definition) -> str:
    return repr(asdict(definition))


def test_no_key_of_a_file_is_silent(rules: Rules) -> None:
    """Whatever is changed in a file so that it still reads and means something else, the text changes."""
    heard, silent = 0, []
    for path, tree in trees().items():
        before, problems = read_definition(Source(path, tree, {}, ""), HASH, rules)
        assert before is not None, problems
        first = text_of(rules, before)
        for way, changed in mutated(tree):
            after, _ = read_definition(Source(path, changed, {}, ""), HASH, rules)
            if after is None or meaning(after) == meaning(before):
                continue
            heard += 1
            if text_of(rules, after) == first:
                silent.append((path, way))
    assert silent == []
    assert heard > 200


def nodes(node: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every dataclass inside a definition, with the fields, keys and positions that lead to it."""
    inner: list[tuple[Any, Any]] = []
    if is_dataclass(node):
        yield way, node
        inner = [(field.name, getattr(node, field.name)) for field in fields(node)]
    elif isinstance(node, Mapping):
        inner = list(node.items())
    elif isinstance(node, tuple):
        inner = list(enumerate(node))
    for step, found in inner:
        yield from nodes(found, (*way, step))


def put(node: Any, way: Way, new: Any) -> Any:
    """The same with something else at the end of the way."""
    if not way:
        return new
    step, rest = way[0], way[1:]
    if is_dataclass(node):
        return replace(node, **{str(step): put(getattr(node, str(step)), rest, new)})  # type: ignore[type-var]
    if isinstance(node, Mapping):
        return {**node, step: put(node[step], rest, new)}
    return (*node[: int(step)], put(node[int(step)], rest, new), *node[int(step) + 1 :])


def params_of(rules: Rules, definition: Definition) -> Mapping[str, list[Any]]:
    """What else each parameter of a guard might be."""
    (programme,) = rules.programmes.values()
    return {
        "window": [*programme.windows],
        "deadline": [*definition.deadlines],
        "one_of": [tuple(rules.papers), (1, 2)],
        "count": [9],
        "valid_on": ["happened", *definition.recorded],
        "sectors": [frozenset({"tourism"}), frozenset({"food", "tourism"})],
        "value": [*definition.recorded],
        "minimum": ["61"],
        "below": ["62"],
        "at_least": ["4"],
        "at_most": ["3"],
        "equals": [1],
        "role": [*rules.roles],
        "family": [*rules.families],
        "trigger": [*definition.triggers],
    }


PROSE = {"vi": ["khác"], "en": ["other"], "basis": ["other"], "final": ["other"], "decision": ["1/QĐ"]}
NUMBERED = {"step": [6], "days": [98], "months": [97], "share": [51], "times": [96]}
# What a name stands for is tried with all names that hang on it.
NAMES = {("State", "name"), ("State", "stage"), ("Stage", "name"), ("DeadlineRule", "name"), ("Definition", "states")}
NAMES |= {("Definition", one) for one in ("stages", "deadlines", "triggers", "values", "transitions", "name", "hash")}
# Only one of the two is ever set.
NAMES |= {("Period", "days"), ("Period", "months"), ("Period", "working_days"), ("DeadlineRule", "on")}
NAMES |= {("DeadlineRule", "term"), ("DeadlineRule", "within"), ("DeadlineRule", "yearly"), ("Reminder", "period")}
# What starts a clock goes with its kind, what is proposed with those who may do it.
NAMES |= {
    ("Expiry", "propose"),
    ("Expiry", "to"),
    ("Start", "kind"),
    ("Start", "name"),
    ("Reminder", "when"),
    ("Reminder", "share"),
}


def alternatives(rules: Rules, definition: Definition) -> Iterator[tuple[tuple[str, str], Definition]]:
    """The definition with one field of one part changed to what the same field of another part holds."""
    found = list(nodes(definition))
    pool: dict[tuple[str, str], list[Any]] = {}
    for _, part in found:
        for field in fields(part):
            pool.setdefault((type(part).__name__, field.name), []).append(getattr(part, field.name))
    for way, part in found:
        for field in fields(part):
            kind, now = (type(part).__name__, field.name), getattr(part, field.name)
            if kind not in NAMES and not is_dataclass(now) and not _unreadable(part, way, field.name):
                for new in candidates(rules, definition, kind, now, pool[kind]):
                    yield kind, put(definition, (*way, field.name), new)


def _unreadable(part: Any, way: Way, field: str) -> bool:
    """A state that ends owes nothing, a reserved role has no scope, nothing is `else` to nothing, a fixed day stays.

    A guard goes with its parameters: whole ones are exchanged in the transition.
    """
    if isinstance(part, State):
        return field in (("owes", "at_close") if part.final else ("tells",))
    if isinstance(part, Who):
        return field != "role" and (part.role in RESERVED_ROLES or (field == "otherwise" and way[-1] == 0))
    if isinstance(part, AtClose):
        return field == "carried_over" and part.do is None
    if isinstance(part, ValueRule):
        return field == "argument" and part.argument is None
    if isinstance(part, DeadlineRule):
        return field == "rolls" and part.on is not None
    return isinstance(part, GuardUse) and field == "guard"


def candidates(rules: Rules, definition: Definition, kind: tuple[str, str], now: Any, pool: list[Any]) -> list[Any]:
    """What else a field might hold: a few of the values that it has elsewhere, and some of its own."""
    name = kind[1]
    if isinstance(now, bool):
        return [not now]
    if isinstance(now, date):
        return [now + timedelta(days=1)]
    if name == "params":
        params = params_of(rules, definition)
        return [{**now, key: new} for key in now for new in params[key] if new != now[key]][:8]
    own: dict[str, list[Any]] = {
        "role": [*rules.roles],
        "family": ["evaluation", "season"],
        "initial": [*definition.states],
        "target": [definition.initial],
        "unique": [("filed",)],
        "titled": ["filed"],
        "numbered": ["filed"],
        "until": [None, date(2031, 1, 1)],
        "override": [None],
        "within": [Period(days=96)],
        "by": [(Who("secretariat", "of_programme"),), (Who("producer", "own"),)],
        "guards": [frozenset({"window"})] if kind[0] == "Override" else [()],
        **{key: [()] for key in ("records", "receives", "owes", "deadlines")},
    }
    others = [*PROSE.get(name, []), *NUMBERED.get(name, []), *own.get(name, []), *pool]
    return [one for at, one in enumerate(others) if one != now and one not in others[:at]][:3]


@pytest.mark.parametrize("name", ["season", "evaluation_old"])
def test_no_field_of_a_definition_is_silent(rules: Rules, name: str) -> None:
    """Also what could not be changed alone without making the file unsound."""
    definition = rules.definitions[name]
    first = text_of(rules, definition)
    silent = {kind for kind, changed in alternatives(rules, definition) if text_of(rules, changed) == first}
    assert silent == set()


def test_every_field_is_tried(rules: Rules) -> None:
    tried = {kind for one in rules.definitions.values() for kind, _ in alternatives(rules, one)}
    every = {
        (type(part).__name__, f.name)
        for one in rules.definitions.values()
        for _, part in nodes(one)
        for f in fields(part)
    }
    nested = {("Definition", "title"), ("Definition", "law"), ("State", "title"), ("Stage", "title")}
    nested |= {("DeadlineRule", "starts"), ("DeadlineRule", "expiry"), ("Allowance", "most"), ("State", "at_close")}
    assert every - tried - NAMES == nested | {("GuardUse", "guard")}


@pytest.mark.parametrize("old", ["idea", "drafting", "submit", "screening", "resubmission", "filed"])
def test_names_that_hang_together_are_said(rules: Rules, old: str) -> None:
    """Renamed throughout the file, a stage, a state, a trigger, a deadline and a value are read out by the new name."""
    raw = sound_texts()["workflows/season.yaml"]
    source, _ = read_text("workflows/season.yaml", re.sub(rf"(?<!programme\.)\b{old}\b", f"{old}_anew", raw))
    assert source is not None
    definition, problems = read_definition(source, HASH, rules)
    if old == "filed":
        assert {problem.code for problem in problems} == {"handed_value_absent"}, "its child knows the old name"
        return
    assert definition is not None, problems
    assert f"{old}_anew" in text_of(rules, definition)


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
    taken = {"media": frozenset({"png"}), "max_mb": 7, "basis": "other", "issuer": title, "title": title}
    changes = [replace(rules, papers={**rules.papers, kind.name: one}) for one in each(kind, **held, **taken)]
    roles = [*each(role, title=title, level="centre")]
    roles += [*each(other, acts_for=frozenset({role.name}), may=frozenset({"enter_for_others"}))]
    changes += [replace(rules, roles={**rules.roles, one.name: one}) for one in roles]
    assert [at for at, changed in enumerate(changes) if text_of(changed, definition) == first] == []


def test_without_a_programme_the_names_stand_for_its_values(rules: Rules) -> None:
    text = text_of(replace(rules, programmes={}), rules.definitions["season"])
    assert "khoảng thời gian do chương trình quy định [ideas]" in text
    assert "idea_screening" in text


def test_what_leaves_every_open_state_is_told_once_for_all(rules: Rules) -> None:
    text = page_of(rules, rules.definitions["season"])
    assert "VIỆC CHUNG CHO MỌI TRẠNG THÁI CHƯA KẾT THÚC\n\nViệc 8. Rút [withdraw]\n" in text
    assert "Chuyển từ “Đã chấm” [council.scored] sang “Chấm điểm”" in page_of(
        rules, rules.definitions["evaluation_old"]
    )


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


def codes_said() -> set[str]:
    """Every code that the modules of sentences can say; those put together are listed by their pieces."""
    found: set[str] = set()
    for file in sorted((ROOT / "workflows/explaining").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    checks = ("at_least", "at_most", "below", "equals", "one_of")
    found |= {f"check.{one}" for one in checks} | {f"check.{one}_word" for one in checks}
    found |= {f"who.{one}" for one in ("own", "of_product", "of_programme", "any", "child", "parent", "system")}
    found |= {f"skipped.{one}" for one in OVERRIDABLE} | {f"proof.{one}" for one in EVIDENCE_TYPES}
    found |= {"papers.never", "papers.printed", *(f"reminder.{one}" for one in ("before", "on", "after", "used"))}
    found |= {f"letter.on_{event}" for event in DeadlineLettersItem.model_fields}
    found |= {f"audience.{one}" for one in AUDIENCES}
    always = (code for code in catalogue("vi", "explain") if code.startswith("always.") and code[7:] in found)
    return found | set(always)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_is_said_somewhere_and_every_guard_has_one(language: str) -> None:
    texts = set(catalogue(language, "explain"))
    assert texts - codes_said() == set()
    assert {f"guard.{guard}" for guard in GUARDS} <= texts
    assert {f"skipped.{guard}" for guard in OVERRIDABLE} <= texts


def test_no_sentence_is_left_unfilled(rules: Rules) -> None:
    """A code without a text shows as the code with its values, a value that was not given as a question mark."""
    codes = set(catalogue("vi", "explain"))
    for definition in rules.definitions.values():
        text = text_of(rules, definition)
        assert "?" not in text
        assert [code for code in codes if f"{code} (" in text] == []


def test_lines_are_no_wider_than_a_page(rules: Rules) -> None:
    text = page_of(rules, rules.definitions["season"])
    assert max(map(len, text.splitlines())) <= 100
