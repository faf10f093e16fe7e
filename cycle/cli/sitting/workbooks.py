"""`ocop sheet template` and `ocop sheet enter-many`: the sheets of a session as workbooks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from cycle.answers import Answer, Done, refused_all
from cycle.cli.asking.acting import acting, caller_of
from cycle.cli.asking.seeing import Refused, shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE, Place
from cycle.cli.asking.written import CODE
from cycle.cli.scoresheets import of_session, read_sheets, said_on, write_sheets
from cycle.cli.telling.answers import FAILED, NOT_FOUND, answer_json, status_of, with_names, worst
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.workbook import NewWorkbook
from cycle.commands.councils import EnterSheet, enter_sheet, try_enter_sheet
from cycle.queries.evaluation.scoring import Scored, list_open_turns
from cycle.sheets.scoremarks import Said
from cycle.sheets.scoresheet import Filled
from cycle.texts import Texts
from workflows.verdict import Reason, Refusal


@dataclass(frozen=True)
class Page:
    """A page with what it says, or why it cannot be taken, or None where it is not filled in.

    `dossier` is empty where the file as a whole cannot be read.
    """

    file: Path
    dossier: str
    said: Said | list[Reason] | None


Outcome = tuple[Page, Answer | None]


@command("template")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("file", type=NewWorkbook(), metavar="FILE.xlsx")
@option("--dossier", "dossiers", type=CODE, metavar="DOSSIER", multiple=True)
@click.pass_obj
def template(session: Session, code: str, file: Path, dossiers: tuple[str, ...]) -> None:
    scored = shown(list_open_turns(session.app().office, view(session), code))
    chosen = [one for one in scored if not dossiers or one.dossier in dossiers]
    if not chosen:
        raise Failure("no_open_turn", session=code)
    write_sheets(session, file, chosen)


@command("enter-many")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("files", type=Place(), nargs=-1, required=True, metavar="FILE.xlsx…|FOLDER…")
@option("--member", type=CODE, metavar="MEMBER")
@option("--scan", type=FILE, metavar="FILE")
@acting
@click.pass_obj
def enter_many(session: Session, /, code: str, files: tuple[Path, ...], dry_run: bool, **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    turns = {one.dossier: one for one in shown(list_open_turns(session.app().office, view(session), code))}
    pages = [page for file in _books(files) for page in _pages(file, code, turns)]
    asked = EnterSheet(caller, code, "", {}, given["member"], scan=given["scan"])
    outcomes = [(page, _answer(session, asked, page, pages, dry_run=dry_run)) for page in pages]
    _told(session, outcomes, dry_run=dry_run)
    # What is not filled in is an ordinary case, but not where nothing else was given.
    return worst(_status(page, answer) for page, answer in outcomes if answer) if _counts(outcomes)["given"] else FAILED


def _books(files: Iterable[Path]) -> Iterator[Path]:
    """The workbooks named, and those that lie in the folders named. Raises Failure where there is none in a folder."""
    for one in files:
        inside = sorted(file for file in one.glob("*.xlsx") if file.name[0] not in "~.") if one.is_dir() else [one]
        if not inside:
            raise Failure("no_workbooks", NOT_FOUND, folder=one)
        yield from inside


def _pages(file: Path, code: str, turns: Mapping[str, Scored]) -> Iterator[Page]:
    try:
        sheets = read_sheets(file)
    except Refused as refused:
        yield Page(file, "", list(refused.refusal.reasons))
        return
    for one in sheets:
        yield Page(file, one.about.dossier, _said(one, code, turns))


def _said(filled: Filled, code: str, turns: Mapping[str, Scored]) -> Said | list[Reason] | None:
    if fault := filled.fault or of_session(code, filled):
        return [fault]
    if not filled.rows:
        return None
    turn = turns.get(filled.about.dossier)
    return said_on(turn, filled) if turn else Said({})


def _answer(session: Session, asked: EnterSheet, page: Page, pages: Sequence[Page], *, dry_run: bool) -> Answer | None:
    """A page entered by itself, a request of its own: what is refused keeps no other from being entered."""
    found = page.said
    if not isinstance(found, Said):
        return refused_all(found) if found else None
    same = [one for one in pages if one.dossier == page.dossier and isinstance(one.said, Said)]
    if any(one.said != found for one in same):
        files = [str(one.file) for one in same]
        return refused_all([Reason("score_sheet_several", {"dossier": page.dossier, "files": files})])
    said: dict[str, Any] = {"answers": found.answers, "findings": found.findings, "papers": found.papers}
    own = replace(asked.caller, request=f"{asked.caller.request} {page.dossier}")
    one, app = replace(asked, caller=own, dossier=page.dossier, **said), session.app()
    return try_enter_sheet(app.office, one) if dry_run else enter_sheet(app.office, app.store, one)


def _status(page: Page, answer: Answer) -> int:
    status = status_of(answer)
    return status if page.dossier else FAILED


def _counts(outcomes: Sequence[Outcome]) -> Mapping[str, int]:
    """How many of each; the same sheet in two files is one."""
    refused = [page.dossier for page, answer in outcomes if isinstance(answer, Refusal)]
    given = [page.dossier for page, answer in outcomes if answer is not None]
    done = {page.dossier for page, answer in outcomes if isinstance(answer, Done)}
    counts = {"done": len(done), "refused": sum(map(bool, refused)), "unread": refused.count("")}
    return {**counts, "given": len(given), "blank": len(outcomes) - len(given)}


def _told(session: Session, outcomes: Sequence[Outcome], *, dry_run: bool) -> None:
    texts = session.texts.under(session.rules_or_none())
    if session.json:
        told = [_json(texts, page, answer) for page, answer in outcomes]
        write_json({"dry_run": dry_run, "total": len(outcomes), "outcomes": told})
    else:
        for page, answer in outcomes:
            tell("\n".join(_lines(session, texts, (page, answer), "sheet.would" if dry_run else "sheet.taken")))
        talk(texts.say("sheet.sum_dry" if dry_run else "sheet.sum", **_counts(outcomes)))


def _json(texts: Texts, page: Page, answer: Answer | None) -> Mapping[str, Any]:
    told = {"file": str(page.file), "dossier": page.dossier or None}
    return {**told, **(answer_json(answer, texts) if answer else {"result": "blank"})}


def _lines(session: Session, texts: Texts, outcome: Outcome, taken: str) -> Iterator[str]:
    page, answer = outcome
    about = {"dossier": page.dossier, "file": page.file}
    if answer is None:
        yield texts.say("sheet.blank", **about)
        return
    refused = with_names(session, answer)
    if not isinstance(refused, Refusal):
        yield texts.say(taken, **about)
        return
    yield texts.say("sheet.refused" if page.dossier else "sheet.unread", **about)
    yield from (f"  - {texts.reason(one)}" for one in refused.reasons)
