"""Entering a folder of papers by its index: all papers or none, unless the good rows are asked for."""

from dataclasses import dataclass, field
from pathlib import Path

from cycle.answers import Done
from cycle.commands.papers.filing import keep
from cycle.commands.papers.papers import add_papers
from cycle.commands.permits import Caller, permitted
from cycle.folders.index import offered_lists
from cycle.folders.listing import Folder, list_folder
from cycle.folders.survey import Item, Progress, Report, Survey
from cycle.office import Office
from cycle.sheets import INDEX_BOOK, Fault, read_workbook
from cycle.store import Store
from cycle.texts import Texts
from workflows.verdict import Reason, Refusal

BATCH = 100


@dataclass(frozen=True)
class Bundle:
    """A folder with its index, and who enters it; `texts` carry the rules in force, whose titles the index uses."""

    caller: Caller
    folder: Path
    index: Path
    texts: Texts


def survey_folder(office: Office, bundle: Bundle, progress: Progress) -> Report:
    """What `enter_folder` would find and write, by the same code; nothing is kept or written."""
    survey = _survey(office, bundle, progress)
    return survey.report() if isinstance(survey, Survey) else Report(refused=(survey,))


def enter_folder(office: Office, store: Store, bundle: Bundle, progress: Progress, *, good_rows: bool) -> Report:
    """Enter every good row in batches; nothing at all where a row is bad, unless `good_rows`.

    What is there already is not entered twice, so an interrupted run is simply repeated.
    """
    survey = _survey(office, bundle, progress)
    if not isinstance(survey, Survey):
        return Report(refused=(survey,))
    if survey.faults and not good_rows:
        return survey.report()
    entered: list[str] = []
    written = _Writing(office, store, survey)
    for start in range(0, len(survey.items), BATCH):
        entered += written.batch(survey.items[start : start + BATCH])
        progress(min(start + BATCH, len(survey.items)), len(survey.items))
    return survey.report(tuple(entered))


@dataclass
class _Writing:
    """Puts files into the store, each once, and writes the papers that name them."""

    office: Office
    store: Store
    survey: Survey
    kept: set[tuple[Path, object]] = field(default_factory=set)

    def batch(self, items: list[Item]) -> list[str]:
        """The codes of the papers of one batch; what somebody else has changed meanwhile becomes a fault."""
        ready = [item for item in items if self._keep(item)]
        answers = add_papers(self.office, [(item.caller, item.paper) for item in ready])
        for item, answer in zip(ready, answers, strict=True):
            self._tell(item, answer)
        return [answer.target for answer in answers if isinstance(answer, Done)]

    def _keep(self, item: Item) -> bool:
        file = (item.path, getattr(item.paper.content, "sha256", None))
        if file in self.kept:
            return True
        refused = keep(self.store, item.arrival, item.paper)
        self._tell(item, refused)
        if refused is None:
            self.kept.add(file)
        return refused is None

    def _tell(self, item: Item, answer: Done | Refusal | None) -> None:
        for reason in answer.reasons if isinstance(answer, Refusal) else ():
            self.survey.refuse(item.row, reason)


def _survey(office: Office, bundle: Bundle, progress: Progress) -> Survey | Reason:
    with office.database.reading() as transaction:
        permit = permitted(transaction, office, bundle.caller, "paper.add")
    if isinstance(permit, Reason):
        return permit
    listed = read_workbook(bundle.index, INDEX_BOOK, offered_lists(bundle.texts))
    folder = list_folder(bundle.folder, bundle.index)
    survey = Survey(office, bundle.caller, listed, permit.published.rules.papers, faults=list(listed.faults))
    # Files are read before the snapshot is taken: that may last, and a snapshot holds back the database's own tidying.
    items = survey.read(folder, progress)
    with office.database.reading() as transaction:
        survey.judge(transaction, items)
    survey.warnings += [*listed.warnings, *_unnamed(folder, survey, items)]
    survey.faults.sort(key=lambda fault: fault.row)
    return survey


def _unnamed(folder: Folder, survey: Survey, items: list[Item]) -> list[Fault]:
    """The files of the folder that no row names; not told where a row did not read, which may have named one."""
    if survey.listed.faults:
        return []
    named = {item.path for item in items}
    return [
        Fault("", 0, "", "file_unnamed", {"name": name}) for name, path in folder.files.items() if path not in named
    ]
