"""All that is wrong with a folder of configuration, its trials and organisations included, before it is published."""

from dataclasses import dataclass
from pathlib import Path

from cycle.configuration import Configuration, read_configuration, read_seeds
from cycle.documents.trying import template_problems
from cycle.law.plans import plan_problems, plans_in
from cycle.reading import read_folder
from cycle.trying import read_scripts, scripts_in
from workflows.placed import in_order
from workflows.problems import Problem
from workflows.reading import unseeded
from workflows.rules import Rules


@dataclass(frozen=True)
class Checked:
    """How many files were read, every problem of all of them in the order of their places, the rules if they read."""

    files: int
    problems: list[Problem]
    rules: Rules | None = None


def check_folder(folder: Path) -> Checked:
    """A folder checked whole. Where its rules do not read, names in its trials are not checked against them."""
    found = read_configuration(folder)
    sources, _ = read_folder(folder)
    seeds, wrong_seeds = read_seeds(folder)
    trials = scripts_in(folder)
    rules, problems = (found.rules, []) if isinstance(found, Configuration) else (None, found)
    plans = plans_in(folder)
    problems = [*problems, *read_scripts(trials, rules, None)[1], *template_problems(folder)]
    problems += plan_problems(plans, rules)
    if seeds and not wrong_seeds:
        problems += unseeded(sources, seeds)
    files = len(sources) + len(list((folder / "organisations").glob("*.yaml"))) + len(trials) + len(plans)
    return Checked(files, in_order(problems), rules)
