"""`ocop season close`: each open dossier goes on, ends or is carried over; then the season closes."""

from collections.abc import Iterable, Mapping
from typing import Any

import click

from cycle.answers import Answer, Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.season.wording import state_title
from cycle.cli.telling.answers import answer_json, answer_lines, give, status_of, worst
from cycle.cli.telling.moves import refusal_line
from cycle.cli.telling.output import progress, talk, tell, write_json
from cycle.cli.telling.titles import Titles, titled_by_dossier
from cycle.commands.seasons import closing
from cycle.commands.seasons.closing import Closing, Review
from cycle.endings import CONTINUE, OUTCOMES, Ending
from cycle.texts import Texts
from workflows.verdict import Refusal

Outcome = tuple[Ending, Answer]
# How it is said that a dossier is carried over: by whether this is a dry run, and whether the next one is opened now.
CARRIED = {
    (False, True): "season.close.carried",
    (False, False): "season.close.carried_there",
    (True, True): "season.close.would_carry",
    (True, False): "season.close.would_carry_there",
}


@command("close")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@option("--into", type=CODE, metavar="PROGRAMME")
@option("--early", is_flag=True)
@option("--note", type=LINE, metavar="TEXT")
@option("--dry-run", is_flag=True)
@click.pass_obj
def close(session: Session, programme: str, into: str | None, early: bool, note: str | None, dry_run: bool) -> int:
    office, caller = session.app().office, session.caller()
    asked = Closing(programme, into, early, note)
    found = closing.review(office, caller, asked)
    if isinstance(found, Refusal):
        return give(session, found)
    if found.closed is not None:
        return give(session, Done(programme, "", 0, repeated=True), _already(session, found))
    outcomes = list(_settled(session, found, dry_run=dry_run))
    if dry_run:
        settled = {ending.root.code for ending, answer in outcomes if isinstance(answer, Done)}
        end = closing.try_close(office, caller, asked, settled)
    else:
        end = closing.close(office, caller, asked)
    _report(session, found, outcomes, end, dry_run=dry_run)
    return worst(status_of(answer) for answer in (*(answer for _, answer in outcomes), end))


def _already(session: Session, found: Review) -> str:
    return session.texts.say("season.close.already", programme=found.closing.programme, closed=found.closed)


def _settled(session: Session, found: Review, *, dry_run: bool) -> Iterable[Outcome]:
    """Every answer as it is kept, each told at once: what was done stays told where the rest is interrupted."""
    office, caller, texts = session.app().office, session.caller(), session.texts
    counts = {name: len(found.of(name)) for name in OUTCOMES}
    talk(texts.say("season.close.begin", programme=found.closing.programme, **counts))
    titles = titled_by_dossier(session, [one.root.code for one in found.endings])
    act = closing.try_settle if dry_run else closing.settle
    with progress(texts.say("season.close.label"), len(found.endings) - counts[CONTINUE]) as bar:
        for ending, answer in act(office, caller, found):
            if not session.json:
                for line in _lines(titles, found.closing, ending, answer, dry_run=dry_run):
                    tell(line)
            bar.advance()
            yield ending, answer


def _lines(titles: Titles, asked: Closing, ending: Ending, answer: Answer, *, dry_run: bool) -> list[str]:
    own = titles.of(ending.root.code)
    if isinstance(answer, Refusal):
        return [refusal_line(own.texts, ending.root.code, answer)]
    if not isinstance(answer, Done):
        return answer_lines(answer, own.texts)
    if "papers" not in answer.details:
        state = own.state(answer.details["moves"][0]["to"])
        told = "season.close.would_end" if dry_run else "season.close.ended"
        return [own.texts.say(told, dossier=ending.root.code, state=state)]
    return _carried(own.texts, asked, ending.root.code, answer.details, dry_run=dry_run)


def _carried(texts: Texts, asked: Closing, code: str, details: Mapping[str, Any], *, dry_run: bool) -> list[str]:
    said = CARRIED[dry_run, details["opened"]]
    about = {"dossier": code, "target": details["carried_to"], "into": asked.into}
    head = texts.say(said, **about, papers=details["papers"])
    left = details["left"].items()
    return [
        head,
        *(texts.say("season.close.left", paper=paper, why=texts.say(f"season.left.{why}")) for paper, why in left),
    ]


def _report(session: Session, found: Review, outcomes: list[Outcome], end: Done | Refusal, *, dry_run: bool) -> None:
    texts = session.texts.under(session.rules())
    going_on = [one for one in found.endings if one.outcome == CONTINUE]
    if session.json:
        told = [{**_ending_json(one), **answer_json(answer, texts)} for one, answer in outcomes]
        about = {"programme": found.closing.programme, "into": found.closing.into, "dry_run": dry_run}
        rest = [_ending_json(one) for one in going_on]
        write_json({**about, "outcomes": told, "going_on": rest, "close": answer_json(end, texts)})
        return
    for one in going_on:
        state = state_title(texts, one.root.workflow, one.root.state)
        tell(texts.say("season.close.continues", dossier=one.root.code, state=state))
    if isinstance(end, Done):
        said = "season.close.would" if dry_run else "season.close.done"
        talk(texts.say(said, programme=found.closing.programme, going_on=end.details.get("going_on", 0)))
        return
    talk(refusal_line(texts, found.closing.programme, end))
    talk(texts.say("season.close.would_stay" if dry_run else "season.close.open", programme=found.closing.programme))


def _ending_json(one: Ending) -> Mapping[str, Any]:
    about = {"dossier": one.root.code, "state": one.root.state}
    return {**about, "at_close": one.outcome, "trigger": one.trigger}
