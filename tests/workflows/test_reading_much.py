"""Reading what nobody meant to write, and very much of it: it ends soon, and tells no more than can be read."""

from time import process_time

from tests.workflows.declared import (
    SOUND,
    read_texts,
    sound_texts,
    told,
)
from tests.workflows.problem_cases import PAPERS


def test_nothing_that_is_no_mapping_brings_reading_down() -> None:
    for text in ("[]", "text", "5", "{}", "stages: 5", "{stages: [5], triggers: [a]}", "{stages: [{states: [5]}]}"):
        for path in sound_texts():
            rules, problems = read_texts({**sound_texts(), path: text})
            assert rules is None
            assert any(problem.place.file == path for problem in problems)


def test_a_long_workflow_and_a_long_list_of_papers_are_read_quickly() -> None:
    texts = {**sound_texts(), "workflows/long.yaml": long_workflow(60), PAPERS: long_papers(200)}
    started = process_time()
    rules, problems = read_texts(texts)
    assert rules is not None, told(problems)
    assert process_time() - started < 0.6


def long_workflow(count: int) -> str:
    lines = ["workflow: long", "title: {vi: Dài, en: Long}", 'law: {decision: 919/QĐ-TTg, in_force: "2022-08-01"}']
    lines += ["initial: all.s0", "triggers: {go: {vi: Tiếp, en: Go}, back: {vi: Lui, en: Back}}", "stages:"]
    lines += ["  - stage: all", "    title: {vi: Tất cả, en: All}", "    states:"]
    lines += [f"      - {{state: s{n}, title: {{vi: Bước, en: Step}}, owes: commune}}" for n in range(count)]
    lines += ["      - {state: end, title: {vi: Xong, en: Done}, final: done}", "    transitions:"]
    lines += [
        f"      - {{do: go, from: s{n}, to: s{n + 1}, by: commune, papers: [idea_form]}}" for n in range(count - 1)
    ]
    lines += [f"      - {{do: back, from: s{n}, to: s0, by: commune}}" for n in range(1, count)]
    lines += [f"      - {{do: go, from: s{count - 1}, to: end, by: commune}}"]
    return "\n".join(lines)


def long_papers(count: int) -> str:
    text = (SOUND / PAPERS).read_text(encoding="utf-8")
    more = [
        f"  - {{paper: p{n}, title: {{vi: Giấy, en: Paper}}, held_by: dossier, form: file, "
        "issuer: {vi: Sở, en: Department}, expires: never, basis: x}"
        for n in range(count)
    ]
    return text.replace("sets:", "\n".join([*more, "sets:"]))


def test_thousands_of_problems_are_cut_short_and_take_no_minutes() -> None:
    started = process_time()
    text = long_workflow(3000).replace("to: s0", "to: t0")
    _, problems = read_texts({**sound_texts(), "workflows/long.yaml": text})
    assert process_time() - started < 20
    assert {"state_unknown", "too_many"} <= {problem.code for problem in problems}
    assert len(problems) <= 202
