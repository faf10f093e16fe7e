"""What the documents say is so: every command runs, everything they name is there, both languages tell the same."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cycle.cli import main
from cycle.cli.telling.answers import CONFLICT, DONE, FAILED, INTERRUPTED, INVALID, NOT_FOUND, REFUSED
from cycle.settings import read_settings
from cycle.settings.values import OF_ONE_RUN, VARIABLES, variables_of
from tests.shape.documents import ROOT, RUN, SHOWN, command_of, documents, lines, rehearses, run, text_of

# Those with a rehearsal share it, and so the process in which they are tested.
EXECUTED = [
    pytest.param(document, marks=pytest.mark.xdist_group("rehearsal of the documents") if rehearses(document) else ())
    for document in documents()
    if any(lines(document, RUN))
]
TRANSLATED = sorted(document for document in documents() if document.endswith(".vi.md"))


def commands(command: click.Command = main, path: str = "") -> list[str]:
    """Every command and group, as it is typed."""
    if not isinstance(command, click.Group):
        return []
    below = [(f"{path} {name}".strip(), one) for name, one in command.commands.items()]
    return [typed for name, one in below for typed in (name, *commands(one, name))]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where rehearsals lie that several documents begin with."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("document", EXECUTED)
def test_the_commands_of_a_document_do_what_it_says(
    document: str, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [*OF_ONE_RUN, *(one for setting in VARIABLES for one in variables_of(setting))]:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for line, status, output in run(document, kept):
        assert status == line.status, (line.text, output)


@pytest.mark.parametrize("document", documents())
def test_every_command_line_that_is_shown_is_one_that_the_program_understands(document: str) -> None:
    shown = [line for line in lines(document, SHOWN) if line.words[0] == "ocop"]
    assert all(command_of(line.words) for line in shown if "COMMAND" not in line.text)


@pytest.mark.parametrize("document", documents())
def test_every_command_that_is_mentioned_exists(document: str) -> None:
    known = commands()
    for mentioned in re.findall(r"`ocop ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)", text_of(document)):
        words = mentioned.split(" ")
        assert words[0] in known, mentioned
        if len(words) > 1 and any(one.startswith(f"{words[0]} ") for one in known):
            assert " ".join(words[:2]) in known, mentioned


@pytest.mark.parametrize("document", documents())
def test_every_make_target_that_is_mentioned_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text_of(document), re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", documents())
def test_every_file_that_is_named_is_there(document: str) -> None:
    folder = (ROOT / document).parent
    linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(document))
    missing = [path for path in linked if not (folder / path).exists()]
    tops = "config|cycle|workflows|notifications|tests|docs|bench"
    named = re.findall(rf"`((?:{tops})/[\w./-]*)`", text_of(document))
    missing += [path for path in named if not (ROOT / path).exists() and not (ROOT / path).with_suffix(".py").exists()]
    assert missing == []


@pytest.mark.parametrize("document", ["README.md", "README.vi.md"])
def test_the_exit_statuses_are_those_of_the_program(document: str) -> None:
    told = [int(status) for status in re.findall(r"^\| (\d+) \|", text_of(document), re.MULTILINE)]
    assert told == [DONE, FAILED, NOT_FOUND, REFUSED, INVALID, CONFLICT, INTERRUPTED]


@pytest.mark.parametrize("document", TRANSLATED)
def test_a_translation_tells_the_reader_to_type_the_same_commands(document: str) -> None:
    english = document.replace(".vi.md", ".md")

    def typed(one: str) -> list[str]:
        return [command_of(line.words) for line in lines(one, RUN) if line.words[0] == "ocop"]

    assert typed(document) == typed(english)


@pytest.mark.parametrize(("language", "document"), [("en", "docs/cli.md"), ("vi", "docs/cli.vi.md")])
def test_the_reference_of_commands_is_what_the_program_prints(language: str, document: str) -> None:
    printed = CliRunner().invoke(main, ["--lang", language, "reference"]).stdout
    assert text_of(document) == printed, f"write it anew: ocop --lang {language} reference > {document}"


@pytest.mark.parametrize("document", ["docs/administrator.md", "docs/administrator.vi.md"])
def test_every_setting_and_every_variable_stands_in_the_table(document: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", text_of(document), re.MULTILINE)
    assert {name: tuple(re.findall(r"`(\w+)`", variables)) for name, variables in rows} == VARIABLES


@pytest.mark.parametrize("document", ["docs/administrator.md", "docs/administrator.vi.md"])
def test_the_settings_file_of_the_document_is_one_that_is_read(document: str, tmp_path: Path) -> None:
    (tmp_path / "ocop.yaml").write_text("\n".join(line.text for line in lines(document, "yaml")), encoding="utf-8")
    found = read_settings(None, {}, tmp_path)
    assert (found.log_level, found.log_format, found.data) == ("info", "json", tmp_path / ".")
