"""`ocop reference`: the whole command line as one document, from the same texts as the help of each command."""

from collections.abc import Iterator

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import SpokenOption, command, metavar
from cycle.cli.telling.output import tell, write_json
from cycle.texts import Texts

# They stand at every command, and are told once, at the top.
EVERYWHERE = frozenset({"--json", "--lang", "--help"})


@command("reference")
@click.pass_context
def reference(ctx: click.Context) -> None:
    session: Session = ctx.obj
    lines = [*_head(session.texts, ctx.find_root()), *_below(session.texts, ctx.find_root())]
    if session.json:
        write_json({"markdown": "\n".join(lines)})
    else:
        tell("\n".join(lines))


def _head(texts: Texts, root: click.Context) -> Iterator[str]:
    yield f"# {texts.say('reference.title')}"
    yield f"\n{texts.say('help.root')}\n"
    yield f"## {texts.say('reference.common')}\n"
    yield from _options(root, frozenset())


def _below(texts: Texts, above: click.Context) -> Iterator[str]:
    """Every command under a group, in the order of their names."""
    group = above.command
    assert isinstance(group, click.Group)  # noqa: S101 - for the type
    for name in group.list_commands(above):
        found = group.commands[name]
        ctx = found.context_class(found, info_name=name, parent=above)
        path = ctx.command_path.removeprefix("ocop ").replace(" ", ".")
        level = "##" if above.parent is None else "###"
        yield f"\n{level} `{ctx.command_path}`\n\n{texts.say(f'help.{path}')}"
        if isinstance(found, click.Group):
            yield from _below(texts, ctx)
        else:
            yield from _one(texts, ctx, path)


def _one(texts: Texts, ctx: click.Context, path: str) -> Iterator[str]:
    pieces = " ".join(ctx.command.collect_usage_pieces(ctx))
    yield f"\n```\n{ctx.command_path} {metavar(texts, pieces)}\n```\n"
    yield from _options(ctx, EVERYWHERE)
    yield f"\n{texts.say('heading.example')}\n\n```\n{texts.say(f'example.{path}')}\n```"


def _options(ctx: click.Context, told: frozenset[str]) -> Iterator[str]:
    for param in ctx.command.get_params(ctx):
        if isinstance(param, SpokenOption) and not param.hidden and not told & set(param.opts):
            name, said = param.get_help_record(ctx) or ("", "")
            yield f"- `{name}`: {said}"
