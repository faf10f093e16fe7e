"""Why a rehearsal cannot begin, or did not go on."""

from collections.abc import Sequence

from cycle.cli.telling.answers import INVALID, answer_lines
from cycle.demo import NobodyError, ScriptError, Surprise, answer_word
from cycle.texts import Texts
from workflows.problems import Place, Problem
from workflows.verdict import Refusal


class HindranceError(Exception):
    """A rehearsal cannot begin. `lines` say why in the language of the run, `status` is the exit status."""

    def __init__(self, lines: Sequence[str], status: int) -> None:
        super().__init__(lines)
        self.lines, self.status = tuple(lines), status


def unplayable(texts: Texts, wrong: ScriptError) -> HindranceError:
    """A script that does not read."""
    lines = [f"{wrong.place}: {texts.text('demo', f'script.{wrong.code}', **wrong.params)}"]
    return HindranceError([*lines, *(texts.problem(problem) for problem in wrong.problems)], INVALID)


def script_missing(texts: Texts, file: str) -> HindranceError:
    """A configuration that holds no script."""
    return HindranceError([texts.problem(Problem(Place(file), "file_unreadable"))], INVALID)


def surprise_lines(texts: Texts, surprise: Surprise) -> list[str]:
    """An act that was answered otherwise than the script says."""
    act, answer = surprise.act, surprise.answer
    lines = [
        texts.text("demo", "surprise.act", day=act.day, title=act.title),
        texts.text("demo", "surprise.product", product=surprise.product),
        texts.text("demo", "surprise.expected", expect=act.expect, reasons=", ".join(act.reasons)),
    ]
    if isinstance(answer, NobodyError):
        code = "nothing" if answer.what == "nothing" else "nobody"
        return [*lines, texts.text("demo", code, what=answer.what, name=answer.name)]
    if isinstance(answer, str):
        return [*lines, answer]
    codes = ", ".join(reason.code for reason in answer.reasons) if isinstance(answer, Refusal) else ""
    answered = texts.text("demo", "surprise.answered", answer=answer_word(answer), reasons=codes)
    return [*lines, answered, *answer_lines(answer, texts)]
