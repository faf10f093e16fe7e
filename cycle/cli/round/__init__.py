"""`ocop round`: the rounds of evaluation, their days and the dossiers that joined them."""

from cycle.cli.round.group import rounds

__all__ = ["rounds"]
