"""Which deadline of a dossier a word means: its name, or its title in either language."""

from cycle.cli.asking.seeing import Refused
from cycle.cli.asking.session import Session
from cycle.cli.telling.titles import titled_by_dossier
from cycle.vietnamese import alike
from workflows.definition import Definition
from workflows.verdict import Reason


def deadline_meant(session: Session, dossier: str, given: str) -> str:
    """The name of a deadline that the dossier's workflow declares. Raises Refused, which tells all of them.

    What is given comes back as it is where there is no such dossier: the command says so itself.
    """
    definition = titled_by_dossier(session, [dossier]).of(dossier).definition
    if definition is None or given in definition.deadlines:
        return given
    found = [name for name in definition.deadlines if alike(given.strip('“”"')) in _titles(definition, name)]
    if len(found) != 1:
        about = {"deadline": given, "workflow": definition.name, "known": sorted(definition.deadlines)}
        raise Refused(Reason("deadline_unknown", about))
    return found[0]


def _titles(definition: Definition, name: str) -> set[str]:
    title = definition.deadlines[name].title
    return {alike(title.vi), alike(title.en)} if title else set()
