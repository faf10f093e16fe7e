"""The papers of a rehearsal: small real files that are entered, verified and pointed at."""

import io
from collections.abc import Iterator

from cycle.answers import Answer
from cycle.clock import day_in
from cycle.commands.papers import papers
from cycle.commands.permits import Caller
from cycle.database import Transaction
from cycle.demo.cast import NobodyError, newest_paper, unjudged
from cycle.demo.pdf import pdf
from cycle.demo.script import Piece, ScriptedAct
from cycle.demo.stage import Stage
from cycle.store import Limits
from workflows.rules import PaperType

EVALUATION, MEGABYTE = "evaluation", 2**20


def bring(stage: Stage, act: ScriptedAct) -> Iterator[tuple[str, Answer]]:
    """Enter papers for each product: of a bundle what is needed and not there yet, of a list a new version of each."""
    for product in act.products:
        for piece in act.what:
            for holder in _wanting(stage, act, product, piece):
                yield product, _enter(stage, act, product, piece, holder)


def verify(stage: Stage, act: ScriptedAct) -> Iterator[tuple[str, Answer]]:
    """Each officer verifies the new papers of its products in one act that names each paper."""
    waiting: dict[str, list[str]] = {}
    with stage.office.database.reading() as transaction:
        for product in act.products:
            named = [code for piece in act.what for code in _newest(stage, transaction, act, product, piece.paper)]
            waiting.setdefault(stage.cast.account(act, product), []).extend(unjudged(transaction, named))
    for account, codes in waiting.items():
        if codes:
            answer = papers.judge_papers(stage.office, Caller(account), papers.Judgement(tuple(codes), verified=True))
            yield from ((account, one) for one in (answer if isinstance(answer, list) else [answer]))


def paper_named(stage: Stage, transaction: Transaction, act: ScriptedAct, product: str, kind: str) -> str:
    """The code of the newest paper of a type; the type itself where there is none, for the rules to refuse."""
    return next(_newest(stage, transaction, act, product, kind), kind)


def _kind(stage: Stage, name: str) -> PaperType:
    if name not in stage.rules.papers:
        raise NobodyError("paper", name)
    return stage.rules.papers[name]


def _as_needed(stage: Stage, kind: PaperType) -> PaperType:
    """A type as the decision of today on evaluation needs it."""
    member = stage.rules.member(EVALUATION, day_in(stage.office.zone, stage.clock.now()))
    return kind.under(member.law.decision) if member else kind


def _wanting(stage: Stage, act: ScriptedAct, product: str, piece: Piece) -> list[str]:
    """The holders for whom a paper is to be entered."""
    kind = _kind(stage, piece.paper)
    if act.completes and stage.cast.product(product).sector not in _as_needed(stage, kind).sectors:
        return []
    with stage.office.database.reading() as transaction:
        holders = stage.cast.holders(transaction, kind.held_by, product, act.family)
        there = {one for one in holders if newest_paper(transaction, kind.held_by, one, kind.name)}
    return [one for one in holders if not (act.completes and one in there)]


def _newest(stage: Stage, transaction: Transaction, act: ScriptedAct, product: str, name: str) -> Iterator[str]:
    kind = _kind(stage, name)
    for holder in stage.cast.holders(transaction, kind.held_by, product, act.family):
        found = newest_paper(transaction, kind.held_by, holder, name)
        if found:
            yield found


def _enter(stage: Stage, act: ScriptedAct, product: str, piece: Piece, holder: str) -> Answer:
    kind = _kind(stage, piece.paper)
    received = piece.received or day_in(stage.office.zone, stage.clock.now())
    issued = piece.issued or (received if kind.expires != "never" else None)
    content = _thing(piece) if kind.form == "physical" else _file(stage, kind, product, holder)
    caller = Caller(stage.cast.account(act, product), stage.cast.on_behalf(act, product))
    paper = papers.Paper(kind.name, kind.held_by, holder, content, received, issued, piece.expires)
    return papers.add_paper(stage.office, caller, paper)


def _thing(piece: Piece) -> papers.PhysicalContent:
    return papers.PhysicalContent(piece.count, piece.place)


def _file(stage: Stage, kind: PaperType, product: str, holder: str) -> papers.FileContent:
    """A file of its own for each paper, kept by the store before any row names it."""
    title, now = stage.texts.title(kind.title), stage.clock.now().isoformat()
    told = {"paper": title, "holder": holder, "product": stage.cast.product(product).name, "instant": now}
    lines = [stage.texts.text("demo", f"paper.{line}", **told) for line in ("warning", "holder", "product", "entered")]
    kept = stage.store.put(io.BytesIO(pdf(title, lines)), Limits(kind.max_mb * MEGABYTE, kind.media))
    return papers.FileContent(kept.sha256, f"{kind.name}.pdf", kept.media, kept.size)
