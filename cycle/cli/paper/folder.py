"""`ocop paper add-folder` and `ocop paper index-template`: many files, and the sheet that says what they are."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import FILE, FOLDER
from cycle.cli.importing import fault_json, fault_line
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND, refused_because
from cycle.cli.telling.output import progress, talk, tell, write_json
from cycle.folders import INDEX_NAME, Bundle, Report, enter_folder, survey_folder, write_index
from cycle.texts import Texts


@command("add-folder")
@click.argument("folder", type=FOLDER, metavar="FOLDER")
@option("--index", type=FILE, metavar="FILE.xlsx")
@option("--dry-run", is_flag=True)
@option("--good-rows", is_flag=True)
@click.pass_obj
def add_folder(session: Session, folder: Path, index: Path | None, dry_run: bool, good_rows: bool) -> int:
    app, caller = session.app(), session.caller()
    texts = session.texts.under(session.rules())
    bundle = Bundle(caller, *_places(folder, index), texts)
    with progress(texts.say("folder.label"), 0) as bar:
        if dry_run:
            report = survey_folder(app.office, bundle, bar.reach)
        else:
            report = enter_folder(app.office, app.store, bundle, bar.reach, good_rows=good_rows)
    return _tell(session, report, texts, dry_run=dry_run)


@command("index-template")
@click.argument("file", type=FILE, metavar="FILE.xlsx")
@click.argument("folder", type=FOLDER, metavar="[FOLDER]", required=False)
@click.pass_obj
def index_template(session: Session, file: Path, folder: Path | None) -> None:
    if file.suffix.lower() != ".xlsx":
        raise Failure("not_xlsx", NOT_FOUND, file=file, stem=file.stem)
    if file.exists():
        raise Failure("file_exists", NOT_FOUND, file=file)
    if folder is not None and not folder.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=folder)
    files = write_index(file, session.texts.under(session.rules()), folder)
    if session.json:
        write_json({"result": "done", "file": str(file), "files": files})
    else:
        where = shlex.quote(str(folder or file.parent))
        tell(session.texts.say("folder.template", file=file, files=files, folder=where, index=shlex.quote(str(file))))


def _places(folder: Path, index: Path | None) -> tuple[Path, Path]:
    """The folder and its index, by default the one of the known name that lies in it. Raises Failure."""
    if not folder.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=folder)
    if index is not None and not index.is_file():
        raise Failure("file_missing", NOT_FOUND, file=index)
    if index is None and not (folder / INDEX_NAME).is_file():
        raise Failure("index_missing", NOT_FOUND, folder=folder, name=INDEX_NAME)
    return folder, index or folder / INDEX_NAME


def _tell(session: Session, report: Report, texts: Texts, *, dry_run: bool) -> int:
    if report.refused:
        return refused_because(session, report.refused)
    if session.json:
        write_json(_report_json(report, texts, dry_run=dry_run))
        return FAILED if report.faults else DONE
    for fault in (*report.faults, *report.warnings):
        tell(fault_line(fault, texts))
    for code in report.entered:
        tell(texts.say("paper.added", code=code))
    written = len(report.entered)
    end = "folder.would" if dry_run else "folder.done" if written or not report.faults else "folder.nothing"
    talk(texts.say(end, new=report.new, written=written, known=report.known, faults=len(report.faults)))
    return FAILED if report.faults else DONE


def _report_json(report: Report, texts: Texts, *, dry_run: bool) -> Mapping[str, Any]:
    found = {"faults": report.faults, "warnings": report.warnings}
    told = {name: [fault_json(fault, texts) for fault in faults] for name, faults in found.items()}
    counts = {"new": report.new, "known": report.known, "written": len(report.entered)}
    result = {"result": "faulty" if report.faults else "done", "dry_run": dry_run}
    return {**result, **counts, "entered": list(report.entered), **told}
