"""`ocop law revert`: a run taken back, each dossier exactly as it stood."""

from collections.abc import Iterable

import click

from cycle.answers import Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.telling.answers import DONE, REFUSED, answer_json, give, named
from cycle.cli.telling.output import progress, talk, write_json
from cycle.law import Back, Returned, revert_run, to_return, try_revert
from workflows.verdict import Refusal


@command("revert")
@click.argument("run", type=CODE, metavar="RUN")
@option("--note", type=LINE, metavar="TEXT", required=True)
@option("--only", type=CODE, multiple=True, metavar="DOSSIER")
@option("--dry-run", is_flag=True)
@click.pass_obj
def revert(session: Session, run: str, note: str, only: tuple[str, ...], dry_run: bool) -> int:
    office, caller, back = session.app().office, session.caller(), Back(run, note, only)
    codes = to_return(office, caller, back)
    if isinstance(codes, Refusal):
        return give(session, codes)
    answers = (try_revert if dry_run else revert_run)(office, caller, back, codes)
    found = _returned(session, answers, len(codes))
    return _answer(session, found, dry_run=dry_run)


def _returned(session: Session, answers: Iterable[Returned], total: int) -> list[Returned]:
    found = []
    with progress(session.texts.say("law.reverting"), total) as bar:
        for one in answers:
            found.append(one)
            bar.advance()
    return found


def _answer(session: Session, found: list[Returned], *, dry_run: bool) -> int:
    texts = session.texts.under(session.rules())
    done = sum(isinstance(one.answer, Done) for one in found)
    if session.json:
        rows = [{"dossier": one.dossier, **answer_json(one.answer, texts)} for one in found]
        write_json({"dry_run": dry_run, "done": done, "refused": len(found) - done, "rows": rows})
    else:
        for one in found:
            if isinstance(one.answer, Refusal):
                reasons = " ".join(texts.reason(reason) for reason in named(session, one.answer.reasons))
                talk(f"{one.dossier}: {reasons}")
    talk(session.texts.say("law.would_revert" if dry_run else "law.reverted", done=done, refused=len(found) - done))
    return DONE if done == len(found) else REFUSED
