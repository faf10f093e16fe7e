"""`ocop workflow try`: the trials of definitions walked, each verdict shown against what was expected."""

from pathlib import Path

import click

from cycle.cli.asking.declared import ConfigurationError, configuration, definition_asked
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE, FOLDER
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND
from cycle.cli.telling.output import tell, write_json
from cycle.cli.workflow.verdicts import run_lines, runs_json, sum_lines
from cycle.trying import Run, read_scripts, run, scripts_in
from workflows.rules import Rules
from workflows.trying import Script

SUFFIX = ".yaml"


@command("try")
@click.argument("definition", metavar="[WORKFLOW]", required=False)
@click.argument("script", metavar="[FILE]", required=False, type=FILE)
@option("--config", "folder", type=FOLDER, metavar="DIR")
@click.pass_obj
def try_(session: Session, definition: str | None, script: Path | None, folder: Path | None) -> int:
    workflow, where = _asked(session, definition, folder)
    rules = configuration(session, where).rules
    if workflow is not None:
        definition_asked(rules, workflow)
    scripts = _scripts_of(rules, workflow, where) if script is None else _script_in(rules, workflow, script)
    return _give(session, rules, [run(one, rules) for one in scripts])


def _scripts_of(rules: Rules, workflow: str | None, folder: Path) -> list[Script]:
    """The scripts of a folder, of one workflow where it is named. Raises ConfigurationError and Failure."""
    scripts, problems = read_scripts(scripts_in(folder), rules, workflow)
    if problems:
        raise ConfigurationError(problems)
    if not scripts:
        raise Failure("trials_none", NOT_FOUND, folder=folder)
    return scripts


def _script_in(rules: Rules, workflow: str | None, file: Path) -> list[Script]:
    """The script of a file, which is of the workflow named. Raises ConfigurationError and Failure."""
    if not file.is_file():
        raise Failure("script_missing", NOT_FOUND, file=file)
    scripts, problems = read_scripts([file], rules, None)
    if problems:
        raise ConfigurationError(problems)
    for other in scripts:
        if workflow not in (None, other.definition.name):
            raise Failure("script_of_other", NOT_FOUND, file=file, workflow=other.definition.name)
    return scripts


def _asked(session: Session, definition: str | None, folder: Path | None) -> tuple[str | None, Path]:
    """The workflow that is meant and the folder that it lies in: a path of a definition names both."""
    where = session.config_folder(folder)
    if definition is None or not definition.endswith(SUFFIX):
        return definition, where
    file = Path(definition).resolve()
    if not file.is_file() or file.parent.name != "workflows":
        raise Failure("definition_missing", NOT_FOUND, file=file)
    return file.stem.replace("-", "_"), folder or session.config or file.parent.parent


def _give(session: Session, rules: Rules, runs: list[Run]) -> int:
    """Write every verdict, the sum and what is left to try; the status says whether all was as expected."""
    texts = session.texts.under(rules)
    if session.json:
        write_json(runs_json(texts, runs))
    else:
        for line in [*(line for one in runs for line in run_lines(texts, one)), *sum_lines(texts, runs)]:
            tell(line)
    return FAILED if any(one.met is False for found in runs for one in found.tried) else DONE
