"""YAML read strictly: what is text, number or truth; what is refused, and where."""

import json
from pathlib import Path

import pytest

from cycle.reading import read_folder, read_text
from workflows.problems import Place, Problem
from workflows.source import KEY

SOUND = Path(__file__).parents[1] / "workflows" / "sound"


def refused(text: str | bytes) -> list[tuple[int, int, str]]:
    _, problems = read_text("x.yaml", text)
    return [(problem.place.line, problem.place.column, problem.code) for problem in problems]


def tree(text: str) -> object:
    source, problems = read_text("x.yaml", text)
    assert problems == []
    assert source is not None
    return source.tree


def test_scalars_are_text_but_canonical_integers_and_true_and_false() -> None:
    assert tree(
        "a: 12\nb: -7\nc: 0\nd: true\ne: false\nf: \"12\"\ng: 'no'\nh: 919/QĐ-TTg\ni: 3 sao\nj: 1.2.3\nk: any open\n"
    ) == {
        "a": 12,
        "b": -7,
        "c": 0,
        "d": True,
        "e": False,
        "f": "12",
        "g": "no",
        "h": "919/QĐ-TTg",
        "i": "3 sao",
        "j": "1.2.3",
        "k": "any open",
    }


TREACHEROUS = """
on Off no YES y N True FALSE ~ null NULL 01 +1 1_000 0x1F 0b11 0o17 017 17:30 190:20:30 1.5 1. .5 -.5 1e3 6.02e+23
.inf -.INF .nan 2024-01-01 2024-1-1 2024-01-01T10:00:00Z =
"""

# Whoever writes one of these as a value most likely means true or false, and is told so.
TRUTHS = frozenset(["on", "Off", "no", "YES", "y", "N", "True", "FALSE"])


@pytest.mark.parametrize("text", [*TREACHEROUS.split(), "2024-01-01 10:00:00"])
def test_what_yaml_would_take_for_something_else_must_be_quoted_as_value_and_as_key(text: str) -> None:
    code = "yaml_truth" if text in TRUTHS else "yaml_scalar"
    assert refused(f"a: {text}") == [(1, 4, code)]
    assert refused(f"- b\n- {text}") == [(2, 3, code)]
    assert refused(f"a: b\n{text}: c") == [(2, 1, "yaml_scalar")]
    assert tree(f'"{text}": "{text}"') == {text: text}


@pytest.mark.parametrize("text", ["12", "true"])
def test_a_key_is_text(text: str) -> None:
    assert refused(f"{text}: a") == [(1, 1, "yaml_scalar")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\nb: c", (1, 1, "yaml_empty_value")),
        ("a: {b: , c: d}", (1, 5, "yaml_comma")),
        ("a: {vi: Nhận, xét, en: Receive}", (1, 15, "yaml_comma")),
        ("- a\n-\n", (2, 2, "yaml_empty_value")),
        ("a: &x b", (1, 4, "yaml_anchor")),
        ("a: !!int 5", (1, 4, "yaml_tag")),
        ("a: !x {b: c}", (1, 4, "yaml_tag")),
        ("<<: {a: b}", (1, 1, "yaml_merge")),
        ("a: b\nc: d\na: e", (3, 1, "yaml_duplicate")),
        ("a: b\n---\nc: d", (2, 1, "yaml_documents")),
        ("%YAML 1.1\n---\na: b", (1, 1, "yaml_directive")),
        ("? {a: b}\n: c", (1, 3, "yaml_key")),
        ("? [a]\n: c", (1, 3, "yaml_key")),
        ("a: 9007199254740992", (1, 4, "yaml_integer")),
        (f"a: {'9' * 100000}", (1, 4, "yaml_integer")),
        ("a: b\x07c", (1, 5, "yaml_control")),
        ('a: "b\\u0007c"', (1, 4, "yaml_control")),
        ("a: b\nc: d\u202ee", (2, 5, "yaml_control")),
        ("a: b\nc: \ud800", (2, 4, "yaml_control")),
        ("a: [b", (1, 1, "yaml_syntax")),
        ("a:\n\tb: c", (2, 1, "yaml_tab")),
        ("a: b: c", (1, 5, "yaml_colon")),
        ("", (1, 1, "yaml_empty")),
        ("# only a remark\n", (1, 1, "yaml_empty")),
    ],
)
def test_what_is_refused_is_named_with_its_place(text: str, expected: tuple[int, int, str]) -> None:
    found = refused(text)
    if expected[2] == "yaml_syntax":
        assert [code for _, _, code in found] == ["yaml_syntax"]
    else:
        assert expected in found


def test_a_duplicate_key_is_named_with_both_lines() -> None:
    source, problems = read_text("x.yaml", "a: b\nc: d\n\na: {e: f}\n")
    assert problems == [Problem(Place("x.yaml", 4, 1), "yaml_duplicate", {"key": "a", "first": "1", "line": "4"})]
    assert source is not None
    assert source.tree == {"a": "b", "c": "d"}


def test_keys_that_differ_only_in_how_their_letters_are_composed_are_duplicates() -> None:
    assert refused("xã: a\nxa\u0303: b") == [(2, 1, "yaml_duplicate")]
    assert tree("a: xa\u0303") == {"a": "xã"}


def test_an_alias_is_refused_and_never_followed() -> None:
    bomb = "a: &a [x, x, x]\n" + "\n".join(
        f"{after}: &{after} [*{before}, *{before}, *{before}]"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    codes = [code for _, _, code in refused(bomb)]
    assert set(codes) == {"yaml_anchor", "yaml_alias"}
    assert refused("a: b\n*x : c")[0][2] in ("yaml_alias", "yaml_syntax")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_deeper_than_forty_is_refused_however_deep_it_goes(opening: str) -> None:
    assert [code for _, _, code in refused(opening * 41)] == ["yaml_depth"]
    assert [code for _, _, code in refused(opening * 200_000)] == ["yaml_depth"]


def test_forty_levels_are_read() -> None:
    source, problems = read_text("x.yaml", "[" * 39 + "[a]" + "]" * 39)
    assert problems == []
    assert source is not None
    assert json.dumps(source.tree).count("[") == 40


def test_a_text_over_a_megabyte_is_not_read() -> None:
    assert refused("a: " + "b" * 1_000_000) == [(1, 1, "yaml_size")]
    assert refused(b"a: " + b"b" * 1_000_000) == [(1, 1, "yaml_size")]


def test_bytes_that_are_not_utf_8_are_refused_with_their_place() -> None:
    assert refused("a: b\nc: Tỉnh".encode("utf-16")) == [(1, 1, "yaml_utf8")]
    assert refused(b"a: b\nc: \xe9") == [(2, 4, "yaml_utf8")]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    source, problems = read_text("x.yaml", "\ufeffa: b\r\nc:\r\n  - d\r\n".encode())
    assert problems == []
    assert source is not None
    assert source.tree == {"a": "b", "c": ["d"]}
    assert source.marks["c", 0] == (3, 5)
    assert source.raw.startswith("\ufeff")


def test_endless_problems_end_after_a_hundred() -> None:
    found = refused("a: b\n" * 100_000)
    assert len(found) == 101
    assert found[-1][2] == "too_many"


def test_every_value_and_every_key_has_its_place() -> None:
    source, _ = read_text("x.yaml", "a: b\nlist:\n  - {c: d, e: [f]}\n")
    assert source is not None
    assert source.marks == {
        (): (1, 1),
        ("a", KEY): (1, 1),
        ("a",): (1, 4),
        ("list", KEY): (2, 1),
        ("list",): (3, 3),
        ("list", 0): (3, 5),
        ("list", 0, "c", KEY): (3, 6),
        ("list", 0, "c"): (3, 9),
        ("list", 0, "e", KEY): (3, 12),
        ("list", 0, "e"): (3, 15),
        ("list", 0, "e", 0): (3, 16),
    }
    assert source.place(("list", 0, "missing")) == Place("x.yaml", 3, 5)
    assert source.key_place(("list", 0, "e")) == Place("x.yaml", 3, 12)


def test_a_folder_gives_every_file_that_rules_are_read_from(tmp_path: Path) -> None:
    sources, problems = read_folder(SOUND)
    assert problems == []
    assert list(sources) == sorted(sources)
    assert {path.split("/")[0] for path in sources} == {
        "workflows",
        "programmes",
        "calendars",
        "papers.yaml",
        "roles.yaml",
    }
    assert all(source.path == path for path, source in sources.items())


def test_what_does_not_belong_in_a_folder_is_told_and_seeds_are_left_alone(tmp_path: Path) -> None:
    files = [
        "papers.yml",
        "rolls.yaml",
        "letters/a.yaml",
        "workflows/a.txt",
        "workflows/deep/a.yaml",
        "organisations/x.yaml",
    ]
    files += ["programmes/p/notes.yaml", "programmes/p/programme.yaml", ".hidden", "organisations/readme.txt"]
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: b\n", encoding="utf-8")
    sources, problems = read_folder(tmp_path)
    assert list(sources) == ["programmes/p/programme.yaml"]
    assert {(problem.place.file, problem.code, problem.nearest) for problem in problems} == {
        ("letters/a.yaml", "file_unknown", None),
        ("organisations/readme.txt", "file_unknown", None),
        ("papers.yml", "file_unknown", "papers.yaml"),
        ("programmes/p/notes.yaml", "file_unknown", None),
        ("rolls.yaml", "file_unknown", "roles.yaml"),
        ("workflows/a.txt", "file_unknown", None),
        ("workflows/deep", "folder_unknown", None),
    }


def test_problems_of_all_files_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "papers.yaml").write_text("a: no\n", encoding="utf-8")
    (tmp_path / "roles.yaml").write_bytes(b"\xff")
    sources, problems = read_folder(tmp_path)
    assert [(problem.place.file, problem.code) for problem in problems] == [
        ("papers.yaml", "yaml_truth"),
        ("roles.yaml", "yaml_utf8"),
    ]
    assert list(sources) == ["papers.yaml"]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in read_folder(tmp_path / "nowhere")[1]] == ["folder_missing"]
