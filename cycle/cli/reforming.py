"""`ocop organisation reform` and `ocop organisation divided`: what a reform changes, and what it leaves to settle."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from cycle.answers import Answer
from cycle.cli.asking.seeing import view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FILE
from cycle.cli.placing import kinds_on_sheet
from cycle.cli.telling.answers import NOT_FOUND, answer_json, give, reason_json, status_of
from cycle.cli.telling.lists import Table, paged, write_list, write_under
from cycle.cli.telling.output import talk, tell, write_json
from cycle.cli.telling.workbook import NewWorkbook
from cycle.commands.payloads import plain
from cycle.commands.register.holdings import Holding
from cycle.commands.register.known_contacts import Contact
from cycle.commands.register.reforming import BEGIN, ENDS, Ending, Reform, Scheme, reform_organisations, try_reform
from cycle.commands.register.register import Organisation
from cycle.queries.names import names_of
from cycle.queries.paging import Page
from cycle.queries.register.divided import SORTS, Divided, list_divided
from cycle.reading import read_text
from cycle.sheets.places import PlaceRow, write_places
from workflows.model.organisations import OrganisationItem
from workflows.model.reform import EndingItem, ReformFile
from workflows.problems import Problem
from workflows.reading import read_reform
from workflows.source import Source

COLUMNS = ("placed_kind", "code", "name", "producer", "divided_place", "successors_now")
PASSING = ("account_or_contact", "role", "from_body", "to_body")
# Under which key of the file the entries of a reform stand.
KEYS = {BEGIN: "organisations", ENDS: "ends"}
EVERY = Page(10**9, 1, "place")


@command("reform")
@click.argument("file", type=FILE, metavar="FILE")
@option("--dry-run", is_flag=True)
@click.pass_obj
def reform(session: Session, file: Path, dry_run: bool) -> int:
    read = _read(file)
    if isinstance(read, list):
        return give(session, read)
    source, asked = read
    scheme, answer = (try_reform if dry_run else reform_organisations)(session.app().office, session.caller(), asked)
    if scheme is None:
        return give(session, answer)
    if scheme.faults:
        return _refused(session, source, scheme, answer)
    if session.json:
        write_json(_scheme_json(scheme, dry_run=dry_run))
        return 0
    if scheme.passing:
        passing = Table("table.passing", PASSING, list(_passing_cells(session, scheme)))
        write_under(session, session.texts.say("table.passing"), passing)
    return give(session, answer, session.texts.say("reform.would" if dry_run else "reform.done", **scheme.counts))


@command("divided")
@option("--template", type=NewWorkbook(), metavar="FILE.xlsx")
@paged(SORTS)
@click.pass_obj
def divided(session: Session, template: Path | None, page: Page) -> None:
    if template is not None:
        alone("--template")
    listed = list_divided(session.app().office, view(session), page if template is None else EVERY)
    if template is None:
        write_list(session, listed, Table("table.divided", COLUMNS, _cells(session, listed.rows)))
        return
    write_places(template, (_place_row(one) for one in listed.rows), kinds_on_sheet())
    if session.json:
        write_json({"result": "done", "file": str(template), "rows": listed.total})
    else:
        tell(session.texts.say("divided.template", file=template, count=listed.total))


def _refused(session: Session, source: Source, scheme: Scheme, answer: Answer) -> int:
    """Every reason with the place of its entry in the file."""
    texts = session.texts.under(session.rules())
    told = [(source.place((KEYS[entry[0]], entry[1]) if entry else ()), reason) for entry, reason in scheme.faults]
    if session.json:
        rows = [{**reason_json(one, texts), "line": place.line, "column": place.column} for place, one in told]
        write_json({**answer_json(answer, texts), "reasons": rows})
    else:
        talk(texts.say("answer.refused"))
        for place, reason in told:
            talk(f"  - {place}: {texts.reason(reason)}")
    return status_of(answer)


def _read(file: Path) -> tuple[Source, Reform] | list[Problem]:
    """What a file asks for with its places, or what is wrong with it. Raises Failure."""
    if not file.is_file():
        raise Failure("file_missing", NOT_FOUND, file=file)
    source, wrong = read_text(file.name, file.read_bytes())
    found, problems = read_reform(source) if source is not None else (None, [])
    if source is None or found is None or wrong:
        return [*wrong, *problems]
    return source, _reform(found)


def _reform(file: ReformFile) -> Reform:
    begin, ends = map(_body, file.organisations), map(_ending, file.ends)
    return Reform(file.reform, file.basis, tuple(begin), tuple(ends))


def _body(item: OrganisationItem) -> Organisation:
    seed = item.seed
    return Organisation(seed.code, seed.name, seed.level, seed.starts, seed.parent, seed.ends, seed.successors)


def _ending(item: EndingItem) -> Ending:
    return Ending(item.organisation, item.last_day, tuple(item.successors), item.accounts, item.contacts)


def _passing_cells(session: Session, scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """Whose role or which contact ends where, and where it goes on."""
    texts = session.texts.under(session.rules())
    bodies = [(_body_of(one.holding), _body_of(one.to) if one.to is not None else "") for one in scheme.passing]
    names = dict(names_of(session.app().office, {f"organisation:{code}" for pair in bodies for code in pair if code}))
    names |= {f"organisation:{one.code}": one.name for one in scheme.begin}
    for one, (left, follows) in zip(scheme.passing, bodies, strict=True):
        held = one.holding
        role = texts.show("who", held.role) if isinstance(held, Holding) else texts.word("registered.contact")
        to = f"{names[f'organisation:{follows}']} ({follows})" if follows else session.texts.say("passing.ends")
        code = held.account if isinstance(held, Holding) else held.code
        yield code, role, f"{names[f'organisation:{left}']} ({left})", to


def _body_of(one: Holding | Contact) -> str:
    return one.holder if isinstance(one, Holding) else one.organisation


def _scheme_json(scheme: Scheme, *, dry_run: bool) -> dict[str, object]:
    rows = [
        {
            "kind": "role" if isinstance(one.holding, Holding) else "contact",
            "code": one.holding.account if isinstance(one.holding, Holding) else one.holding.code,
            "role": one.holding.role if isinstance(one.holding, Holding) else None,
            "last_day": one.last_day,
            "follows": one.to is not None,
        }
        for one in scheme.passing
    ]
    return {"result": "done", "dry_run": dry_run, **scheme.counts, "passing": plain(rows)}


def _cells(session: Session, rows: Iterable[Divided]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        kind, after = session.texts.word(f"registered.{row.kind}"), _named(row)
        yield (
            kind,
            row.code,
            row.name,
            f"{row.producer_name} ({row.producer})",
            f"{row.place_name} ({row.place})",
            after,
        )


def _named(row: Divided) -> str:
    return "; ".join(f"{name} ({code})" for code, name in zip(row.successors, row.successor_names, strict=True))


def _place_row(row: Divided) -> PlaceRow:
    return PlaceRow("", 0, row.kind, row.code, row.name, f"{row.place_name} ({row.place})", _named(row), (), None)
