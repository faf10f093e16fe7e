"""Score sheets as workbooks on the command line: written to be filled in, read, and checked for what they are for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cycle.cli.asking.seeing import Refused
from cycle.cli.asking.session import Failure, Session
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import headings
from cycle.cli.telling.output import tell, write_json
from cycle.queries.evaluation.scoring import Scored
from cycle.sheets import Value
from cycle.sheets.package import WorkbookRefused
from cycle.sheets.scoremarks import Said, ground_key, numbers, option_key, said
from cycle.sheets.scoresheet import About, Filled, Form, Line, read_forms, write_forms
from cycle.texts import Texts
from workflows.scoring.criteria import Criterion
from workflows.verdict import Reason

SHOWN = ("criterion", "criterion_title", "most_points", "option", "option_label", "points", "stars")
COLUMNS = (*SHOWN, "mark", "points_given", "papers_relied")


def write_sheets(session: Session, path: Path, scored: Sequence[Scored]) -> None:
    """Write the workbook with a sheet for each dossier, and say so. Raises Failure where the file is there."""
    texts = session.texts.under(session.rules())
    forms = [Form(_about(one), tuple(_lines(texts, one))) for one in scored]
    write_forms(path, headings(session, COLUMNS), forms)
    if session.json:
        write_json({"result": "done", "file": str(path), "sheets": len(forms)})
    else:
        tell(texts.say("sheet.template", file=path, count=len(forms)))


def read_sheets(path: Path) -> list[Filled]:
    """The sheets of a workbook. Raises Failure where there is no such file, and Refused where it cannot be read."""
    if not path.is_file():
        raise Failure("file_missing", NOT_FOUND, file=path)
    try:
        return read_forms(path)
    except WorkbookRefused as refusal:
        raise Refused(Reason(refusal.code, refusal.params)) from None


def said_by(scored: Scored, sheets: Sequence[Filled]) -> Said | list[Reason]:
    """What a workbook says of a dossier, or every reason why not: it has none of it, or see `said_on`."""
    filled = next((one for one in sheets if one.about.dossier == scored.dossier), None)
    if filled is None:
        found = sorted({one.about.dossier for one in sheets})
        return [Reason("score_sheet_of_other", {"dossiers": found, "wanted": scored.dossier})]
    return said_on(scored, filled)


def said_on(scored: Scored, filled: Filled) -> Said | list[Reason]:
    """What a page says, or every reason why not: it cannot be read, is for something else, or wrongly filled in."""
    if fault := filled.fault or of_session(scored.session, filled) or _otherwise(scored, filled.about):
        return [fault]
    return said(scored.given, filled)


def of_session(session: str, filled: Filled) -> Reason | None:
    """Why a page is not for a session, or, where that is empty, not for a producer's own assessment."""
    about = filled.about
    if about.session == session:
        return None
    if not session:
        return Reason("score_sheet_of_session", {"dossier": about.dossier, "session": about.session})
    if not about.session:
        return Reason("score_sheet_of_producer", {"dossier": about.dossier, "session": session})
    return Reason("score_sheet_other_session", {"dossier": about.dossier, "found": about.session, "wanted": session})


def _otherwise(scored: Scored, about: About) -> Reason | None:
    """How the turn or the set that a page was written for differs from that of now."""
    wanted, told = _about(scored), {"dossier": scored.dossier}
    if about.turn != wanted.turn:
        return Reason("score_sheet_other_turn", {**told, "found": about.turn, "wanted": wanted.turn})
    if about.criteria != wanted.criteria:
        return Reason("score_sheet_other_criteria", {**told, "decision": scored.criteria.law.decision})
    if about.set_number != wanted.set_number:
        return Reason("score_sheet_other_set", {**told, "set": wanted.set_number, "found": about.set_number})
    return Reason("score_sheet_other_edition", {**told, "set": wanted.set_number}) if about != wanted else None


def _about(scored: Scored) -> About:
    given = scored.given
    return About(scored.session, scored.dossier, scored.criteria.name, given.number, given.hash, scored.turn)


def _lines(texts: Texts, scored: Scored) -> Iterator[Line]:
    for one in scored.given.criteria.values():
        for place, number in enumerate(numbers(scored.given, one)):
            head: tuple[Value, ...] = (one.code, one.title, one.most) if not place else (one.code, None, None)
            cells = (*head, number, option_words(texts, scored, one, number), one.points(number), _stars(one, number))
            yield Line(option_key(one.code, number), cells)
    for found in scored.given.findings:
        ground, effect = scored.criteria.grounds.get(found.ground), texts.word(f"effect.{found.effect}")
        words = texts.title(ground) if ground else found.ground
        cells = (found.at or "", texts.say("sheet.ground", effect=effect), None, None, words, None, None)
        yield Line(ground_key(found.ground, found.at), cells)


def option_words(texts: Texts, scored: Scored, one: Criterion, number: int) -> str:
    """An option in its official words where they are loaded, else in ours."""
    if not number:
        return texts.say("sheet.none_reached")
    if one.yes_no:
        return texts.word("criteria.yes")
    option = one.options[number - 1]
    case = f"{texts.title(one.cases[option.case])}: " if option.case is not None and option.case in one.cases else ""
    return case + (scored.criteria.wording_of(option) or texts.title(option.label))


def _stars(one: Criterion, number: int) -> int | None:
    return one.options[number - 1].stars if number and not one.yes_no else None
