"""The papers of a script: each as the fact that guards look at, with the days that its type gives it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.calendars.calendars import add
from workflows.deadlines.deadline_rules import Period
from workflows.facts import PaperFact
from workflows.model.trials import HeldItem
from workflows.placed import Findings
from workflows.rules import PaperType, Rules
from workflows.source import Path


@dataclass
class Shelf:
    """What has been handed in so far in one trial, by code; `holders` gives whose papers count, the first one first."""

    rules: Rules
    findings: Findings
    holders: Mapping[str, Sequence[str]]
    papers: dict[str, PaperFact]

    def hand_in(self, items: Sequence[HeldItem], day: date, path: Path) -> tuple[PaperFact, ...]:
        """The papers of some items, received on `day` unless they say otherwise."""
        found = []
        for at, item in enumerate(items):
            for kind in self._kinds(item, (*path, at)):
                paper = self._paper(item, kind, day, (*path, at))
                self.papers[paper.code] = paper
                found.append(paper)
        return tuple(found)

    def _kinds(self, item: HeldItem, path: Path) -> Iterator[PaperType]:
        known = self.rules.papers
        if item.paper is not None:
            if not self.findings.unknown((*path, "paper"), "paper_unknown", item.paper, known):
                yield known[item.paper]
        elif not self.findings.unknown((*path, "set"), "set_unknown", str(item.set), self.rules.paper_sets):
            members = self.rules.paper_sets[str(item.set)]
            yield from (known[name] for name in members if known[name].stars <= (item.stars or 0))

    def _paper(self, item: HeldItem, kind: PaperType, day: date, path: Path) -> PaperFact:
        number = sum(one.type == kind.name for one in self.papers.values()) + 1
        code = item.code or f"{kind.name}/{number}"
        before = self.papers.get(code)
        received = item.received or (before.received if before else day)
        issued, expires = self._validity(item, kind, before, received)
        paper = PaperFact(
            code=code,
            type=kind.name,
            version=number,
            holder_kind=kind.held_by,
            holder=self._holder(item, kind, before, path),
            status=item.status or (before.status if before else "verified"),
            received=received,
            issued=issued,
            expires=expires,
            count=item.count or (before.count if before else 1),
            hash=code,
        )
        self._check_expiry(item, kind, paper, path)
        return paper

    def _holder(self, item: HeldItem, kind: PaperType, before: PaperFact | None, path: Path) -> str:
        """Whose it is: as given, as before, else the first of those whose papers count."""
        named = item.holder or (before.holder if before else None)
        if named is None and not self.holders[kind.held_by]:
            self.findings.at(path, "held_nowhere", name=kind.name)
        return named or next(iter(self.holders[kind.held_by]), "")

    def _validity(
        self, item: HeldItem, kind: PaperType, before: PaperFact | None, received: date
    ) -> tuple[date | None, date | None]:
        """The days of issue and expiry: as given, as before, else as the type has it."""
        issued = item.issued or (before.issued if before else None)
        if kind.expires == "never":
            return issued, None
        expires = item.expires or (before.expires if before and item.issued is None else None)
        if isinstance(kind.expires, Period):
            issued = issued or received
            latest = add(issued, kind.expires)
            # In a set the day is that of the papers on which one is printed.
            expires = min(expires or latest, latest) if item.set is not None else expires or latest
        return issued, expires

    def _check_expiry(self, item: HeldItem, kind: PaperType, paper: PaperFact, path: Path) -> None:
        """A script cannot hand in what nobody could enter."""
        if kind.expires == "printed" and paper.expires is None:
            self.findings.at(path, "held_expiry_missing", name=kind.name)
        if item.paper is None or item.expires is None:
            return
        if kind.expires == "never":
            self.findings.at((*path, "expires"), "held_never_expires", name=kind.name)
        if isinstance(kind.expires, Period) and item.expires > (
            latest := add(paper.issued or item.expires, kind.expires)
        ):
            self.findings.at((*path, "expires"), "held_expiry_late", name=kind.name, latest=latest.isoformat())
