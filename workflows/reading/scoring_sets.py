"""What is wrong with one scoring set: points that do not add up, names that mean nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from workflows.model.check import Checked
from workflows.model.criteria import CriterionItem, OptionItem, ScoringSetFile, SectionItem
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.scoring.criteria import Label
from workflows.source import Path


@dataclass(frozen=True)
class Frame:
    """What a set stands in: the maxima of the parts, the grounds and our labels; None where it cannot all be read."""

    parts: Mapping[str, int] | None
    grounds: Collection[str] | None
    labels: Mapping[str, Label] | None


def set_problems(checked: Checked[ScoringSetFile], frame: Frame) -> list[Problem]:
    """Everything in a set that does not agree with itself or with what it stands in."""
    file, findings = checked.model, Findings(checked.source)
    if file is None:
        return []
    found = _Set(findings, frame, checked.whole)
    found.parts(file)
    found.grounds((name, ("rejects", index)) for index, name in enumerate(file.rejects))
    leaves = {item.criterion: item for item, _ in criteria_in(file) if not item.criteria}
    findings.repeated((item.criterion, (*path, "criterion")) for item, path in criteria_in(file))
    for item, path in criteria_in(file):
        found.criterion(item, path, leaves)
    return findings.problems


def criteria_in(file: ScoringSetFile) -> Iterator[tuple[CriterionItem, Path]]:
    """Every criterion of a set, groups before what is in them, with its path."""
    for at, part in enumerate(file.parts):
        for index, section in enumerate(part.sections):
            yield from _below(section, ("parts", at, "sections", index))


def _below(item: SectionItem | CriterionItem, path: Path) -> Iterator[tuple[CriterionItem, Path]]:
    for index, child in enumerate(item.criteria):
        place = (*path, "criteria", index)
        yield child, place
        yield from _below(child, place)


@dataclass(frozen=True)
class _Set:
    """A set as it is looked through. What a broken part has left out may be missing from sums: `whole` False."""

    findings: Findings
    frame: Frame
    whole: bool

    def parts(self, file: ScoringSetFile) -> None:
        self.findings.repeated((part.part, ("parts", at, "part")) for at, part in enumerate(file.parts))
        for at, part in enumerate(file.parts):
            path: Path = ("parts", at)
            wanted = (self.frame.parts or {}).get(part.part, part.most)
            if wanted != part.most:
                self.findings.at((*path, "most"), "part_unlike", name=part.part, most=str(wanted))
            self._sum(path, part.most, [one.most for one in part.sections])
            for index, one in enumerate(part.sections):
                self._sum((*path, "sections", index), one.most, [below.most for below in one.criteria])
        there = {part.part for part in file.parts}
        for name in sorted(set(self.frame.parts or ()) - there) if self.whole else ():
            self.findings.at_key(("parts",), "part_missing", name=name)

    def grounds(self, names: Iterator[tuple[str, Path]]) -> None:
        for name, path in names:
            self.findings.unknown(path, "ground_unknown", name, self.frame.grounds)

    def criterion(self, item: CriterionItem, path: Path, leaves: Mapping[str, CriterionItem]) -> None:
        kinds = [kind for kind in ("options", "criteria", "yes_no") if getattr(item, kind)]
        if self.whole and len(kinds) != 1:
            self.findings.at(path, "criterion_shape", name=item.criterion)
        if item.criteria:
            self._sum(path, item.most, [below.most for below in item.criteria])
        if item.options:
            self._options(item, path)
        self.grounds((one.ground, (*path, "excludes", at, "ground")) for at, one in enumerate(item.excludes))
        self._labels([*zip(item.hints, ((*path, "hints", at) for at in range(len(item.hints))), strict=True)])
        self._labels([(label, (*path, "cases", name)) for name, label in item.cases.items()])
        if item.only_if:
            self._only_if(item, path, leaves)

    def _sum(self, path: Path, most: int, below: list[int]) -> None:
        if self.whole and sum(below) != most:
            self.findings.at((*path, "most"), "points_sum_wrong", sum=str(sum(below)), most=str(most))

    def _only_if(self, item: CriterionItem, path: Path, leaves: Mapping[str, CriterionItem]) -> None:
        rule = item.only_if
        if rule is None or not self.whole:
            return
        unknown = self.findings.unknown((*path, "only_if", "criterion"), "criterion_unknown", rule.criterion, leaves)
        if not unknown and rule.option > len(leaves[rule.criterion].options):
            place = (*path, "only_if", "option")
            self.findings.at(place, "option_unknown", name=rule.criterion, number=str(rule.option))

    def _options(self, item: CriterionItem, path: Path) -> None:
        cases = dict.fromkeys(option.case for option in item.options)
        for case in cases:
            options = [one for one in item.options if one.case == case]
            if self.whole and max(one.points for one in options) != item.most:
                best = max(one.points for one in options)
                self.findings.at((*path, "most"), "options_unlike_most", most=str(item.most), best=str(best))
        for at, option in enumerate(item.options):
            place = (*path, "options", at)
            if (option.case is not None or item.cases) and option.case not in item.cases:
                self.findings.at((*place, "case"), "case_unknown", name=option.case or "-")
            before = [one for one in item.options[:at] if one.case == option.case]
            if any(_falls(one, option) for one in before):
                self.findings.at(place, "options_falling", name=item.criterion)
            self._label(option, place)

    def _label(self, option: OptionItem, place: Path) -> None:
        self._labels([(option.label, (*place, "label"))])
        label = (self.frame.labels or {}).get(option.label)
        if label is None:
            return
        if option.text is None and len(label.texts) > 1:
            self.findings.at(place, "text_needed", texts=", ".join(label.texts))
        elif option.text is not None:
            self.findings.unknown((*place, "text"), "text_unknown", option.text, label.texts)

    def _labels(self, labels: list[tuple[str, Path]]) -> None:
        for label, path in labels:
            self.findings.unknown(path, "label_unknown", label, self.frame.labels)


def _falls(earlier: OptionItem, later: OptionItem) -> bool:
    stars = later.stars is not None and earlier.stars is not None and later.stars <= earlier.stars
    return later.points < earlier.points or stars
