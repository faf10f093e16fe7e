"""Types of arguments: lines of text, choices, parties, values, files of codes; each says what is wrong with it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.session import Failure
from cycle.cli.asking.spoken import session_of
from cycle.vietnamese import ControlCharacter, normal
from workflows.problems import nearest_name

LONGEST_LINE = 500
LONGEST_CODE = 100
MOST_DIGITS = 10
PARTIES = ("producer", "organisation")


class Line(click.ParamType[str]):
    """A line of text in NFC, not empty, without control characters."""

    name = "TEXT"

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            text = normal(str(value))
        except ControlCharacter as wrong:
            self.fail(_say(ctx, "usage.control", character=wrong.character), param, ctx)
        if not text:
            self.fail(_say(ctx, "usage.empty"), param, ctx)
        if len(text) > self._longest:
            self.fail(_say(ctx, "usage.too_long", length=len(text), longest=self._longest), param, ctx)
        return text


class OneOf(click.Choice[str]):
    """One word of a list; what is wrong names the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = [str(one) for one in self.choices]
        if value in known:
            return str(value)
        told = _say(ctx, "usage.choice", given=value, known=known, nearest=nearest_name(str(value), known))
        return self.fail(told, param, ctx)


class Whole(click.ParamType[int]):
    """A whole number of at least `least`."""

    name = "NUMBER"

    def __init__(self, least: int = 1, most: int = 1_000_000) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS and self._least <= int(text) <= self._most:
            return int(text)
        return self.fail(_say(ctx, "usage.whole", given=value, least=self._least, most=self._most), param, ctx)


class Party(click.ParamType[str]):
    """Somebody acted for: `producer:CODE` or `organisation:CODE`."""

    name = "KIND:CODE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        kind, _, code = str(value).partition(":")
        if kind not in PARTIES or not code.strip():
            self.fail(_say(ctx, "usage.party", given=value), param, ctx)
        return f"{kind}:{CODE.convert(code, param, ctx)}"


class Given(click.ParamType[tuple[str, str]]):
    """A value by its name: `score=82,5`, or a part of one: `decision.number=12/QĐ-UBND`."""

    name = "NAME=TEXT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, sign, text = str(value).partition("=")
        if not sign or not all(part.isidentifier() for part in name.strip().split(".")):
            self.fail(_say(ctx, "usage.value", given=value), param, ctx)
        return name.strip(), text


CODE = Line(LONGEST_CODE)
LINE = Line()
PARTY = Party()
GIVEN = Given()


def values_of(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Any]:
    """The values of a trigger, parts of one value put together. Raises Failure where one is given twice."""
    values: dict[str, Any] = {}
    for name, text in pairs:
        whole, _, part = name.partition(".")
        into = values.setdefault(whole, {}) if part else values
        if not isinstance(into, dict) or (part or whole) in into:
            raise Failure("value_twice", name=name)
        into[part or whole] = text
    return values


def read_codes(file: Path) -> tuple[str, ...]:
    """Codes from a file, `-` for standard input: one a line, each once; empty lines and those after # do not count."""
    if str(file) != "-" and not file.is_file():
        raise Failure("file_missing", file=file)
    with click.open_file(str(file), encoding="utf-8") as lines:
        try:
            codes = [line.partition("#")[0].strip() for line in lines]
        except UnicodeDecodeError:
            raise Failure("file_not_text", file=file) from None
    return tuple(dict.fromkeys(code for code in codes if code))


def _say(ctx: click.Context | None, code: str, **params: Any) -> str:
    return session_of(ctx).texts.say(code, **params) if ctx else code
