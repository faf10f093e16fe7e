"""`ocop paper verify` and `ocop paper reject`: a list of papers judged in one act each."""

import click

from cycle.answers import Done
from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.telling.answers import DONE, answer_json, give
from cycle.cli.telling.output import talk, tell, write_json
from cycle.commands.papers.papers import Judgement, judge_papers
from cycle.queries.choices import wrong_paper_filter
from cycle.queries.dossiers.papers import PaperFilter, find_waiting


@command("verify")
@click.argument("codes", type=CODE, metavar="[CODE…]", nargs=-1)
@option("--all-of", "holder", type=CODE, metavar="HOLDER")
@click.pass_obj
def verify(session: Session, codes: tuple[str, ...], holder: str | None) -> int:
    if bool(codes) == (holder is not None):
        raise Failure("codes_or_all")
    chosen = codes or _waiting(session, str(holder))
    if not chosen:
        return _all_judged(session, str(holder))
    return _judge(session, Judgement(chosen, verified=True))


@command("reject")
@click.argument("codes", type=CODE, metavar="CODE…", nargs=-1, required=True)
@option("--reason", type=LINE, metavar="TEXT", required=True)
@option("--although-relied", is_flag=True)
@click.pass_obj
def reject(session: Session, codes: tuple[str, ...], reason: str, although_relied: bool) -> int:
    return _judge(session, Judgement(codes, verified=False, reason=reason, although_relied=although_relied))


def _waiting(session: Session, holder: str) -> tuple[str, ...]:
    """The papers of a holder that wait. Raises Refused where there is no such holder."""
    office, seen = session.app().office, view(session)
    wrong = wrong_paper_filter(office, seen, PaperFilter(holder=holder))
    if wrong:
        raise Refused(*wrong)
    return find_waiting(office, seen, holder)


def _all_judged(session: Session, holder: str) -> int:
    if session.json:
        write_json([])
    talk(session.texts.say("paper.all_judged", holder=holder))
    return DONE


def _judge(session: Session, judgement: Judgement) -> int:
    answer = judge_papers(session.app().office, session.caller(), judgement)
    if not isinstance(answer, list):
        return give(session, answer)
    _write(session, answer, "paper.verified" if judgement.verified else "paper.rejected")
    return DONE


def _write(session: Session, done: list[Done], told: str) -> None:
    if session.json:
        write_json([answer_json(one, session.texts) for one in done])
        return
    for one in done:
        tell(session.texts.say(told, code=one.target))
