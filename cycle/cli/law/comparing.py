"""`ocop law diff`: where two workflows differ, on one page, and on demand in every sentence of both."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import click

from cycle.cli.asking.declared import definition_asked, publication_asked
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.cli.telling.output import talk, tell
from cycle.explaining import Told, contrasted, explained, subject_of
from cycle.law.plans import plans_in, read_plan_file
from cycle.queries.publications import find_publication
from workflows.comparing import Difference, compare
from workflows.explaining import Subject
from workflows.explaining.contrast import PAPERS, PARTS
from workflows.rules import Rules
from workflows.transfer.plan import Plan, Transfer

COLUMNS = ("law_place", "older", "newer")
BESIDE, THEN = " › ", "; "


@dataclass(frozen=True)
class _Both:
    """Two workflows with the plan that moves dossiers from the older one to the newer, None where none does."""

    older: Subject
    newer: Subject
    plan: Plan | None

    @property
    def transfer(self) -> Transfer | None:
        moves = self.plan.transfers if self.plan is not None else ()
        return next((one for one in moves if _leads(one, self.older, self.newer)), None)


@command("diff")
@click.argument("older", metavar="WORKFLOW")
@click.argument("newer", metavar="WORKFLOW")
@option("--full", is_flag=True)
@as_workbook
@click.pass_obj
def diff(session: Session, older: str, newer: str, full: bool) -> None:
    before, after = _subject(session, older), _subject(session, newer)
    both = _Both(before, after, _plan(session, before, after))
    told = contrasted(session.texts, _newest(before), _newest(after), both.transfer)
    found = compare(explained(session.texts, before), explained(session.texts, after))
    tables = [_table(part, [one for one in told if one.part == part]) for part in PARTS]
    every = [Table("table.law_diff", COLUMNS, map(_row, found))]
    if session.xlsx is None and not session.json:
        _head(session, both, bool(found))
        if not full:
            every = []
    write_shown(session, Shown(lambda: _json(both, told, found), [*tables, *every]))
    if found and not full and session.xlsx is None and not session.json:
        talk(session.texts.say("law.contrast_full", count=len(found)))


def _head(session: Session, both: _Both, differs: bool) -> None:
    texts = session.texts
    titles = {name: texts.title(one.definition.title) for name, one in (("older", both.older), ("newer", both.newer))}
    tell(texts.say("law.contrast", **titles))
    if both.plan is not None:
        tell(texts.say("law.contrast_by", plan=both.plan.name, title=texts.title(both.plan.title)))
    elif both.older.definition.name != both.newer.definition.name:
        tell(texts.say("law.contrast_alone"))
    tell(texts.say("law.contrast_read" if differs else "law.same"))


def _table(part: str, told: list[Told]) -> Table:
    between = THEN if part == PAPERS else "\n"
    rows = ((one.place, between.join(one.older), between.join(one.newer)) for one in told)
    return Table(f"table.law.{part}", COLUMNS, rows)


def _json(both: _Both, told: tuple[Told, ...], found: tuple[Difference, ...]) -> dict[str, Any]:
    plan = both.plan.name if both.plan is not None else None
    return {"plan": plan, "summary": [data(one) for one in told], "rows": [data(one) for one in found]}


def _subject(session: Session, asked: str) -> Subject:
    """A workflow: `evaluation_26` as in force, `3:evaluation_26` as published with that number."""
    number, _, name = asked.rpartition(":")
    rules, publication = _published(session, number) if number else publication_asked(session, None, None)
    return subject_of(rules, definition_asked(rules, name), None, publication)


def _newest(subject: Subject) -> Subject:
    """The same, of the programmes of the newest year alone."""
    year = max((one.year for one in subject.programmes), default=0)
    return replace(subject, programmes=tuple(one for one in subject.programmes if one.year == year))


def _published(session: Session, number: str) -> tuple[Rules, str]:
    office = session.app().office
    with office.database.reading() as transaction:
        found = find_publication(transaction, number)
        if found is None:
            raise Failure("publication_unknown", NOT_FOUND, which=number)
        return office.rulebook.load(transaction, found.hash).rules, found.hash


def _plan(session: Session, older: Subject, newer: Subject) -> Plan | None:
    """The plan of the folder that leads from one to the other; those that do not work on the rules are passed over."""
    return next(
        (one for one in _plans(session, newer.rules) if any(_leads(m, older, newer) for m in one.transfers)), None
    )


def _plans(session: Session, rules: Rules) -> Iterator[Plan]:
    for file in plans_in(session.config_folder()):
        text, _ = read_plan_file(file)
        plan = text.read(rules)[0] if text is not None else None
        if plan is not None:
            yield plan


def _leads(move: Transfer, older: Subject, newer: Subject) -> bool:
    return (move.source, move.target) == (older.definition.name, newer.definition.name)


def _row(one: Difference) -> tuple[str, str, str]:
    return BESIDE.join(one.place), one.older or "", one.newer or ""
