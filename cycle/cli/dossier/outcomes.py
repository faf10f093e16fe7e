"""What became of the rows of a sheet of acts: in words, as JSON, and as cells of the copy."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Done
from cycle.cli.asking.session import Session
from cycle.cli.importing import fault_line, place_of
from cycle.cli.telling.answers import answer_json, answer_lines, with_names
from cycle.cli.telling.lists import wall
from cycle.cli.telling.moves import outcome_lines, refusal_line
from cycle.cli.telling.titles import Titles
from cycle.commands.payloads import plain
from cycle.imports.acts import Acts, AskedAct
from cycle.queries.dossiers.acts import recorded_at
from cycle.sheets import explain
from cycle.sheets.outcomes import Outcome
from cycle.texts import Texts
from workflows.verdict import Refusal


@dataclass(frozen=True)
class Settled:
    """An act with its answer."""

    asked: AskedAct
    answer: Answer


def outcomes_of(
    session: Session, titles: Titles, acts: Acts, settled: Sequence[Settled], *, dry_run: bool
) -> Iterator[Outcome]:
    """An outcome for each row that says something: settled, faulty, or left alone because of a fault."""
    texts = session.texts.under(session.rules())
    yield from _settled(session, titles, settled, dry_run=dry_run)
    told = defaultdict(list)
    for fault in acts.faults:
        told[fault.row].append(fault_line(fault, texts))
    done = {one.asked.row.row for one in settled}
    for row in acts.asked:
        if row.row.row not in done:
            yield Outcome(row.row.row, "", texts.say("outcome.waits"), texts.say("outcome.waits_why"))
    for held in acts.held:
        yield Outcome(held.row, "", texts.say("outcome.waits"), texts.say("outcome.held_why"))
    for row_number, reasons in told.items():
        if row_number:
            yield Outcome(row_number, "bad", texts.say("outcome.faulty"), "\n".join(reasons))


def outcome_line(titles: Titles, one: Settled, *, dry_run: bool) -> str:
    """One act with its answer on one line."""
    dossier, answer = one.asked.fire.dossier, one.answer
    if isinstance(answer, Refusal):
        told = refusal_line(titles.of(dossier).texts, dossier, answer)
    else:
        told = " ".join(line.strip(" -") for line in outcome_lines(titles, dossier, answer, dry_run=dry_run))
    texts = titles.of(dossier).texts
    today = f" {texts.say('outcome.as_of_today')}" if dry_run and one.asked.follows else ""
    return texts.say("outcome.row", row=one.asked.row.row, told=f"{told}{today}")


def outcome_json(
    session: Session, titles: Titles, acts: Acts, settled: Sequence[Settled], about: tuple[Path, bool]
) -> Mapping[str, Any]:
    """All of it for programs."""
    (copy, dry_run), texts = about, session.texts.under(session.rules())
    outcomes = [
        {
            "row": one.asked.row.row,
            "dossier": one.asked.fire.dossier,
            "trigger": one.asked.fire.trigger,
            "request": one.asked.fire.request_id,
            **answer_json(one.answer, titles.of(one.asked.fire.dossier).texts),
        }
        for one in settled
    ]
    faults = [
        {"place": place_of(one, texts), "code": one.code, "params": plain(one.params), "row": one.row}
        | {"text": explain(one, texts.language, texts.rules)}
        for one in acts.faults
    ]
    file = {"file": str(copy)} if acts.listed.places else {}
    held = [row.row for row in acts.held]
    return {"dry_run": dry_run, **file, "total": len(acts.asked), "faults": faults, "held": held, "outcomes": outcomes}


def sums(session: Session, acts: Acts, settled: Sequence[Settled], about: tuple[Path, bool]) -> Iterator[str]:
    """How many there are of each, and where the copy is."""
    copy, dry_run = about
    texts = session.texts
    kinds = [_kind(one.answer) for one in settled]
    counts = {kind: kinds.count(kind) for kind in ("done", "refused", "conflict")}
    yield texts.say("many.sum_dry" if dry_run else "many.sum", **counts)
    if acts.faults:
        yield texts.say("acts.faulty", faults=len(acts.faults), held=len(acts.held))
    if waiting := len(acts.asked) - len(settled):
        yield texts.say("acts.waiting", waiting=waiting)
    if acts.listed.places:
        yield texts.say("acts.copy", file=copy)


def _settled(session: Session, titles: Titles, settled: Sequence[Settled], *, dry_run: bool) -> Iterator[Outcome]:
    done = [one.answer for one in settled if isinstance(one.answer, Done) and one.answer.stream]
    instants = recorded_at(session.app().office, [(one.stream, one.seq) for one in done])
    for one in settled:
        answer, own = one.answer, titles.of(one.asked.fire.dossier)
        result = own.texts.say(_result(answer, dry_run=dry_run))
        reason = own.texts.say("outcome.as_of_today") if dry_run and one.asked.follows else ""
        if not isinstance(answer, Done):
            told = "\n".join(line.strip(" -") for line in _because(with_names(session, answer), own.texts))
            yield Outcome(one.asked.row.row, "bad", result, "\n".join(filter(None, (reason, told))))
            continue
        recorded = instants.get((answer.stream, answer.seq))
        state = own.state(answer.details["moves"][0]["to"])
        yield Outcome(one.asked.row.row, "good", result, reason, state, wall(recorded) if recorded else None)


def _because(answer: Answer, texts: Texts) -> list[str]:
    """The reasons without the head that says that there are some."""
    lines = answer_lines(answer, texts)
    return lines[1:] if isinstance(answer, Refusal) else lines


def _kind(answer: Answer) -> str:
    return "done" if isinstance(answer, Done) else "refused" if isinstance(answer, Refusal) else "conflict"


def _result(answer: Answer, *, dry_run: bool) -> str:
    kind = _kind(answer)
    if isinstance(answer, Done) and answer.repeated:
        return "outcome.repeated"
    return f"trial.{kind}" if dry_run else f"outcome.{kind}"
