"""A plan applied: what moves is moved in small batches of families, each judged anew under its lock.

A batch is judged before it is locked, so that whoever waits for the lock gets it between two batches. A run that was
interrupted anywhere is gone on with by applying the plan again: a batch is there or it is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.law.moving import Moving, Order, move_by_law
from cycle.commands.law.runs import APPLIES, PlanAtWork, begin_run, end_run, shared_run
from cycle.commands.permits import permitted
from cycle.commands.spelling import clean_text
from cycle.database import Transaction
from cycle.law.asking import Moved
from cycle.law.cases import Judged, judged
from cycle.law.desk import Desk
from cycle.law.trying import pages
from workflows.transfer.cases import MOVES, Change, Result
from workflows.verdict import Reason, Refusal

# How many families are locked at once.
BATCH = 5


def try_apply(desk: Desk) -> Iterator[Moved]:
    """What applying would answer, by the same code; nothing is written."""
    for page in pages(desk):
        for one in page:
            done = Done(one.tried.dossier, "", 0) if one.tried.result.verdict == MOVES else None
            yield _told(one, done)


def apply_plan(desk: Desk) -> Iterator[Moved]:
    """Move every dossier that moves, each answer once its batch is kept; the others stay and are told.

    The caller has prepared the desk with `law.apply`; the permission is asked again in each batch.
    """
    run: str | None = None
    for page in pages(desk, BATCH):
        movers = [one for one in page if one.tried.result.verdict == MOVES]
        yield from (_told(one, None) for one in page if one.tried.result.verdict != MOVES)
        if movers:
            run, answers = _apply_batch(desk, run, list(dict.fromkeys(one.before.root for one in movers)), movers)
            yield from answers
    if run is not None:
        end_run(desk.office, desk.caller, _at_work(desk), run)


def _at_work(desk: Desk) -> PlanAtWork:
    text, basis = desk.asked.plan, clean_text(desk.asked.basis) or desk.plan.basis
    about = (text.hash, text.canonical, text.source.raw, desk.plan.name)
    return PlanAtWork(*about, basis, desk.day, desk.published.hash)


def _apply_batch(
    desk: Desk, begun: str | None, roots: list[str], wanted: Sequence[Judged]
) -> tuple[str | None, list[Moved]]:
    """A batch in one transaction under a run that has not ended: where another has ended it, a new one begins."""
    while True:
        run = begun or begin_run(desk.office, desk.caller, _at_work(desk))
        if isinstance(run, Reason):
            return None, [_told(one, refused_all([run])) for one in wanted]
        with desk.office.database.writing() as transaction:
            transaction.lock(statements.LOCK_ROOTS, (roots,))
            transaction.lock(statements.SHARE_PRODUCERS, (roots,))
            if shared_run(transaction, run):
                return run, _moved(transaction, desk, run, roots, wanted)
        begun = None


def _moved(
    transaction: Transaction, desk: Desk, run: str, roots: Sequence[str], wanted: Sequence[Judged]
) -> list[Moved]:
    permit = permitted(transaction, desk.office, desk.caller, APPLIES)
    if isinstance(permit, Reason):
        return [_told(one, refused_all([permit])) for one in wanted]
    published = desk.office.rulebook.on(transaction, desk.day)
    if published is None or published.hash != desk.published.hash:
        return [_told(one, refused_all([Reason("law_rules_changed")])) for one in wanted]
    now = replace(desk, permit=permit, _grounds={})
    found = {one.before.code: one for one in judged(transaction, now, roots)}
    return [_move(transaction, now, run, one, found.get(one.before.code)) for one in wanted]


def _move(transaction: Transaction, desk: Desk, run: str, tried: Judged, found: Judged | None) -> Moved:
    """Move a dossier as it is judged under its lock; one that another has moved meanwhile is told so."""
    result = found.tried.result if found is not None else None
    if found is None or found.work is None or result is None:
        gone = Reason("law_no_longer", {"dossier": tried.tried.dossier})
        return _told(tried, refused_all([gone]))
    if result.change is None or result.target is None:
        return _told(found, Refusal("", tried.before.state, result.reasons))
    order = Order(run, desk.asked.plan.hash, desk.day, desk.published.hash)
    recorded = move_by_law(
        transaction, replace(desk.permit.act, request=run), order, _moving(found, result, result.change)
    )
    return _told(found, Done(found.tried.dossier, recorded.stream, recorded.seq, {"to": result.target}))


def _moving(found: Judged, result: Result, change: Change) -> Moving:
    assert found.work is not None  # noqa: S101 - what is not judged does not move
    work = found.work
    return Moving(
        before=found.before,
        clocks=work.case.clocks,
        target=work.ground.target,
        programme=work.programme,
        rule=result.rule,
        state=str(result.target),
        change=change,
        letter=work.ground.transfer.letter,
        chosen=found.chosen,
        note=found.note,
    )


def _told(one: Judged, answer: Done | Refusal | None) -> Moved:
    return Moved(replace(one.tried, result=replace(one.tried.result, change=None)), answer)
