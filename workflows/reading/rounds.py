"""The rounds of a programme: each code once, a day in its own year, and a pattern for every level that values name."""

from collections.abc import Iterable

from workflows.model.check import Checked
from workflows.model.programme import ProgrammeFile
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.families import Kinship
from workflows.rounds import ROUND_TYPES
from workflows.source import Path


def round_problems(programmes: Iterable[Checked[ProgrammeFile]], kin: Kinship) -> list[Problem]:
    """What is wrong with the rounds of programmes. A programme without rounds is asked for none."""
    problems: list[Problem] = []
    for checked in programmes:
        file, findings = checked.model, Findings(checked.source)
        if file is not None and file.rounds is not None and checked.whole:
            _check_codes(findings, file)
            if kin.whole:
                _check_levels(findings, file, kin)
        problems += findings.problems
    return problems


def _check_codes(findings: Findings, file: ProgrammeFile) -> None:
    rounds = file.rounds
    if rounds is None:
        return
    codes: list[tuple[str, Path]] = [
        (one.round, ("rounds", "yearly", at, "round")) for at, one in enumerate(rounds.yearly)
    ]
    findings.repeated(codes)
    yearly = {code for code, _ in codes}
    extra: list[tuple[str, Path]] = [
        (one.round, ("rounds", "extra", at, "round")) for at, one in enumerate(rounds.extra)
    ]
    findings.repeated(extra)
    for code, path in extra:
        if code.rpartition("-")[0] in yearly:
            findings.at(path, "round_every_year", name=code, yearly=code.rpartition("-")[0])


def _check_levels(findings: Findings, file: ProgrammeFile, kin: Kinship) -> None:
    declared = {one.level for one in file.rounds.yearly} if file.rounds else set()
    named = {
        (rule.argument or "", definition.name)
        for family in file.families
        for definition in kin.families.get(family, ())
        for rule in definition.recorded.values()
        if rule.type in ROUND_TYPES
    }
    for level, workflow in sorted(named):
        if level not in declared:
            findings.at(("rounds", "yearly"), "round_level_missing", level=level, workflow=workflow)
