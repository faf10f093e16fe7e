"""Titles of states, stages and triggers as the workflow that a dossier pins declares them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cycle.cli.asking.seeing import today
from cycle.cli.asking.session import Session
from cycle.queries.dossiers.pinned import pinned_workflows
from cycle.queries.history import HistoryRecord
from cycle.texts import Texts
from workflows.definition import Definition

# The kinds of record that put a dossier under a workflow.
PINNING = frozenset({"opened", "moved"})


@dataclass(frozen=True)
class Titled:
    """Texts that show a dossier's own workflow before all others; `definition` None before the first publication."""

    texts: Texts
    definition: Definition | None

    def state(self, name: str) -> str:
        """The title of a state."""
        known = self.definition.states if self.definition else {}
        return self.texts.title(known[name].title) if name in known else name

    def stage(self, name: str) -> str:
        """The title of a stage."""
        stages = self.definition.stages if self.definition else ()
        return next((self.texts.title(one.title) for one in stages if one.name == name), name)

    def workflow(self) -> str:
        """The title of the workflow."""
        return self.texts.title(self.definition.title) if self.definition else ""


def titled(session: Session, pinned: str | None) -> Titled:
    """Texts for a dossier that pins the workflow of a hash."""
    office = session.app().office
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, today(session))
        if published is None or pinned is None:
            return Titled(session.texts.under(published.rules if published else None), None)
        definition = office.rulebook.definition(transaction, pinned, published)
    return Titled(session.texts.under(published.rules, definition), definition)


def titled_in_turn(session: Session, records: Iterable[HistoryRecord]) -> Mapping[int, Titled]:
    """Texts for each record of a stream by its number: under the workflow that the dossier was under by then."""
    known: dict[str | None, Titled] = {}
    found: dict[int, Titled] = {}
    pinned: str | None = None
    for one in records:
        pinned = one.payload.get("definition", pinned) if one.kind in PINNING else pinned
        if pinned not in known:
            known[pinned] = titled(session, pinned)
        found[one.seq] = known[pinned]
    return found


def titled_by_dossier(session: Session, codes: Collection[str]) -> "Titles":
    """Texts for each of some dossiers."""
    return Titles(session, dict(pinned_workflows(session.app().office, codes)), {})


@dataclass(frozen=True)
class Titles:
    """Texts by dossier; what it has not been told of is looked up."""

    session: Session
    pinned: dict[str, str]
    known: dict[str | None, Titled]

    def of(self, dossier: str) -> Titled:
        """Texts for a dossier; general ones where there is no such dossier."""
        if dossier not in self.pinned:
            self.pinned.update(pinned_workflows(self.session.app().office, [dossier]))
        hash_ = self.pinned.get(dossier)
        if hash_ not in self.known:
            self.known[hash_] = titled(self.session, hash_)
        return self.known[hash_]
