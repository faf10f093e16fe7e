"""The catalogue is whole: both languages say the same things, every code has a text, and no text is left over."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest

from cycle.cli import main
from cycle.texts.texts import CATALOGUE, CLI_FILES, catalogue
from cycle.texts.wording import KINDS, WORDS
from tests.shape.documents import command_of
from workflows.definition import RESERVED_ROLES
from workflows.model.roles import PERMISSIONS
from workflows.rules import SECTORS

ROOT = Path(__file__).parents[2]
FILES = sorted(file.stem for file in (CATALOGUE / "en").glob("*.yaml"))
# The office's workbook is in Vietnamese only.
ONE_LANGUAGE = {"workbook"}
# Values that a general code gives to every reason that it turns into.
GIVEN_TO_ALL = {"Malformed": {"value"}, "reason": {"deadline"}}
# What gives a reason by its code; `reason` is that of an act on a deadline, which it names.
REASONS = {"Reason", "refused", "Malformed", "reason"}
# The command line's texts.
SPOKEN = CLI_FILES
# Texts that click asks for by its own English headings.
OWN = {"heading.options", "heading.commands"}


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


def spoken(language: str) -> dict[str, str]:
    return {code: text for name in SPOKEN for code, text in catalogue(language, name).items()}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for package in ("cycle", "workflows", "notifications"):
        for file in sorted((ROOT / package).rglob("*.py")):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def called(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    for file, tree in trees():
        if "model" in file.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in names and node.args:
                yield _name(node.func), node


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def texts_in(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_file_is_there_in_both_languages() -> None:
    found = {language: {file.stem for file in (CATALOGUE / language).glob("*.yaml")} for language in ("vi", "en")}
    assert found["vi"] - ONE_LANGUAGE == found["en"] - ONE_LANGUAGE


def test_no_text_of_the_command_line_stands_in_two_files() -> None:
    codes = [code for name in SPOKEN for code in catalogue("vi", name)]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_codes_with_the_same_values(name: str) -> None:
    vietnamese, english = catalogue("vi", name), catalogue("en", name)
    assert set(vietnamese) == set(english)
    wrong = [code for code in english if placeholders(vietnamese[code]) != placeholders(english[code])]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_value_is_one_that_can_be_shown(name: str) -> None:
    kinds = {spec for text in catalogue("en", name).values() for _, spec in placeholders(text)}
    assert kinds - {"", "hint", "role_hint", "on_behalf_hint", "instead_hint"} <= set(KINDS) | set(WORDS)


def reason_codes() -> set[str]:
    """The codes of all reasons that the source can give; what is put together in pieces is listed by its pieces."""
    codes = [one for _, call in called(REASONS) for one in _choices(call.args[0])]
    found = {str(code.value) for code in codes if isinstance(code, ast.Constant)}
    checks = {"at_least", "at_most", "below", "equals", "one_of"}
    chosen = {"window_not_open", "window_closed"}
    tables = {f"{table}_unknown" for table in ("organisation", "contact", "account", "establishment", "producer")}
    return found | chosen | tables | {f"value_not_{check}" for check in checks}


def _choices(code: ast.expr) -> list[ast.expr]:
    """What an expression may be: either half of one that chooses."""
    return [*_choices(code.body), *_choices(code.orelse)] if isinstance(code, ast.IfExp) else [code]


def test_every_reason_has_a_text_and_every_text_a_reason() -> None:
    texts = set(catalogue("en", "reasons"))
    assert reason_codes() - texts == set()
    # A `contact` is looked up only to see that its code is free.
    assert texts - reason_codes() == set()


def test_a_reason_is_given_every_value_that_its_text_shows() -> None:
    wrong: dict[str, set[str]] = {}
    for function, call in called(REASONS):
        given = _given(function, call)
        if given is None or not isinstance(call.args[0], ast.Constant):
            continue
        code = str(call.args[0].value)
        shown = {name for name, _ in placeholders(catalogue("en", "reasons")[code])}
        if missing := shown - given - GIVEN_TO_ALL.get(function, set()):
            wrong[code] = missing
    assert wrong == {}


def _given(function: str, call: ast.Call) -> set[str] | None:
    """The names of the values of a reason, where they stand in the call itself."""
    if function != "Reason":
        return {keyword.arg for keyword in call.keywords if keyword.arg}
    if len(call.args) < 2:
        return set()
    if not isinstance(call.args[1], ast.Dict) or None in call.args[1].keys:
        return None
    return texts_in(ast.Tuple([key for key in call.args[1].keys if key is not None], ast.Load()))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_says_what_to_do(language: str) -> None:
    """A second sentence, or one that begins with what is asked for."""
    silent = [
        code for code, text in catalogue(language, "reasons").items() if len(re.findall(r"[.?:](?= |$)", text)) < 2
    ]
    assert [code for code in silent if "hint}" not in catalogue(language, "reasons")[code]] == []


def test_words_are_there_for_every_closed_list() -> None:
    words = {*catalogue("vi", "words"), *catalogue("vi", "sheets")}
    wanted = {f"permission.{one}" for one in PERMISSIONS} | {f"sector.{one}" for one in SECTORS}
    wanted |= {f"role.{one}" for one in RESERVED_ROLES}
    levels = ("producer", "commune", "district", "department", "province", "centre", "none")
    wanted |= {f"level.{one}" for one in levels}
    assert wanted - words == set()


def test_every_word_belongs_to_a_kind_of_value() -> None:
    begun = {*(f"{kind}." for kind in (*WORDS.values(), "role", "scope"))}
    begun |= {text for _, tree in trees() for text in beginnings_in(tree)}
    written = {text for _, tree in trees() for text in texts_in(tree)}
    assert {code for code in set(catalogue("vi", "words")) - written if not code.startswith(tuple(begun))} == set()


def commands(command: click.Command = main, path: str = "root") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, name if path == "root" else f"{path}.{name}")


def test_every_command_and_option_has_help_and_every_command_an_example() -> None:
    texts = spoken("vi")
    missing = []
    for path, command in commands():
        wanted = [f"help.{path}"] if isinstance(command, click.Group) else [f"help.{path}", f"example.{path}"]
        missing += [code for code in wanted if code not in texts]
        for param in command.params:
            if isinstance(param, click.Option) and not {f"option.{path}.{param.name}", f"option.{param.name}"} & set(
                texts
            ):
                missing.append(f"option.{path}.{param.name}")
    assert missing == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_example_is_one_that_the_program_understands(language: str) -> None:
    for path, command in commands():
        if isinstance(command, click.Group):
            continue
        for line in spoken(language)[f"example.{path}"].splitlines():
            assert command_of(shlex.split(line)) == path, line


def test_no_text_of_the_command_line_is_left_over() -> None:
    known = {f"{kind}.{path}" for path, _ in commands() for kind in ("help", "example")}
    for path, command in commands():
        names = [param.name for param in command.params]
        known |= {f"option.{path}.{name}" for name in names} | {f"option.{name}" for name in names}
    written = {text for _, tree in trees() for text in texts_in(tree)}
    begun = {text for _, tree in trees() for text in beginnings_in(tree)}
    left = set(spoken("vi")) - known - written - texts_of_failures() - OWN
    assert {code for code in left if not any(code.startswith(b) and code[len(b) :] in written for b in begun)} == set()


def beginnings_in(tree: ast.AST) -> Iterator[str]:
    """How texts begin that are put together from a fixed beginning and a name, as `fault.` and its code."""
    for node in ast.walk(tree):
        first = node.values[0] if isinstance(node, ast.JoinedStr) else None
        if isinstance(first, ast.Constant) and str(first.value).endswith("."):
            yield str(first.value)


def texts_of_failures() -> set[str]:
    """The texts of all failures: the codes that stand in the source where one is raised, and those told by type."""
    raised = {("error", call) for _, call in called({"Failure"})} | {
        ("start", c) for _, c in called({"CannotStartError"})
    }
    codes = {f"{kind}.{code}" for kind, call in raised for code in texts_in(call)}
    chosen = {f"start.{code}" for code in texts_in(ast.parse((ROOT / "cycle/app.py").read_text(encoding="utf-8")))}
    told = texts_in(ast.parse((ROOT / "cycle/cli/failures.py").read_text(encoding="utf-8")))
    return codes | chosen | {f"error.{code}" for code in told}
