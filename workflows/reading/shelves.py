"""From the models of papers.yaml and roles.yaml to what they declare, every name in them checked."""

from collections.abc import Mapping

from workflows.model.check import Checked
from workflows.model.papers import PapersFile
from workflows.model.roles import INDISPENSABLE, RolesFile
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.known import Known
from workflows.rules import PaperType, Role


def papers_of(checked: Checked[PapersFile] | None) -> dict[str, PaperType]:
    items = checked.model.papers if checked and checked.model else []
    return {item.paper: item.paper_type for item in items}


def sets_of(checked: Checked[PapersFile] | None) -> dict[str, tuple[str, ...]]:
    items = checked.model.sets if checked and checked.model else []
    return {item.set: tuple(item.papers) for item in items}


def roles_of(checked: Checked[RolesFile] | None) -> Mapping[str, Role]:
    items = checked.model.roles if checked and checked.model else []
    return {item.role: item.as_role for item in items}


def paper_problems(checked: Checked[PapersFile], known: Known) -> list[Problem]:
    """Papers and sets named twice, members of sets that are no papers, and roles to hand in that do not exist."""
    file, findings = checked.model, Findings(checked.source)
    if file is None:
        return []
    findings.repeated((item.paper, ("papers", index, "paper")) for index, item in enumerate(file.papers))
    findings.repeated((item.set, ("sets", index, "set")) for index, item in enumerate(file.sets))
    for at, paper in enumerate(file.papers):
        findings.repeated((one.law, ("papers", at, "by_law", n, "law")) for n, one in enumerate(paper.by_law or ()))
        handing = [(name, ("papers", at, "handed_in_by", n)) for n, name in enumerate(paper.handed_in_by or ())]
        findings.repeated(handing)
        for name, path in handing:
            findings.unknown(path, "role_unknown", name, known.role_names)
    for at, item in enumerate(file.sets):
        members = [(name, ("sets", at, "papers", index)) for index, name in enumerate(item.papers)]
        findings.repeated(members)
        for name, path in members:
            findings.unknown(path, "paper_unknown", name, known.paper_names)
    return findings.problems


def role_problems(checked: Checked[RolesFile], known: Known) -> list[Problem]:
    """Roles named twice, roles to act for that do not exist, and permissions that somebody must have."""
    file, findings = checked.model, Findings(checked.source)
    if file is None:
        return []
    findings.repeated((item.role, ("roles", index, "role")) for index, item in enumerate(file.roles))
    for at, item in enumerate(file.roles):
        for index, name in enumerate(item.acts_for):
            findings.unknown(("roles", at, "acts_for", index), "role_unknown", name, known.role_names)
    if checked.whole:
        given = {permission for item in file.roles for permission in item.may}
        for permission in INDISPENSABLE:
            if permission not in given:
                findings.at_key(("roles",), "permission_nobody", name=permission)
    return findings.problems
