"""Options that do not go together: what would be left without effect is refused, not passed over."""

import click
from click.core import ParameterSource

from cycle.cli.asking.session import Failure

# How an answer is written may be said beside everything.
ALWAYS = ("--json", "--lang")


def alone(chosen: str, *beside: str) -> None:
    """Raise Failure where the line has other options than `chosen` and those that `beside` names."""
    ctx = click.get_current_context()
    on_line = [
        param.opts[0]
        for param in ctx.command.params
        if isinstance(param, click.Option) and ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE
    ]
    others = [one for one in on_line if one not in (chosen, *beside, *ALWAYS)]
    if others:
        raise Failure("not_together", chosen=chosen, others=others)
