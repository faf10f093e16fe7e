"""The options that choose dossiers, the same for listing them and for moving many."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from cycle.cli.asking.seeing import Refused
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import option
from cycle.cli.asking.written import CODE, LINE, OneOf
from cycle.queries.choices import wrong_dossier_filter
from cycle.queries.dossiers.dossiers import DossierFilter
from cycle.queries.viewing import View
from workflows.rules import SECTORS

Command = Callable[..., Any]


def filtered(function: Command) -> Command:
    """Options for each field of a filter, handed to the command as one `wanted`."""

    @option("--programme", type=CODE, metavar="PROGRAMME")
    @option("--family", type=CODE, metavar="FAMILY")
    @option("--stage", type=CODE, metavar="STAGE")
    @option("--state", type=CODE, metavar="STAGE.STATE")
    @option("--organisation", type=CODE, metavar="ORGANISATION")
    @option("--sector", type=OneOf(SECTORS), metavar="SECTOR")
    @option("--producer", type=CODE, metavar="PRODUCER")
    @option("--text", type=LINE, metavar="TEXT")
    @option("--open", "open_only", is_flag=True)
    @option("--late", "late_only", is_flag=True)
    @wraps(function)
    def asked(*args: Any, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in DossierFilter.__dataclass_fields__}
        return function(*args, wanted=DossierFilter(**chosen), **given)

    return asked


def check(session: Session, seen: View, wanted: DossierFilter) -> None:
    """Raises Refused where a filter names what is not there."""
    wrong = wrong_dossier_filter(session.app().office, seen, wanted)
    if wrong:
        raise Refused(*wrong)
