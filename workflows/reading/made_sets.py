"""From the model of a scoring set to the set as it is scored by."""

from collections.abc import Iterator, Mapping

from workflows.model.criteria import CriteriaFile, CriterionItem, GateItem, OptionItem, ScoringSetFile
from workflows.naming import Text
from workflows.reading.scoring_sets import criteria_in
from workflows.scoring.criteria import CriteriaSet, Criterion, Finding, Heading, Label, Option, Silence

Steps = tuple[str, ...]


def made_set(
    file: ScoringSetFile, head: CriteriaFile, labels: Mapping[str, Label], silent: Silence, text_hash: str
) -> CriteriaSet:
    """A set in which nothing is wrong, its corrected gates in place."""
    gates = [one for one in head.gates if one.set == file.set]
    leaves = {item.criterion: _leaf(item, steps, labels, gates) for item, steps in _placed(file) if not item.criteria}
    return CriteriaSet(
        number=file.set,
        title=file.title,
        sector=file.sector,
        criteria=leaves,
        findings=tuple(_findings(file, silent)),
        zero_stops={
            section.section: tuple(code for code, one in leaves.items() if one.path[1] == section.section)
            for part in file.parts
            for section in part.sections
            if section.stops_at_zero
        },
        headings={one.code: one for one in _headings(file)},
        ministries=tuple(file.ministries),
        none_taken=silent.none_reached == "zero",
        hash=text_hash,
    )


def _placed(file: ScoringSetFile) -> Iterator[tuple[CriterionItem, Steps]]:
    """Every criterion with the codes that lead to it."""
    for part in file.parts:
        for section in part.sections:
            for item in section.criteria:
                yield from _below(item, (part.part, section.section))


def _below(item: CriterionItem, steps: Steps) -> Iterator[tuple[CriterionItem, Steps]]:
    yield item, steps
    for child in item.criteria:
        yield from _below(child, (*steps, item.criterion))


def _leaf(item: CriterionItem, steps: Steps, labels: Mapping[str, Label], gates: list[GateItem]) -> Criterion:
    corrected = {one.option: one.stars for one in gates if one.criterion == item.criterion}
    return Criterion(
        code=item.criterion,
        title=item.title,
        most=item.most,
        options=tuple(_option(one, labels, corrected.get(at)) for at, one in enumerate(item.options, 1)),
        path=steps,
        only_if=(item.only_if.criterion, item.only_if.option) if item.only_if else None,
        yes_no=item.yes_no,
        cases={name: _text(label, labels) for name, label in item.cases.items()},
        hints=tuple(_text(label, labels) for label in item.hints),
    )


def _option(item: OptionItem, labels: Mapping[str, Label], corrected: int | None) -> Option:
    label = labels.get(item.label)
    text = item.text or next(iter(label.texts if label else ()), "")
    return Option(item.points, _text(item.label, labels), corrected or item.stars, item.case, text)


def _text(label: str, labels: Mapping[str, Label]) -> Text:
    return labels[label].title if label in labels else Text(label, label)


def _findings(file: ScoringSetFile, silent: Silence) -> Iterator[Finding]:
    yield from (Finding(ground, "reject") for ground in file.rejects)
    for item, _ in criteria_in(file):
        for one in item.excludes:
            effect = silent.requirement if one.effect == "requirement" else one.effect
            yield Finding(one.ground, effect, item.criterion)


def _headings(file: ScoringSetFile) -> Iterator[Heading]:
    for part in file.parts:
        yield Heading(part.part, "part", part.title, part.most)
        for section in part.sections:
            yield Heading(section.section, "section", section.title, section.most, part.part)
    for item, steps in _placed(file):
        if item.criteria:
            yield Heading(item.criterion, "group", item.title, item.most, steps[-1])
