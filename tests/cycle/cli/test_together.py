"""What would be left without effect on a line is refused before anything is read or written."""

import json
from collections.abc import Iterator

import click
import pytest

from cycle.cli import main
from tests.cycle.cli.conftest import Ocop, Province
from tests.cycle.cli.test_lists_as_workbooks import leaves

# Lines with an option that turns a command into another, and what alone may stand beside it.
TURNING: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "agenda": (("0528", "--ics", "lich.ics"), frozenset({"--from", "--weeks", "--coordinating", "--season"})),
    "board": (("QNG2024", "--svg", "a.svg"), frozenset({"--at", "--within", "--funnel"})),
    "certificate radar": (("--svg", "a.svg"), frozenset({"--from", "--months", "--within", "--stars"})),
    "criteria wording": (("--template", "a.xlsx"), frozenset({"--criteria", "--config"})),
    "demo": (("--list",), frozenset()),
    "dossier assess": (("QNG2024-0001", "a.xlsx", "--template"), frozenset({"--set"})),
    "establishment place": (("--from", "a.xlsx"), frozenset({"--dry-run"})),
    "letter resolve": (("--by-log",), frozenset({"--dry-run"})),
    "letter show": (("1", "--text"), frozenset({"--html", "--eml"})),
    "organisation divided": (("--template", "a.xlsx"), frozenset()),
    "producer place": (("--from", "a.xlsx"), frozenset({"--dry-run"})),
    "product place": (("--from", "a.xlsx"), frozenset({"--dry-run"})),
    "publication show": (("--file", "a.yaml"), frozenset()),
    "round recognise": (("T-01-2026", "--template", "a.xlsx"), frozenset({"--programme"})),
}
# What is written in place of a list, so that it turns every command that has it.
TURNS = ("--template", "--svg", "--ics")
# These draw and do nothing else.
DRAWING = {"season timeline", "workflow draw"}
VALUES = {"Whole": "3", "Day": "01/06/2026", "MonthType": "06/2026", "Party": "producer:P1", "NewWorkbook": "b.xlsx"}


def options(path: str) -> Iterator[click.Option]:
    (command,) = [one for name, one in leaves(main) if name == path]
    yield from (one for one in command.params if isinstance(one, click.Option) and one.name not in ("json", "lang"))


def words(one: click.Option) -> tuple[str, ...]:
    if one.is_flag:
        return (one.opts[0],)
    choices = list(getattr(one.type, "choices", ()))
    return one.opts[0], VALUES.get(type(one.type).__name__, str(choices[0]) if choices else "x")


def refused() -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, (line, beside) in TURNING.items():
        for one in options(path):
            if one.opts[0] not in {*line, *beside}:
                yield path, (*path.split(), *line, *words(one))


def test_every_option_that_turns_a_command_is_among_those_tried() -> None:
    turning = {
        path for path, command in leaves() if any(one in param.opts for param in command.params for one in TURNS)
    }
    assert turning - DRAWING <= set(TURNING)


def test_two_that_do_not_go_together_are_refused_by_their_names(ocop: Ocop) -> None:
    lines = list(refused())
    assert len(lines) > len(TURNING)
    for path, line in lines:
        result = ocop.run("--json", *line)
        assert (result.exit_code, path) == (2, path), (line, result.output)
        told = json.loads(result.stdout)
        assert told["code"] in ("not_together", "xlsx_takes_all"), line
    assert not list(ocop.folder.glob("*.xlsx"))


@pytest.mark.parametrize(("language", "told"), [("vi", "--template không dùng cùng --dry-run"), ("en", "does not go")])
def test_both_options_are_told(ocop: Ocop, language: str, told: str) -> None:
    line = ("dossier", "assess", "D", "a.xlsx", "--template", "--dry-run")
    assert told in ocop.run("--lang", language, *line).stderr


def test_how_the_answer_is_written_goes_with_everything(season: Province) -> None:
    line = ("organisation", "divided", "--template", "a.xlsx", "--json", "--lang", "vi")
    assert json.loads(season.done("to_chuc", *line))["file"] == "a.xlsx"
