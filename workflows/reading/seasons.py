"""What a season is opened with: a family of the programme that nothing else opens, and that waits for no values

unless its dossiers are items of the programme.
"""

from collections.abc import Iterable

from workflows.model.check import Checked
from workflows.model.programme import ProgrammeFile
from workflows.placed import Findings
from workflows.problems import Problem, nearest_name
from workflows.reading.families import Kinship
from workflows.source import Path


def season_problems(programmes: Iterable[Checked[ProgrammeFile]], kin: Kinship) -> list[Problem]:
    """Why the family that a programme opens its season with cannot be opened by hand, where all could be read."""
    problems: list[Problem] = []
    for checked in programmes:
        if kin.whole and checked.model is not None and checked.whole:
            problems += _problems(Findings(checked.source), checked.model, kin)
    return problems


def _problems(findings: Findings, file: ProgrammeFile, kin: Kinship) -> list[Problem]:
    path: Path = ("opens",) if "opens" in file.model_fields_set else ("families",)
    if file.opens not in file.families:
        findings.at(path, "season_not_listed", nearest_name(file.opens, set(file.families)), name=file.opens)
        return findings.problems
    for opener in kin.openers.get(file.opens, ()):
        findings.at(path, "season_opened_by", name=file.opens, opener=opener.name)
    for member in kin.families.get(file.opens, ()):
        wanted = [rule.name for rule in member.receives if rule.awaited]
        if wanted and member.titled is None:
            findings.at(path, "season_receives", name=file.opens, workflow=member.name, wanted=", ".join(wanted))
    return findings.problems
