"""The group `ocop dossier` and its commands."""

from cycle.cli.asking.spoken import group
from cycle.cli.dossier.asking import why
from cycle.cli.dossier.assessing import assess_
from cycle.cli.dossier.firing import fire
from cycle.cli.dossier.listing import list_dossiers
from cycle.cli.dossier.many import fire_many
from cycle.cli.dossier.opening import open_one
from cycle.cli.dossier.path import path
from cycle.cli.dossier.reopening import reopen_one
from cycle.cli.dossier.sheet import fire_sheet
from cycle.cli.dossier.showing import show
from cycle.cli.dossier.template import acts_template


@group(
    "dossier",
    commands=[
        open_one,
        reopen_one,
        list_dossiers,
        show,
        why,
        path,
        fire,
        fire_many,
        fire_sheet,
        acts_template,
        assess_,
    ],
)
def dossier() -> None:
    """Acts and questions on dossiers."""
