"""`ocop calendar apply`: what the calendars in force change of running deadlines, shown and then done."""

from collections.abc import Iterable, Sequence
from typing import Any

import click

from cycle.answers import Done
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import LINE
from cycle.cli.telling.answers import DONE, answer_json, answer_lines, give, worst
from cycle.cli.telling.lists import Table, data, write_under
from cycle.cli.telling.output import progress, talk, tell, write_json
from cycle.cli.telling.titles import titled_by_dossier
from cycle.commands.calendars.recalculating import apply_calendars
from cycle.commands.calendars.shifts import (
    CONFIRMED,
    EARLIER,
    LATER,
    OVER,
    PAUSED,
    REMINDERS,
    Shift,
    Survey,
    survey_calendars,
)
from workflows.verdict import Refusal

KINDS = (LATER, EARLIER, OVER, PAUSED, CONFIRMED, REMINDERS)
# Those whose last day stays, reckoned anew all the same.
STAYING = (CONFIRMED, REMINDERS)
COLUMNS = ("dossier", "deadline_name", "clock_before", "clock_after")


@command("apply")
@option("--shorten", is_flag=True)
@option("--note", type=LINE, metavar="TEXT")
@option("--dry-run", is_flag=True)
@click.pass_obj
def apply(session: Session, shorten: bool, note: str | None, dry_run: bool) -> int:
    if shorten != (note is not None):
        raise Failure("shorten_with_note")
    office, caller = session.app().office, session.caller()
    survey = survey_calendars(office, caller)
    if isinstance(survey, Refusal):
        return give(session, survey)
    asked = survey.of(LATER, *STAYING, EARLIER) if shorten else survey.of(LATER, *STAYING)
    done = [] if dry_run else list(_applied(session, asked, note))
    return _answer(session, survey, asked, done, dry_run=dry_run)


def _applied(session: Session, asked: Sequence[Shift], note: str | None) -> Iterable[tuple[Shift, Done | Refusal]]:
    office, caller = session.app().office, session.caller()
    with progress(session.texts.say("clock.applying"), len(asked)) as bar:
        for one in apply_calendars(office, caller, asked, note):
            bar.advance(1)
            yield one


def _answer(
    session: Session,
    survey: Survey,
    asked: Sequence[Shift],
    done: Sequence[tuple[Shift, Done | Refusal]],
    *,
    dry_run: bool,
) -> int:
    refused = [(shift, answer) for shift, answer in done if isinstance(answer, Refusal)]
    if session.json:
        write_json(_json(session, survey, done, dry_run=dry_run))
    else:
        _tell(session, survey, asked, dry_run=dry_run)
        for shift, answer in refused:
            talk("\n".join([f"{shift.dossier}: ", *answer_lines(answer, session.texts)]))
        said = "clock.would_apply" if dry_run else "clock.applied"
        failed = {id(shift) for shift, _ in refused}
        kept = [one for one in asked if id(one) not in failed]
        stay = sum(one.kind in STAYING for one in kept)
        left = len(survey.of(EARLIER, OVER)) - sum(one.kind == EARLIER for one in kept)
        tell(session.texts.say(said, count=len(kept) - stay, noted=stay, left=left))
    return worst([3 for _ in refused]) if refused else DONE


def _tell(session: Session, survey: Survey, asked: Sequence[Shift], *, dry_run: bool) -> None:
    for name, revision in survey.revisions.items():
        tell(session.texts.say("clock.in_force", name=name, revision=revision))
    titles = titled_by_dossier(session, [shift.dossier for shift in survey.shifts])
    for kind in KINDS:
        found = survey.of(kind)
        if found:
            rows = [_row(titles.of(one.dossier), one) for one in found]
            # Asked for, an earlier day is no longer one that stays.
            shortened = "would_shorten" if dry_run else "shortened"
            named = shortened if kind == EARLIER and found[0] in asked else kind
            heading = session.texts.say(f"clock.shifts.{named}", count=len(found))
            write_under(session, heading, Table("clock.shifts", COLUMNS, rows))
    tell()


def _row(own: Any, one: Shift) -> Sequence[Any]:
    return one.dossier, own.texts.show("deadline", one.deadline), one.before, one.after


def _json(
    session: Session, survey: Survey, done: Sequence[tuple[Shift, Done | Refusal]], *, dry_run: bool
) -> dict[str, Any]:
    kinds = {kind: [data(one) for one in survey.of(kind)] for kind in KINDS}
    answers = [answer_json(answer, session.texts) for _, answer in done]
    return {"dry_run": dry_run, "revisions": dict(survey.revisions), **kinds, "answers": answers}
