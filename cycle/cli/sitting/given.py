"""Types of arguments: a member of a council, an option of a criterion, a ground found, a dossier with its set."""

from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.spoken import session_of
from cycle.cli.asking.written import LINE
from cycle.commands.councils import Joining

MOST_PARTS, MOST_DIGITS = 3, 4


class MemberGiven(click.ParamType[Joining]):
    """A member: `seat=name`, after the name `;account` and `;organisation` where there are any."""

    name = "SEAT=TEXT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Joining:
        if isinstance(value, Joining):
            return value
        seat, sign, text = str(value).partition("=")
        parts = [part.strip() for part in text.split(";")]
        if not sign or not seat.strip() or not parts[0] or len(parts) > MOST_PARTS:
            self.fail(session_of_or(ctx, "usage.member", given=value), param, ctx)
        account, organisation = [*(part or None for part in parts[1:]), None, None][:2]
        return Joining(seat.strip(), LINE.convert(parts[0], param, ctx), organisation, account)


class Numbered(click.ParamType[tuple[str, int]]):
    """A code with a number: `4.1=3`, an option of a criterion; 0 where none is reached."""

    name = "CODE=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        found = numbered(str(value))
        if found is None:
            self.fail(session_of_or(ctx, "usage.numbered", given=value), param, ctx)
        return found


class Answered(click.ParamType[tuple[str, int] | Path]):
    """An option of a criterion, or a workbook in which all of them are marked."""

    name = "CODE=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int] | Path:
        if isinstance(value, tuple | Path):
            return value
        if str(value).lower().endswith(".xlsx"):
            return Path(LINE.convert(value, param, ctx))
        return NUMBERED.convert(value, param, ctx)


class DossierGiven(click.ParamType[tuple[str, int | None]]):
    """A dossier, with the number of its scoring set where that is not the product's: `QNG2026-0012.1=7`."""

    name = "DOSSIER=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int | None]:
        if isinstance(value, tuple):
            return value
        if "=" not in str(value):
            return LINE.convert(value, param, ctx), None
        found = numbered(str(value))
        if found is None:
            self.fail(session_of_or(ctx, "usage.dossier_set", given=value), param, ctx)
        return found


class Ground(click.ParamType[tuple[str, str | None]]):
    """A ground of exclusion, after `@` the criterion or section at which it is printed."""

    name = "GROUND@CODE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str | None]:
        if isinstance(value, tuple):
            return value
        ground, _, at = LINE.convert(value, param, ctx).partition("@")
        return ground, at or None


def numbered(given: str) -> tuple[str, int] | None:
    """A code and its number; None where it is not written so."""
    code, sign, number = given.partition("=")
    right = sign and code.strip() and number.isascii() and number.isdigit() and len(number) < MOST_DIGITS
    return (code.strip(), int(number)) if right else None


def session_of_or(ctx: click.Context | None, code: str, **params: Any) -> str:
    """What is wrong with an argument, in the language of the run."""
    return session_of(ctx or click.get_current_context()).texts.say(code, **params)


def gathered(pairs: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    """Answers by criterion; where one is given twice, both, so that the sheet is refused for it."""
    answers: dict[str, Any] = {}
    for code, number in pairs:
        answers[code] = [*_listed(answers[code]), number] if code in answers else number
    return answers


def _listed(value: Any) -> list[int]:
    return value if isinstance(value, list) else [value]


MEMBER = MemberGiven()
NUMBERED = Numbered()
ANSWERED = Answered()
DOSSIER = DossierGiven()
GROUND = Ground()
