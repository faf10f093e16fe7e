"""`ocop import`: an office's workbook of producers, establishments and products."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cycle.cli.answers import DONE, FAILED, NOT_FOUND, refused_because
from cycle.cli.output import progress, talk, tell, write_json
from cycle.cli.session import Failure, Session
from cycle.cli.spoken import group, option
from cycle.cli.types import FILE
from cycle.commands.payloads import plain
from cycle.imports import Report, import_products, survey_products
from cycle.sheets import Fault, explain
from cycle.sheets import template as write_template
from cycle.texts import Texts


@group("import")
def importing() -> None:
    """Acts with workbooks."""


@importing.command("template")
@click.argument("file", type=FILE, metavar="FILE.xlsx")
@click.pass_obj
def template(session: Session, file: Path) -> None:
    if file.suffix.lower() != ".xlsx":
        raise Failure("not_xlsx", NOT_FOUND, file=file, stem=file.stem)
    if file.exists():
        raise Failure("file_exists", NOT_FOUND, file=file)
    write_template(file)
    if session.json:
        write_json({"result": "done", "file": str(file)})
    else:
        tell(session.texts.say("import.template", file=file))


@importing.command("products")
@click.argument("file", type=FILE, metavar="FILE.xlsx")
@option("--dry-run", is_flag=True)
@option("--good-rows", is_flag=True)
@click.pass_obj
def products(session: Session, file: Path, dry_run: bool, good_rows: bool) -> int:
    if not file.is_file():
        raise Failure("file_missing", NOT_FOUND, file=file)
    office, caller = session.app().office, session.caller()
    if dry_run:
        return _tell(session, survey_products(office, caller, file), dry_run=True)
    with progress(session.texts.say("import.label"), 0) as bar:
        report = import_products(office, caller, file, good_rows=good_rows, progress=bar.reach)
    return _tell(session, report, dry_run=False)


def _tell(session: Session, report: Report, *, dry_run: bool) -> int:
    if report.refused:
        return refused_because(session, report.refused)
    texts = session.texts.under(session.rules())
    if session.json:
        write_json(_report_json(report, texts, dry_run=dry_run))
    else:
        for fault in (*report.faults, *report.warnings):
            tell(f"{place_of(fault, texts)}: {explain(fault, texts.language)}")
        for line in _sums(report, texts, dry_run=dry_run):
            talk(line)
    return FAILED if report.faults else DONE


def place_of(fault: Fault, texts: Texts) -> str:
    """Where in the workbook: `Sản phẩm!C7`, a row, a sheet, or the file as a whole."""
    if not fault.sheet:
        return texts.say("import.whole")
    if not fault.row:
        return fault.sheet
    return f"{fault.sheet}!{fault.column}{fault.row}"


def _sums(report: Report, texts: Texts, *, dry_run: bool) -> list[str]:
    if report.faults and not any((*report.new.values(), *report.known.values())):
        return [texts.say("import.unread", faults=len(report.faults))]
    kinds = ("producer", "establishment", "product")
    lines = [texts.say("import.counts", kind=one, new=report.new[one], known=report.known[one]) for one in kinds]
    end = "import.would" if dry_run else "import.done" if report.written or not report.faults else "import.nothing"
    return [*lines, texts.say(end, written=report.written, faults=len(report.faults), good=sum(report.new.values()))]


def _report_json(report: Report, texts: Texts, *, dry_run: bool) -> Mapping[str, Any]:
    told = {
        name: [_fault_json(fault, texts) for fault in found]
        for name, found in (("faults", report.faults), ("warnings", report.warnings))
    }
    counts = {"new": plain(report.new), "known": plain(report.known), "written": report.written}
    return {"result": "faulty" if report.faults else "done", "dry_run": dry_run, **counts, **told}


def _fault_json(fault: Fault, texts: Texts) -> Mapping[str, Any]:
    place = {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "place": place_of(fault, texts)}
    return {**place, "code": fault.code, "params": plain(fault.params), "text": explain(fault, texts.language)}
