"""What an import found and did, as text and as JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from cycle.cli.asking.session import Session
from cycle.cli.telling.answers import DONE, FAILED, refused_because
from cycle.cli.telling.output import talk, tell, write_json
from cycle.commands.payloads import plain
from cycle.imports import Report
from cycle.sheets import Fault, explain
from cycle.texts import Texts


def tell_report(session: Session, report: Report, *, dry_run: bool) -> int:
    """Write a report and return the exit status."""
    if report.refused:
        if report.written:
            talk(session.texts.say("import.stopped", written=report.written))
        return refused_because(session, report.refused)
    texts = session.texts.under(session.rules())
    if session.json:
        write_json(_report_json(report, texts, dry_run=dry_run))
    else:
        for fault in (*report.faults, *report.warnings):
            tell(fault_line(fault, texts))
        for line in _sums(report, texts, dry_run=dry_run):
            talk(line)
    return FAILED if report.faults else DONE


def tell_faults(session: Session, faults: Iterable[Fault]) -> int:
    """Write what is wrong with a workbook of which nothing was taken, and return the exit status."""
    texts = session.texts.under(session.rules())
    if session.json:
        write_json({"result": "faulty", "faults": [fault_json(fault, texts) for fault in faults]})
    else:
        for fault in faults:
            tell(fault_line(fault, texts))
    return FAILED


def fault_line(fault: Fault, texts: Texts) -> str:
    """Where something is wrong, and what to do."""
    return f"{place_of(fault, texts)}: {explain(fault, texts.language, texts.rules)}"


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
    good = sum(report.new.values())
    lines = [texts.say("import.counts", kind=one, new=new, known=report.known[one]) for one, new in report.new.items()]
    refused = "import.nothing" if good else "import.no_good"
    end = "import.would" if dry_run else "import.done" if report.written or not report.faults else refused
    return [*lines, texts.say(end, written=report.written, faults=len(report.faults), good=good)]


def _report_json(report: Report, texts: Texts, *, dry_run: bool) -> Mapping[str, Any]:
    told = {
        name: [fault_json(fault, texts) for fault in found]
        for name, found in (("faults", report.faults), ("warnings", report.warnings))
    }
    counts = {"new": plain(report.new), "known": plain(report.known), "written": report.written}
    return {"result": "faulty" if report.faults else "done", "dry_run": dry_run, **counts, **told}


def fault_json(fault: Fault, texts: Texts) -> Mapping[str, Any]:
    """A fault for programs: its place, its code with params, and the text."""
    place = {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "place": place_of(fault, texts)}
    told = explain(fault, texts.language, texts.rules)
    return {**place, "code": fault.code, "params": plain(fault.params), "text": told}
