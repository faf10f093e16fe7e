"""From the sources of all files to the rules, or to every problem of all of them."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from workflows.definition import Definition
from workflows.model.check import Checked, check
from workflows.model.programme import ProgrammeFile
from workflows.model.workflow import WorkflowFile
from workflows.placed import Placed, in_order
from workflows.problems import Problem
from workflows.programme import Letters, Programme
from workflows.reading.calendars import calendar_problems, calendars_of
from workflows.reading.councils import council_problems
from workflows.reading.criteria import criteria_of, criteria_problems
from workflows.reading.definitions import place_definition
from workflows.reading.families import Kinship, kinship, kinship_problems, overlap_problems
from workflows.reading.files import WORKFLOW, Files, known_in, name_problems, shape_problems, sort_files
from workflows.reading.items import item_problems
from workflows.reading.known import Known, known_from
from workflows.reading.letters import letter_problems, letters_of, programme_letter_problems
from workflows.reading.programmes import programme_problems
from workflows.reading.rounds import round_problems
from workflows.reading.seasons import season_problems
from workflows.reading.shelves import paper_problems, role_problems
from workflows.reading.templates import template_problems
from workflows.reading.timing import offer_in, offer_of, timing_problems, with_names_meant
from workflows.rules import Calendar, Rules
from workflows.soundness import soundness_problems
from workflows.source import Source


def read_rules(
    sources: Mapping[str, Source], hashes: Mapping[str, str], unreadable: Collection[str] = ()
) -> tuple[Rules | None, list[Problem]]:
    """The rules that the files declare together, or every problem of all files, in the order of their places.

    `hashes` gives the hash of each file's canonical text. `unreadable` are the paths of files that exist but
    whose text is broken: nothing that they might declare is called unknown. There are no rules either where reading the
    text of a source has found problems.
    """
    files = sort_files(sources, unreadable)
    known = known_in(files)
    placed, problems = _place_all(files, hashes, known)
    offers = [offer for one in files.programmes.values() if (offer := offer_in(one, _letters(one, known))) is not None]
    kin = kinship((one.definition for one in placed), whole=_all_read(files, placed))
    problems += [
        *with_names_meant(shape_problems(files), offers),
        *_other_problems(files, known, hashes),
        *overlap_problems(placed),
    ]
    for one in placed:
        problems += soundness_problems(one)
        problems += timing_problems(one, offers)
        problems += letter_problems(one, offers)
        problems += kinship_problems(one, kin)
    problems += season_problems(files.programmes.values(), kin)
    problems += item_problems(files.programmes.values(), kin)
    problems += council_problems(files.programmes.values(), kin)
    problems += round_problems(files.programmes.values(), kin)
    if problems or unreadable or any(source.flawed for source in sources.values()):
        return None, in_order(problems)
    programmes = [offer.programme for offer in offers if offer.programme]
    rules = _rules(calendars_of(files, hashes), known, kin, programmes)
    templates = {path: source.tree for path, source in files.templates.items()}
    return replace(rules, templates=templates, criteria=criteria_of(files.criteria, hashes)), []


def read_definition(source: Source, text_hash: str, rules: Rules) -> tuple[Definition | None, list[Problem]]:
    """One workflow text, such as an older one that a dossier pins, against the rules of a publication.

    It takes the place of the rules' own workflow of that name.
    """
    checked = check(WorkflowFile, source)
    placed, problems = place_definition(checked, text_hash, known_from(rules))
    problems += checked.problems
    if placed is not None:
        others = [one for one in rules.definitions.values() if one.name != placed.definition.name]
        problems += soundness_problems(placed)
        offers = [offer_of(programme) for programme in rules.programmes.values()]
        problems += timing_problems(placed, offers)
        problems += letter_problems(placed, offers)
        problems += kinship_problems(placed, kinship([*others, placed.definition], whole=placed.whole))
    if problems or placed is None or source.flawed:
        return None, in_order(problems)
    return placed.definition, []


def _place_all(files: Files, hashes: Mapping[str, str], known: Known) -> tuple[list[Placed], list[Problem]]:
    found: list[Placed] = []
    problems: list[Problem] = []
    for path, checked in files.workflows.items():
        placed, wrong = place_definition(checked, hashes.get(path, ""), known)
        problems += wrong
        if placed is not None:
            found.append(placed)
    return found, problems


def _all_read(files: Files, placed: list[Placed]) -> bool:
    unread = any(WORKFLOW.match(path) for path in files.unreadable)
    return not unread and len(placed) == len(files.workflows) and all(one.whole for one in placed)


def _other_problems(files: Files, known: Known, hashes: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the names in every file but the workflows."""
    problems = name_problems(files)
    if files.papers:
        problems += paper_problems(files.papers, known)
    if files.roles:
        problems += role_problems(files.roles, known)
    for calendar in files.calendars.values():
        problems += calendar_problems(calendar)
    calendars = calendars_of(files, hashes)
    for programme in files.programmes.values():
        problems += programme_problems(programme, known, calendars)
        problems += programme_letter_problems(programme, known)
    return problems + template_problems(files) + criteria_problems(files.criteria)


def _letters(checked: Checked[ProgrammeFile], known: Known) -> Letters | None:
    letters = checked.model.letters if checked.model else None
    return letters_of(letters, known.roles) if letters else None


def _rules(calendars: dict[str, Calendar], known: Known, kin: Kinship, programmes: list[Programme]) -> Rules:
    members = [member for family in kin.families.values() for member in family]
    return Rules(
        definitions={definition.name: definition for definition in sorted(members, key=lambda one: one.name)},
        papers=known.papers,
        paper_sets=known.sets,
        roles=known.roles,
        programmes={programme.name: programme for programme in programmes},
        calendars=calendars,
        families=kin.families,
    )
