"""`ocop letter formal` and `file-formal`: a draft for the office to sign, and filing what it has signed."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.answers import Done
from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY, FILE
from cycle.cli.asking.written import CODE, LINE, PARTY
from cycle.cli.telling.answers import FAILED, NOT_FOUND, answer_json, answer_lines, status_of, with_names
from cycle.cli.telling.output import talk, tell, write_json
from cycle.commands.letters.formal import MANAGE, FormalLetter, file_formal, try_file_formal
from cycle.letters.formal import Asked, draft_of, overdue_on
from cycle.shipped import shipped_config
from notifications.documents import DocumentTemplateError
from notifications.formal import formal_draft
from notifications.others import ExtraMissingError

TEMPLATE = Path("letters") / "van-ban-don-doc.docx"


@command("formal")
@click.argument("organisation", type=CODE, metavar="ORGANISATION")
@option("--programme", type=CODE, metavar="PROGRAMME")
@option("--output", type=FILE, metavar="FILE", required=True)
@click.pass_obj
def formal(session: Session, organisation: str, programme: str | None, output: Path) -> None:
    if output.exists():
        raise Failure("file_exists", NOT_FOUND, file=output)
    if not output.parent.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=output.parent)
    seen = view(session, frozenset({MANAGE}))
    draft = shown(draft_of(session.app().office, seen, Asked(organisation, programme)))
    template = _template(session)
    try:
        content = formal_draft(template.read_bytes(), draft.formal)
    except DocumentTemplateError as wrong:
        raise Failure("formal_template", FAILED, file=template, detail=wrong.detail) from None
    except ExtraMissingError:
        raise Failure("formal_extra", FAILED) from None
    with output.open("xb") as file:
        file.write(content)
    if session.json:
        told = {"programme": draft.programme, "overdue": list(draft.overdue)}
        write_json({"result": "done", "file": str(output), **told})
    else:
        tell(session.texts.say("formal.drafted", file=output, count=len(draft.overdue)))


@command("file-formal")
@click.argument("organisation", type=CODE, metavar="ORGANISATION")
@click.argument("file", type=FILE, metavar="FILE")
@option("--programme", type=CODE, metavar="PROGRAMME", required=True)
@option("--number", type=LINE, metavar="NUMBER", required=True)
@option("--date", "day", type=DAY, metavar="DAY", required=True)
@option("--on-behalf", type=PARTY)
@option("--dry-run", is_flag=True)
@click.pass_obj
def file_formal_letter(
    session: Session, /, organisation: str, day: date, on_behalf: str | None, dry_run: bool, **more: Any
) -> int:
    app, caller = session.app(), session.caller(on_behalf)
    seen = view(session, frozenset({MANAGE}))
    overdue = shown(overdue_on(app.office, seen, Asked(organisation, more["programme"]), day))
    asked = FormalLetter(caller, organisation, day=day, overdue=overdue, **more)
    answer = try_file_formal(app.office, asked) if dry_run else file_formal(app.office, app.store, asked)
    texts = session.texts.under(session.rules_or_none())
    if session.json:
        write_json(answer_json(answer, texts))
    elif not isinstance(answer, Done):
        talk("\n".join(answer_lines(with_names(session, answer), texts)))
    else:
        line = texts.say("formal.filed", number=asked.number, day=day)
        tell(texts.say("clock.would", what=line) if dry_run else line)
    return status_of(answer)


def _template(session: Session) -> Path:
    """The office's own template, else the shipped one."""
    own = session.config_folder() / TEMPLATE
    return own if own.is_file() else shipped_config() / TEMPLATE
