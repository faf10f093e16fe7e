"""One act on each of many dossiers: how it is tried, and how its outcomes are told."""

from collections.abc import Iterable, Iterator, Sequence

from cycle.answers import Answer
from cycle.cli.asking.session import Session
from cycle.cli.telling.answers import answer_json, status_of, worst
from cycle.cli.telling.moves import outcome_lines, refusal_line
from cycle.cli.telling.output import progress, talk, tell, write_json
from cycle.cli.telling.titles import Titles, titled_by_dossier
from cycle.commands.fire import Fire, try_fire
from cycle.office import Office
from workflows.verdict import Refusal

Outcome = tuple[Fire, Answer]


def tried(office: Office, asked: Iterable[Fire]) -> Iterator[Outcome]:
    """The answer that each act would get now."""
    return ((one, try_fire(office, one)) for one in asked)


def report(session: Session, outcomes: Iterable[Outcome], codes: Sequence[str], *, dry_run: bool) -> int:
    """A line for each dossier as it is settled, the sum at the end; the exit status is the worst of all."""
    texts, titles = session.texts, titled_by_dossier(session, codes)
    told, statuses = [], []
    with progress(texts.say("many.label"), len(codes)) as bar:
        for fire, answer in outcomes:
            statuses.append(status_of(answer))
            told.append({"dossier": fire.dossier, **answer_json(answer, titles.of(fire.dossier).texts)})
            if not session.json:
                tell(_line(titles, fire.dossier, answer, dry_run=dry_run))
            bar.advance()
    if session.json:
        write_json({"dry_run": dry_run, "total": len(codes), "outcomes": told})
    counts = {kind: sum(1 for one in told if one["result"] == kind) for kind in ("done", "refused", "conflict")}
    talk(texts.say("many.sum_dry" if dry_run else "many.sum", **counts))
    return worst(statuses)


def _line(titles: Titles, dossier: str, answer: Answer, *, dry_run: bool) -> str:
    if isinstance(answer, Refusal):
        return refusal_line(titles.of(dossier).texts, dossier, answer)
    lines = outcome_lines(titles, dossier, answer, dry_run=dry_run)
    return " ".join(line.strip(" -") for line in lines)
