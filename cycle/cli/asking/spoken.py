"""Commands, groups and options whose help comes from the catalogue, in the language of the run."""

import re
from collections.abc import Callable
from typing import Any, cast

import click
from click.types import OptionHelpExtra

from cycle.cli.asking.session import Session
from cycle.texts import LANGUAGES, Texts

CAPITALS = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*\b")


def session_of(ctx: click.Context) -> Session:
    """The session of a run; one with nothing set where a context was made without any."""
    return ctx.find_object(Session) or Session()


def path_of(ctx: click.Context) -> str:
    """The name of a command by which the catalogue knows it: `publication.list`, `root` for `ocop` itself."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return ".".join(names) or "root"


def metavar(texts: Texts, told: str) -> str:
    """What stands for an argument, word by word in the language of the run."""
    return CAPITALS.sub(lambda found: texts.word(f"metavar.{found[0]}", found[0]), told)


class Formatter(click.HelpFormatter):
    """Headings in the language of the run."""

    texts: Texts

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self.texts.say('heading.usage')} ")

    def write_heading(self, heading: str) -> None:
        told = f"heading.{heading.lower()}"
        super().write_heading(self.texts.say(told) if self.texts.has(told) else heading)


class SpokenContext(click.Context):
    formatter_class = Formatter

    def make_formatter(self) -> click.HelpFormatter:
        formatter = cast(Formatter, super().make_formatter())
        formatter.texts = session_of(self).texts
        return formatter


class SpokenOption(click.Option):
    """Its help is `option.<command>.<name>`, else `option.<name>`."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        texts = session_of(ctx).texts
        own = f"option.{path_of(ctx)}.{self.name}"
        self.help = texts.say(own if texts.has(own) else f"option.{self.name}")
        return super().get_help_record(ctx)

    def get_help_extra(self, ctx: click.Context) -> OptionHelpExtra:
        extra = super().get_help_extra(ctx)
        if "required" in extra:
            extra["required"] = session_of(ctx).texts.word("mark.required")
        return extra

    def make_metavar(self, ctx: click.Context) -> str:
        return metavar(session_of(ctx).texts, super().make_metavar(ctx))


class _Spoken(click.Command):
    """Help from the catalogue: `help.<command>`, ended by the example `example.<command>`."""

    context_class = SpokenContext

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        found = super().get_params(ctx)
        for param in found:
            if isinstance(param, click.Option) and param.opts == ["--help"]:
                param.help = session_of(ctx).texts.say("option.help")
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [metavar(session_of(ctx).texts, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(session_of(ctx).texts.say(f"help.{path_of(ctx)}"))

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        ctx = click.get_current_context(silent=True)
        if ctx is None or self.name is None:
            return ""
        above = path_of(ctx)
        path = self.name if above == "root" else f"{above}.{self.name}"
        told = session_of(ctx).texts.say(f"help.{path}")
        return told.split("\n\n")[0].split(". ")[0].rstrip(".")


class SpokenCommand(_Spoken):
    """A command; `--json` and `--lang` may also stand after its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [json_option(), language_option(hidden=True)]

    # What is too many is told by us, not by click in English.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        session_of(ctx).run.command = path_of(ctx)
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            ctx.fail(session_of(ctx).texts.say("usage.extra", given=" ".join(rest)))
        return rest

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        texts = session_of(ctx).texts
        with formatter.section(texts.say("heading.example")):
            for line in texts.say(f"example.{path_of(ctx)}").splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class SpokenGroup(_Spoken, click.Group):
    """A group of commands."""

    command_class = SpokenCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "COMMAND …")
        super().__init__(*args, **kwargs)


def group(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], SpokenGroup]:
    """A group by its name on the command line."""
    return click.group(name, cls=SpokenGroup, **attributes)


def command(name: str, **attributes: Any) -> Callable[[Callable[..., Any]], SpokenCommand]:
    """A command that stands in no group."""
    return click.command(name, cls=SpokenCommand, **attributes)


def option(*declared: str, **attributes: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option; its help is in the catalogue."""
    return click.option(*declared, cls=SpokenOption, **attributes)


def json_option() -> SpokenOption:
    """`--json`, which sets the session."""
    return SpokenOption(["--json"], is_flag=True, expose_value=False, is_eager=True, callback=_set_json)


def language_option(*, hidden: bool = False) -> SpokenOption:
    """`--lang`, which sets the session."""
    choice = click.Choice(LANGUAGES)
    return SpokenOption(
        ["--lang"], type=choice, expose_value=False, is_eager=True, hidden=hidden, callback=_set_language
    )


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        session_of(ctx).json = True


def _set_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        session_of(ctx).language = value
