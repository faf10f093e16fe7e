"""From a file of a reform to what it says; whether it fits the register is asked when it is applied."""

from workflows.model.check import check
from workflows.model.reform import ReformFile
from workflows.placed import Findings, in_order
from workflows.problems import Problem
from workflows.source import Source


def read_reform(source: Source) -> tuple[ReformFile | None, list[Problem]]:
    """The reform of a file; None where there are problems."""
    checked = check(ReformFile, source)
    findings = Findings(checked.source)
    if checked.model is not None:
        begin, end = checked.model.organisations, checked.model.ends
        findings.repeated((one.organisation, ("organisations", at, "organisation")) for at, one in enumerate(begin))
        findings.repeated((one.organisation, ("ends", at, "organisation")) for at, one in enumerate(end))
        for at, one in enumerate(end):
            findings.repeated((code, ("ends", at, "successors", index)) for index, code in enumerate(one.successors))
    problems = in_order([*checked.problems, *findings.problems])
    return (None if problems or source.flawed else checked.model), problems
