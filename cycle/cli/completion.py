"""`ocop completion`: what a shell reads so that the tab key completes commands, options and files."""

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.asking.written import OneOf
from cycle.cli.telling.output import tell, write_json

SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
VARIABLE = "_OCOP_COMPLETE"


@command("completion")
@click.argument("shell", type=OneOf(tuple(SHELLS)), metavar="SHELL")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    text = SHELLS[shell](ctx.find_root().command, {}, "ocop", VARIABLE).source()
    if ctx.ensure_object(Session).json:
        write_json({"shell": shell, "script": text})
    else:
        tell(text)
