"""An answer as text or JSON, and its exit status."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cycle.answers import Answer, Conflict, Done
from cycle.cli.asking.session import Session
from cycle.cli.logged import log_answer
from cycle.cli.telling.output import talk, tell, write_json
from cycle.commands.payloads import plain
from cycle.queries.names import names_of
from cycle.texts import Texts
from workflows.problems import Problem
from workflows.rules import Rules
from workflows.verdict import Reason, Refusal

DONE, FAILED, NOT_FOUND, REFUSED, INVALID, CONFLICT, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
# The parameters of reasons that name organisations.
BODIES = ("places", "wanting")
# Reasons that say that what was named does not exist: wrong usage, not a rule's refusal.
NOT_FOUND_CODES = frozenset(
    {
        "account_unknown",
        "contact_unknown",
        "council_unknown",
        "criteria_unknown",
        "deadline_unknown",
        "document_about_unknown",
        "document_kind_unknown",
        "document_unknown",
        "dossier_unknown",
        "establishment_unknown",
        "filter_not_among",
        "filter_unknown",
        "file_missing",
        "grant_unknown",
        "holder_unknown",
        "law_run_unknown",
        "letter_unknown",
        "organisation_unknown",
        "paper_type_unknown",
        "paper_unknown",
        "producer_unknown",
        "product_unknown",
        "programme_unknown",
        "round_unknown",
        "record_unknown",
        "record_waits",
        "role_unknown",
        "scoring_set_unknown",
        "season_unopened",
        "session_unknown",
        "stream_unknown",
        "trigger_unknown",
    }
)


def status_of(answer: Answer | list[Problem]) -> int:
    """The exit status of one answer; why something was not done is told to the log."""
    if not isinstance(answer, list):
        log_answer(answer)
    if isinstance(answer, Done):
        return DONE
    if isinstance(answer, Conflict):
        return NOT_FOUND if _ahead(answer) else CONFLICT
    if isinstance(answer, list):
        return INVALID
    return NOT_FOUND if all(reason.code in NOT_FOUND_CODES for reason in answer.reasons) else REFUSED


def worst(statuses: Iterable[int]) -> int:
    """The exit status of many answers: conflict, then refused, then failed (what was not found counts as that)."""
    found = {FAILED if status == NOT_FOUND else status for status in statuses}
    return next((status for status in (CONFLICT, REFUSED, FAILED) if status in found), DONE)


def answer_json(answer: Answer, texts: Texts) -> Mapping[str, Any]:
    """The stable JSON form of one answer; `texts` with rules, so that titles are shown."""
    if isinstance(answer, Done):
        told = {"target": answer.target, "stream": answer.stream, "seq": answer.seq, "repeated": answer.repeated}
        return {"result": "done", **told, "details": plain(answer.details)}
    if isinstance(answer, Conflict):
        told = {"target": answer.target, "seen": answer.seen, "version": answer.version}
        if _ahead(answer):
            return {"result": "error", "code": "seen_ahead", **told, "text": answer_lines(answer, texts)[0]}
        return {"result": "conflict", **told, "changes": plain(answer.changes)}
    reasons = [reason_json(reason, texts.about(answer.state)) for reason in answer.reasons]
    return {"result": "refused", "trigger": answer.trigger, "state": answer.state, "reasons": reasons}


def reason_json(reason: Reason, texts: Texts) -> Mapping[str, Any]:
    """A reason with its text."""
    told = {"code": reason.code, "params": plain(reason.params), "mend": list(reason.mend)}
    return {**told, "text": texts.reason(reason)}


def problem_json(problem: Problem, texts: Texts) -> Mapping[str, Any]:
    """A problem of a configuration file with its text."""
    place = {"file": problem.place.file, "line": problem.place.line, "column": problem.place.column}
    about = {"code": problem.code, "params": dict(problem.params), "nearest": problem.nearest}
    return {**place, **about, "text": texts.problem_text(problem)}


def answer_lines(answer: Answer, texts: Texts) -> list[str]:
    """The text form of one answer."""
    if isinstance(answer, Done):
        return [texts.say("answer.repeated" if answer.repeated else "answer.done", target=answer.target)]
    if isinstance(answer, Conflict):
        said = "answer.seen_ahead" if _ahead(answer) else "answer.conflict"
        head = texts.say(said, target=answer.target, seen=answer.seen, version=answer.version)
        return [head, *(f"  - {_change(change, texts)}" for change in answer.changes)]
    told = texts.about(answer.state)
    return [texts.say("answer.refused"), *(f"  - {told.reason(reason)}" for reason in answer.reasons)]


def give(session: Session, answer: Answer | list[Problem], done: str | None = None) -> int:
    """Write an answer and return its exit status. `done` is the sentence for success, else a general one."""
    if isinstance(answer, list):
        return give_problems(session, answer)
    texts = session.texts.under(session.rules_or_none())
    if session.json:
        write_json(answer_json(answer, texts))
    elif isinstance(answer, Done):
        tell(done or answer_lines(answer, texts)[0])
    else:
        for line in answer_lines(with_names(session, answer), texts):
            talk(line)
    return status_of(answer)


def give_problems(session: Session, problems: list[Problem], rules: Rules | None = None) -> int:
    """Write all problems of a configuration; the exit status says whether there are any."""
    texts = session.texts.under(rules)
    if session.json:
        found = [problem_json(problem, texts) for problem in problems]
        write_json({"result": "invalid" if found else "valid", "problems": found})
    else:
        for problem in problems:
            tell(texts.problem(problem))
    return INVALID if problems else DONE


def refused_because(session: Session, reasons: Iterable[Reason]) -> int:
    """Write a refusal that has no trigger."""
    return give(session, Refusal("", "", tuple(reasons)))


def _ahead(answer: Conflict) -> bool:
    """Whether the version said to have been seen is still to come: a mistake, and nobody's conflict."""
    return answer.seen > answer.version


def with_names(session: Session, answer: Answer) -> Answer:
    """A refusal whose organisations are called by their names, the codes beside them; any other answer as it is."""
    return replace(answer, reasons=named(session, answer.reasons)) if isinstance(answer, Refusal) else answer


def named(session: Session, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons whose organisations are called by their names, the codes beside them."""
    told = tuple(reasons)
    codes = {code for one in told for name in BODIES for code in one.params.get(name, ())}
    names = names_of(session.app().office, {f"organisation:{code}" for code in codes}) if codes else {}
    return tuple(_called(names, reason) for reason in told)


def _called(names: Mapping[str, str], reason: Reason) -> Reason:
    """What is no organisation, a group, stays as it is."""
    called = {
        name: [code if (known := names[f"organisation:{code}"]) == code else f"{known} ({code})" for code in codes]
        for name in BODIES
        if (codes := reason.params.get(name))
    }
    return replace(reason, params={**reason.params, **called}) if called else reason


def _change(change: Mapping[str, Any], texts: Texts) -> str:
    known = {name: change.get(name, "") for name in ("seq", "happened", "recorded", "actor", "trigger", "to")}
    if change.get("kind") == "moved":
        return texts.say("answer.moved_since", **known)
    return texts.say("answer.change" if "trigger" in change else "answer.opened_since", **known)
