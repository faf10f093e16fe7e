"""From the files of the folders of criteria to what they declare, or what is wrong with them."""

from collections.abc import Mapping
from decimal import Decimal

from workflows.definition import Law
from workflows.model.check import Checked
from workflows.model.criteria import BandItem, CriteriaFile, LabelsFile, SilentItem, WordingFile
from workflows.naming import Text
from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.criteria_files import CriteriaFolder
from workflows.reading.made_sets import made_set
from workflows.reading.scoring_sets import Frame, set_problems
from workflows.scoring.criteria import Band, Criteria, Label, Scoring, Silence
from workflows.scoring.wording import fingerprint

MOST = Decimal(100)


def criteria_of(folders: tuple[CriteriaFolder, ...], hashes: Mapping[str, str]) -> dict[str, Criteria]:
    """The criteria that could be read, by name. `hashes` are those of the files by path."""
    return {
        one.head.model.criteria: _criteria(one, one.head.model, hashes)
        for one in folders
        if one.head and one.head.model
    }


def criteria_problems(folders: tuple[CriteriaFolder, ...]) -> list[Problem]:
    """Every problem of what the files of criteria declare together."""
    problems: list[Problem] = []
    for folder in folders:
        frame = _frame(folder)
        if folder.head and folder.head.model:
            problems += _head_problems(folder, folder.head, folder.head.model)
        if folder.labels and folder.labels.model:
            problems += _label_problems(folder.labels, folder.labels.model)
        if folder.wording and folder.wording.model:
            problems += _wording_problems(folder.wording, folder.wording.model, frame.labels)
        for checked in folder.sets.values():
            problems += set_problems(checked, frame)
    return problems


def labels_in(file: LabelsFile) -> dict[str, Label]:
    """Our labels by their Vietnamese words."""
    return {one.vi: Label(Text(one.vi, one.en), tuple(one.texts)) for one in file.labels}


def _frame(folder: CriteriaFolder) -> Frame:
    head, labels = folder.head, folder.labels
    whole = head is not None and head.whole and head.model is not None
    found = labels_in(labels.model) if labels and labels.whole and labels.model else None
    return Frame(
        parts={one.part: one.most for one in head.model.parts} if whole and head and head.model else None,
        grounds={one.ground for one in head.model.grounds} if whole and head and head.model else None,
        labels=found,
    )


def _head_problems(folder: CriteriaFolder, checked: Checked[CriteriaFile], file: CriteriaFile) -> list[Problem]:
    findings = Findings(checked.source)
    findings.repeated((one.part, ("parts", at, "part")) for at, one in enumerate(file.parts))
    findings.repeated((one.ground, ("grounds", at, "ground")) for at, one in enumerate(file.grounds))
    if not checked.whole:
        return findings.problems
    total = sum(one.most for one in file.parts)
    if total != MOST:
        findings.at_key(("parts",), "points_sum_wrong", sum=str(total), most=str(MOST))
    _check_bands(findings, file)
    numbers = {one.model.set: one.model for one in folder.sets.values() if one.model}
    for number in range(1, file.sets + 1):
        if number not in numbers:
            findings.at(("sets",), "set_missing", number=str(number))
    _check_gates(findings, file, folder)
    return findings.problems


def _check_bands(findings: Findings, file: CriteriaFile) -> None:
    """Bands lie side by side from 0 to 100; whole numbers may leave room where it is said what counts there."""
    for at, item in enumerate(file.bands):
        if (item.below is None) == (item.to is None):
            findings.at(("bands", at), "band_open", name=str(item.stars))
            return
    placed = sorted(enumerate(map(_band, file.bands)), key=lambda one: one[1].low)
    end, closed = Decimal(0), False
    for at, band in placed:
        if band.low < end or (closed and band.low == end) or band.high < band.low:
            findings.at(("bands", at), "bands_overlap", name=str(band.stars))
        if band.low > end and (end == 0 or file.silent.between_bands is None):
            findings.at(("bands", at), "bands_gap", start=str(end), end=str(band.low))
        end, closed = band.high, band.closed
    if end != MOST or not closed:
        findings.at_key(("bands",), "bands_gap", start=str(end), end=str(MOST))


def _check_gates(findings: Findings, file: CriteriaFile, folder: CriteriaFolder) -> None:
    criteria = {one.set: one for one in (checked.model for checked in folder.sets.values()) if one}
    for at, gate in enumerate(file.gates):
        if gate.set not in criteria:
            findings.at(("gates", at, "set"), "set_missing", number=str(gate.set))
            continue
        leaves = made_set(criteria[gate.set], file, {}, Silence(), "").criteria
        if findings.unknown(("gates", at, "criterion"), "criterion_unknown", gate.criterion, leaves):
            continue
        if gate.option > len(leaves[gate.criterion].options):
            findings.at(("gates", at, "option"), "option_unknown", name=gate.criterion, number=str(gate.option))


def _label_problems(checked: Checked[LabelsFile], file: LabelsFile) -> list[Problem]:
    findings = Findings(checked.source)
    findings.repeated((one.vi, ("labels", at, "vi")) for at, one in enumerate(file.labels))
    texts = [
        (text, ("labels", at, "texts", index))
        for at, one in enumerate(file.labels)
        for index, text in enumerate(one.texts)
    ]
    findings.repeated(texts)
    return findings.problems


def _wording_problems(
    checked: Checked[WordingFile], file: WordingFile, labels: Mapping[str, Label] | None
) -> list[Problem]:
    """Texts that nothing is called by, texts given twice, and texts that are other than the transcript says."""
    findings = Findings(checked.source)
    known = None if labels is None else {text for one in labels.values() for text in one.texts}
    findings.repeated((one.text, ("wording", at, "text")) for at, one in enumerate(file.wording))
    for at, one in enumerate(file.wording):
        findings.unknown(("wording", at, "text"), "text_unknown", one.text, known)
        if one.differs is None and fingerprint(one.wording) != one.text:
            findings.at(("wording", at, "wording"), "wording_differs", name=one.text)
    return findings.problems


def _criteria(folder: CriteriaFolder, head: CriteriaFile, hashes: Mapping[str, str]) -> Criteria:
    labels = labels_in(folder.labels.model) if folder.labels and folder.labels.model else {}
    worded = folder.wording.model.wording if folder.wording and folder.wording.model else []
    scoring = _scoring(head)
    sets = {path: checked.model for path, checked in folder.sets.items() if checked.model}
    return Criteria(
        name=head.criteria,
        title=head.title.text,
        law=Law(head.law.decision, head.law.in_force, head.law.until),
        basis=head.basis,
        scoring=scoring,
        sets={one.set: made_set(one, head, labels, scoring.silent, hashes.get(path, "")) for path, one in sets.items()},
        labels=labels,
        wording={one.text: one.wording for one in worded},
        strays={one.text: one.differs for one in worded if one.differs},
        grounds={one.ground: one.title.text for one in head.grounds},
        folder=folder.path,
    )


def _scoring(head: CriteriaFile) -> Scoring:
    return Scoring(
        parts={one.part: one.most for one in head.parts},
        bands=tuple(map(_band, head.bands)),
        recognised_from=head.recognised_from,
        silent=_silence(head.silent),
        part_titles={one.part: one.title.text for one in head.parts},
    )


def _band(item: BandItem) -> Band:
    return Band(item.stars, Decimal(item.from_), Decimal(item.below or item.to or item.from_), item.to is not None)


def _silence(item: SilentItem) -> Silence:
    said = {key: one.basis for key in SilentItem.model_fields if (one := getattr(item, key)) is not None}
    return Silence(
        places=item.rounding.places,
        mode=item.rounding.mode,
        between=item.between_bands.take if item.between_bands else "ask",
        lower_too=item.gates.lower_too if item.gates else True,
        requirement=item.requirement_unmet.effect if item.requirement_unmet else "reject",
        none_reached=item.none_reached.take if item.none_reached else "zero",
        bases=said,
    )
