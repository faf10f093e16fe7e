"""The small configuration with what it lacks, and what is said of one of its definitions."""

from cycle.explaining import explained, printed, subject_of
from cycle.texts import Texts
from tests.workflows import criteria_cases
from tests.workflows.declared import EVALUATION, PROGRAMME, SEASON
from tests.workflows.letter_cases import LETTERS, templates
from workflows.definition import Definition
from workflows.rules import Rules

HASH = "ab" * 32
UNDER_WAY = "en: Under way}, step: 5}"
FINISH = '{by: "2029-01-01", when: [{given: filed}]}, {by: "2030-01-01"}'
# What the small configuration lacks: comparisons, and what surrounds a deadline.
MORE = [
    (
        EVALUATION,
        "receives: {filed: date}",
        "receives: {filed: date, why: text, asked: optional organisations any}\ndefaults: {why: một}",
    ),
    (
        EVALUATION,
        "\ntriggers:\n",
        "\nreopens: {from: council.refused, by: secretariat, papers: [minutes], basis: g}\ntriggers:\n",
    ),
    (EVALUATION, "\nvalues:\n", "\nvalues:\n  asked: {vi: Sở được hỏi, en: Departments asked}\n"),
    (SEASON, "\nstages:\n", "\nvalues: {asked: {vi: Sở được hỏi, en: Departments asked}}\nstages:\n"),
    (SEASON, "opens: evaluation,", "opens: {family: evaluation, in: current, each: asked}, sets: {why: hai},"),
    (SEASON, "records: {filed: date}", "records: {filed: date, asked: organisations any}"),
    (SEASON, "children: withdraw_too}", "children: {withdraw_too: [evaluation]}}"),
    (
        EVALUATION,
        "records: {score: score, stars: stars,",
        (
            "needs: [{council: [ranked, stopped]}], "
            "records: {score: score, stars: stars from council, judged: turn from council,"
        ),
    ),
    (
        EVALUATION,
        "needs: [{below_score: 50}]",
        "needs: [{below_score: 50}, {value: stars, below: 5}, {value: stars, at_most: 4, equals: 2}]",
    ),
    (
        SEASON,
        "rolls: false}",
        (
            "rolls: false, owes: [commune, else district],\n"
            "         remind: [{before: {working_days: 3}}, due, {after: {days: 2}, to: secretariat}, {used: 75}],\n"
            "         expiry: {propose: lapse, to: secretariat, escalate: true},\n"
            "         pause: {by: secretariat, basis: Điều 1, most: {days: 30}, times: 2},\n"
            "         extend: {by: [secretariat, district], basis: Điều 2, most: {months: 2}, times: 3}}"
        ),
    ),
    (SEASON, "note: required}\n      - {do: resubmit", "note: required, letter: [told, heard]}\n      - {do: resubmit"),
    (SEASON, "times: 3}}", "times: 3},\n         letters: {remind: asked, paused: told, extended: heard}}"),
    (PROGRAMME, "windows:\n", f"{LETTERS}windows:\n"),
    (SEASON, "owes: producer.own}\n", "owes: producer.own, at_close: {do: withdraw}}\n"),
    (
        SEASON,
        "], deadline: screening}",
        "], deadline: [screening, form, after_form, day, back, finish], at_close: continue}",
    ),
    (SEASON, 'in_force: "2022-08-01"}', f'in_force: "2022-08-01", finish: [{FINISH}]}}\nshelf: own'),
    (
        SEASON,
        "override: {by: secretariat, of: [before]}}",
        (
            "needs: [{ahead: {deadline: resubmission, most: {days: 5}, least: {days: 2}}},\n"
            "         {ahead: {deadline: season_end, least: {days: 1}}},\n"
            "         {ahead: {deadline: season_end, most: {days: 9}}}],\n"
            "         override: {by: secretariat, of: [before, ahead]}}"
        ),
    ),
    (SEASON, "season_end]}", "season_end], at_close: {do: lapse, carry_over: true}}"),
    (SEASON, UNDER_WAY, "en: Under way}, step: 5, deadline: answer, at_close: continue}"),
    (
        SEASON,
        "  - stage: evaluation\n",
        (
            "      - {deadline: form, starts: {paper: idea_form}, within: {working_days: 7}, basis: a}\n"
            "      - {deadline: after_form, starts: {deadline: form}, within: {days: 6}, basis: b}\n"
            "      - {deadline: day, starts: programme.season_end, within: {days: 8}, rolls: false, basis: c}\n"
            "      - {deadline: back, ends: {deadline: day, before: {days: 3}}, when: [{given: filed}], basis: e,\n"
            "         remind: [{before: {days: 2}, letter: asked}]}\n"
            "      - {deadline: finish, ends: {law: finish}, basis: f}\n"
            "      - {deadline: answer, starts: {child: evaluation}, within: {days: 9}, basis: d}\n"
            "  - stage: evaluation\n"
        ),
    ),
]


def enriched() -> dict[str, str]:
    """The small configuration, with what it lacks."""
    texts = {**criteria_cases.whole(), **templates()}
    for path, old, new in MORE:
        assert texts[path].count(old) == 1, old
        texts[path] = texts[path].replace(old, new)
    return texts


def text_of(rules: Rules, definition: Definition, programme: str | None = None) -> str:
    subject = subject_of(rules, definition, programme, None)
    return "".join(repr(explained(Texts(language), subject)) for language in ("vi", "en"))


def page_of(rules: Rules, definition: Definition) -> str:
    return printed(explained(Texts(), subject_of(rules, definition, None, None)))
