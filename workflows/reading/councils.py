"""The councils of a programme: seats named once, a chair where one is required, states that there are."""

from collections.abc import Iterable

from workflows.model.check import Checked
from workflows.model.councils import CouncilItem
from workflows.model.programme import ProgrammeFile
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.families import Kinship
from workflows.source import Path


def council_problems(programmes: Iterable[Checked[ProgrammeFile]], kin: Kinship) -> list[Problem]:
    """What is wrong with the councils of programmes; states are asked for where all workflows could be read."""
    problems: list[Problem] = []
    for checked in programmes:
        if checked.model is not None and checked.whole:
            findings = Findings(checked.source)
            names = [(one.council, ("councils", at, "council")) for at, one in enumerate(checked.model.councils)]
            findings.repeated(names)
            for at, council in enumerate(checked.model.councils):
                _check_seats(findings, council, ("councils", at))
                if kin.whole:
                    _check_states(findings, council, ("councils", at), _states(checked.model, kin))
            problems += findings.problems
    return problems


def _check_seats(findings: Findings, council: CouncilItem, at: Path) -> None:
    findings.repeated([(one.seat, (*at, "seats", index, "seat")) for index, one in enumerate(council.seats)])
    if not any(one.chair for one in council.seats) and council.quorum.chair == "required":
        findings.at((*at, "quorum", "chair"), "chair_without_seat", council=council.council)


def _check_states(findings: Findings, council: CouncilItem, at: Path, known: frozenset[str]) -> None:
    for form in ("meeting", "written"):
        states = [(name, (*at, "hears", form, index)) for index, name in enumerate(getattr(council.hears, form))]
        findings.repeated(states)
        for name, path in states:
            findings.unknown(path, "state_unknown", name, known)


def _states(file: ProgrammeFile, kin: Kinship) -> frozenset[str]:
    """The open states of every workflow of the programme's families."""
    members = (one for family in file.families for one in kin.families.get(family, ()))
    return frozenset(name for one in members for name, state in one.states.items() if state.final is None)
