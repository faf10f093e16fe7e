"""`ocop round recognise`: the products of a round or a session, by one decision and a sheet of certificate numbers."""

from pathlib import Path

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import CODE, PARTY
from cycle.cli.importing import tell_faults
from cycle.cli.telling.answers import DONE, FAILED, NOT_FOUND, refused_because
from cycle.cli.telling.batches import report, tried
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.workbook import NewWorkbook
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.fire import Fire, fire_in_batches
from cycle.documents.recognising import Recognising, recognitions, waiting_for
from cycle.sheets.recognitions import RecognitionRow, read_recognitions, write_recognitions
from workflows.verdict import Reason


@command("recognise")
@click.argument("code", type=CODE, metavar="CODE")
@option("--document", type=CODE, metavar="CODE")
@option("--certificates", type=FILE, metavar="FILE.xlsx")
@option("--template", type=NewWorkbook(), metavar="FILE.xlsx")
@option("--programme", type=CODE, metavar="PROGRAMME")
@option("--on-behalf", type=PARTY)
@option("--request-id", type=CODE, metavar="ID")
@option("--dry-run", is_flag=True)
@click.pass_obj
def recognise(
    session: Session,
    code: str,
    document: str | None,
    certificates: Path | None,
    template: Path | None,
    programme: str | None,
    on_behalf: str | None,
    request_id: str | None,
    dry_run: bool,
) -> int:
    about = AskedAbout(code, programme)
    if template is not None:
        alone("--template", "--programme")
        return _write_template(session, about, template)
    if document is None or certificates is None:
        raise Failure("sheet_or_template")
    if not certificates.is_file():
        raise Failure("file_missing", NOT_FOUND, file=certificates)
    request = session.request(request_id or f"recognise {document}")
    asked = Recognising(session.caller(on_behalf), about, document, request)
    return _recognise(session, asked, certificates, dry_run=dry_run)


def _write_template(session: Session, about: AskedAbout, file: Path) -> int:
    found = shown(waiting_for(session.app().office, view(session), about))
    if not found:
        raise Failure("recognise_none", FAILED, about=about.code)
    rows = [RecognitionRow("", 0, one.dossier, one.product, str(one.stars), None, None) for one in found]
    write_recognitions(file, rows)
    if session.json:
        write_json({"result": "done", "file": str(file), "rows": len(rows)})
    else:
        tell(session.texts.say("recognise.written", count=len(rows), file=file))
    return DONE


def _recognise(session: Session, asked: Recognising, file: Path, *, dry_run: bool) -> int:
    listed, office = read_recognitions(file), session.app().office
    if listed.faults:
        return tell_faults(session, listed.faults)
    fires = recognitions(office, view(session), asked, list(listed.of(RecognitionRow)))
    acts = [one for one in fires if isinstance(one, Fire)]
    if reasons := [one for one in fires if isinstance(one, Reason)]:
        return refused_because(session, reasons)
    outcomes = tried(office, acts) if dry_run else fire_in_batches(office, acts)
    return report(session, outcomes, [one.dossier for one in acts], dry_run=dry_run)
