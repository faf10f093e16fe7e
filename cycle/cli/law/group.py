"""The group `ocop law` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.law.applying import apply_law
from cycle.cli.law.comparing import diff
from cycle.cli.law.reverting import revert
from cycle.cli.law.showing import list_runs, show_run
from cycle.cli.law.trying import try_law


@group("law", commands=[diff, try_law, apply_law, revert, list_runs, show_run])
def law() -> None:
    """Questions about changes of law, applying them and taking them back."""
