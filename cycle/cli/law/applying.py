"""`ocop law apply`: every open dossier that moves is moved; the others stay and are told."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from cycle.answers import Done
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import LINE
from cycle.cli.law.asking import asking, desk_asked
from cycle.cli.law.told import Telling, sums
from cycle.cli.telling.answers import DONE, REFUSED, answer_json, give
from cycle.cli.telling.output import progress, talk, write_json
from cycle.commands.law.runs import APPLIES
from cycle.law import Moved, apply_plan, total_of, try_apply
from cycle.law.desk import Desk
from cycle.sweeps.running import sweep
from workflows.verdict import Refusal


@command("apply")
@asking
@option("--basis", type=LINE, metavar="TEXT", required=True)
@option("--dry-run", is_flag=True)
@click.pass_obj
def apply_law(session: Session, /, plan: str, choices: Path | None, dry_run: bool, **more: Any) -> int:
    desk = desk_asked(session, plan, APPLIES, choices, **more)
    if not isinstance(desk, Desk):
        return give(session, desk)
    if not dry_run:
        # What is due is done before: a mark that a clock has come to is not lost when the clock ends.
        sweep(session.app().office, "law")
    moved = _moved(session, desk, try_apply(desk) if dry_run else apply_plan(desk))
    return _answer(session, desk, moved, dry_run=dry_run)


def _moved(session: Session, desk: Desk, answers: Iterable[Moved]) -> list[Moved]:
    found = []
    with progress(session.texts.say("law.applying"), total_of(desk)) as bar:
        for one in answers:
            found.append(one)
            bar.advance()
    return found


def _answer(session: Session, desk: Desk, moved: list[Moved], *, dry_run: bool) -> int:
    counts, telling = sums(one.answer for one in moved), Telling(session, desk)
    due = sum(map(_only_due, moved))
    if session.json:
        rows = [_json(telling, one) for one in moved]
        write_json({"dry_run": dry_run, "plan": desk.plan.name, **counts, "sweep_due": due, "rows": rows})
    else:
        telling.write([one.tried for one in moved if not isinstance(one.answer, Done)])
        for one in moved:
            if isinstance(one.answer, Refusal):
                reasons = " ".join(telling.texts.reason(reason) for reason in one.answer.reasons)
                talk(f"{one.tried.dossier}: {reasons}")
    talk(session.texts.say("law.would_apply" if dry_run else "law.applied", **counts))
    if dry_run and due:
        talk(session.texts.say("law.sweep_first", count=due))
    return DONE if counts["done"] + (due if dry_run else 0) == len(moved) else REFUSED


def _only_due(one: Moved) -> bool:
    """Whether nothing but the sweep that comes before applying keeps a dossier."""
    reasons = one.tried.result.reasons
    return one.answer is None and bool(reasons) and all(reason.code == "law_sweep_due" for reason in reasons)


def _json(telling: Telling, one: Moved) -> dict[str, Any]:
    told = telling.json(one.tried)
    return {**told, "answer": answer_json(one.answer, telling.texts) if one.answer is not None else None}
