"""Drafting a document of the office from the truth of today."""

from dataclasses import dataclass
from pathlib import Path

from cycle.commands.documents.abouts import About, AskedAbout, Library, about_of, kind_of
from cycle.commands.documents.kinds import FILE, Kind
from cycle.commands.permits import Caller, permitted, reaches
from cycle.documents.desks import Desk
from cycle.documents.facts import Words
from cycle.documents.kinds import FACTS
from cycle.documents.templates import fill, template_of
from cycle.office import Office
from cycle.queries.viewing import View
from cycle.transactions import Transaction
from workflows.verdict import Reason


@dataclass(frozen=True)
class Asked:
    """Who asks for which document about what; `suffix` chooses among the templates of a kind (`.docx`, `.xlsx`)."""

    caller: Caller
    kind: str
    about: AskedAbout
    suffix: str


@dataclass(frozen=True)
class Draft:
    """A draft: its bytes, the template it was made from, what it is about and the dossiers that it names."""

    content: bytes
    template: Path
    about: About
    dossiers: tuple[str, ...]


def draft(office: Office, seen: View, config: Path, asked: Asked) -> Draft | Reason:
    """A document drafted for whoever may file it (`document.file`); number, day and signature are left to the office.

    Raises ExtraMissingError where the extra `docs` is wanted and not installed.
    """
    kind = kind_of(asked.kind)
    if isinstance(kind, Reason):
        return kind
    name = next((one for one in kind.templates if one.endswith(asked.suffix)), None)
    if name is None:
        endings = sorted(Path(one).suffix for one in kind.templates)
        return Reason("document_suffix", {"suffix": asked.suffix, "kind": kind.name, "allowed": endings})
    with office.database.reading() as transaction:
        found = _facts(transaction, office, seen, (kind, asked))
    if isinstance(found, Reason):
        return found
    about, facts = found
    template = template_of(config, name)
    content = fill(template, facts)
    return content if isinstance(content, Reason) else Draft(content, template, about, about.dossiers)


def _facts(
    transaction: Transaction, office: Office, seen: View, wanted: tuple[Kind, Asked]
) -> tuple[About, Words] | Reason:
    kind, asked = wanted
    permit = permitted(transaction, office, asked.caller, FILE)
    if isinstance(permit, Reason):
        return permit
    about = about_of(Library(transaction, office, permit.published), kind, asked.about)
    if isinstance(about, Reason):
        return about
    if not reaches(transaction, permit, FILE, about.producer, about.places):
        return Reason("out_of_reach", {"permission": FILE, "places": list(about.places)})
    programme = permit.published.rules.programmes.get(about.programme)
    if programme is None:
        return Reason("programme_unknown", {"programme": about.programme})
    desk = Desk(transaction, office, seen, permit.published, programme, about, asked.about.organisation)
    facts = FACTS[kind.name](desk)
    return facts if isinstance(facts, Reason) else (about, facts)
