"""Which files of a configuration belong to which decision's criteria."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.model.check import Checked, check
from workflows.model.criteria import CriteriaFile, LabelsFile, ScoringSetFile, WordingFile
from workflows.placed import Findings
from workflows.problems import Place, Problem
from workflows.source import Source

CRITERIA = re.compile(r"(criteria/([a-z0-9][a-z0-9-]*))/(criteria|labels|wording|set-([0-9]{2}))\.yaml\Z")


@dataclass(frozen=True)
class CriteriaFolder:
    """The files of one folder, each checked for its shape; `sets` by path. `head` is criteria.yaml."""

    path: str
    head: Checked[CriteriaFile] | None = None
    labels: Checked[LabelsFile] | None = None
    wording: Checked[WordingFile] | None = None
    sets: Mapping[str, Checked[ScoringSetFile]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the criteria must be called."""
        return self.path.rpartition("/")[2].replace("-", "_")

    @property
    def paths(self) -> Iterator[str]:
        """Every file of it."""
        single = (("criteria", self.head), ("labels", self.labels), ("wording", self.wording))
        yield from (f"{self.path}/{name}.yaml" for name, found in single if found)
        yield from self.sets


def criteria_folders(sources: Mapping[str, Source]) -> tuple[CriteriaFolder, ...]:
    """Every folder of criteria that has a file, in the order of their names."""
    paths = sorted({match[1] for path in sources if (match := CRITERIA.match(path))})
    return tuple(_folder(path, sources) for path in paths)


def criteria_shape_problems(folders: tuple[CriteriaFolder, ...], unreadable: frozenset[str]) -> list[Problem]:
    """What is wrong with each file for itself, and a folder's missing criteria.yaml."""
    problems: list[Problem] = []
    for folder in folders:
        head = f"{folder.path}/criteria.yaml"
        if folder.head is None and head not in unreadable:
            problems.append(Problem(Place(head), "file_missing", {"name": head}))
        for checked in (folder.head, folder.labels, folder.wording, *folder.sets.values()):
            problems += checked.problems if checked else ()
    return problems


def criteria_name_problems(folders: tuple[CriteriaFolder, ...]) -> list[Problem]:
    """Criteria that are not called like their folder, sets that are not called like their file."""
    problems: list[Problem] = []
    for folder in folders:
        if folder.head and folder.head.model and folder.head.model.criteria not in (folder.name, "unread"):
            problems += _misnamed(folder.head.source, "criteria", folder.head.model.criteria, folder.name)
        for path, checked in folder.sets.items():
            match = CRITERIA.match(path)
            if match and checked.whole and checked.model and checked.model.set != int(match[4]):
                problems += _misnamed(checked.source, "set", str(checked.model.set), str(int(match[4])))
    return problems


def _misnamed(source: Source, key: str, name: str, wanted: str) -> list[Problem]:
    findings = Findings(source)
    findings.at((key,), "file_of_other_name", wanted, name=name)
    return findings.problems


def _folder(path: str, sources: Mapping[str, Source]) -> CriteriaFolder:
    head, labels = sources.get(f"{path}/criteria.yaml"), sources.get(f"{path}/labels.yaml")
    wording = sources.get(f"{path}/wording.yaml")
    sets = [one for one in sorted(sources) if (match := CRITERIA.match(one)) and match[1] == path and match[4]]
    return CriteriaFolder(
        path,
        check(CriteriaFile, head) if head else None,
        check(LabelsFile, labels) if labels else None,
        check(WordingFile, wording) if wording else None,
        {one: check(ScoringSetFile, sources[one]) for one in sets},
    )
