"""Whether a required paper is there: verified, of a right type, valid on the day, in the right hands, enough of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from workflows.facts import PaperFact
from workflows.rules import PaperType
from workflows.verdict import Reason, Relied

VERIFIER = "verifier"
OWNER = "producer"
ABSENT = "paper_without_establishment"
MISSING = frozenset({"paper_missing", ABSENT})


@dataclass(frozen=True)
class Need:
    """One of `types`, `count` units, valid on `needed_on`, received by `happened`."""

    types: tuple[PaperType, ...]
    count: int
    needed_on: date
    happened: date


@dataclass(frozen=True)
class Shelf:
    """The papers at hand, and whose papers count for each kind of holder."""

    papers: tuple[PaperFact, ...]
    holders: Mapping[str, frozenset[str]]


def paper_reasons(need: Need, shelf: Shelf) -> list[Reason]:
    """Why the need is not met, all of it; empty when it is. Where one of several types will do, the nearest tells."""
    by_type = [_type_faults(kind, need, shelf) for kind in need.types]
    if not all(by_type):
        return []
    codes = {fault.code for faults in by_type for fault in faults}
    if len(by_type) > 1 and codes <= MISSING and codes != {ABSENT}:
        return [Reason("paper_missing_any", {"papers": [kind.name for kind in need.types]}, _hands_in(*need.types))]
    return min(by_type, key=lambda faults: (any(f.code in MISSING for f in faults), len(faults)))


def mended_by(reasons: list[Reason], people: Mapping[str, tuple[str, ...]]) -> list[Reason]:
    """The reasons with the roles that hand papers in or verify them here; the general word where there are none."""
    return [
        replace(reason, mend=tuple(role for one in reason.mend for role in people.get(one) or (one,)))
        for reason in reasons
    ]


def relied_on(need: Need, shelf: Shelf) -> list[Relied]:
    """The newest version of each holder that meets the need; empty where nothing does."""
    for kind in need.types:
        if not _type_faults(kind, need, shelf):
            good = [paper for paper in _candidates(kind, shelf) if not _faults(paper, kind, need)]
            newest = {paper.holder: paper for paper in sorted(good, key=lambda paper: paper.version)}
            return [Relied(paper.code, paper.type, paper.version, paper.hash) for paper in newest.values()]
    return []


def _candidates(kind: PaperType, shelf: Shelf) -> list[PaperFact]:
    holders = shelf.holders.get(kind.held_by, frozenset())
    return [p for p in shelf.papers if p.type == kind.name and p.holder_kind == kind.held_by and p.holder in holders]


def _type_faults(kind: PaperType, need: Need, shelf: Shelf) -> list[Reason]:
    """The faults of every holder that has no good paper; a dossier's papers may also lie with its opener."""
    holders = sorted(shelf.holders.get(kind.held_by, frozenset()))
    if kind.held_by == "establishment" and not holders:
        product = ", ".join(sorted(shelf.holders.get("product", frozenset())))
        return [Reason("paper_without_establishment", {"paper": kind.name, "product": product}, _hands_in(kind))]
    by_holder = [_holder_faults(kind, holder, need, shelf) for holder in holders or [""]]
    if kind.held_by == "dossier":
        return min(by_holder, key=lambda faults: (any(f.code in MISSING for f in faults), len(faults)))
    return [fault for faults in by_holder for fault in faults]


def _holder_faults(kind: PaperType, holder: str, need: Need, shelf: Shelf) -> list[Reason]:
    papers = [paper for paper in _candidates(kind, shelf) if paper.holder == holder]
    if not papers:
        told = {"paper": kind.name, "holder": holder, "held_by": kind.held_by}
        return [Reason("paper_missing", told, _hands_in(kind))]
    return min((_faults(paper, kind, need) for paper in papers), key=len)


def _hands_in(*kinds: PaperType) -> tuple[str, ...]:
    """Who can hand one of the kinds in: the roles that it declares, else its owner."""
    return tuple(dict.fromkeys(role for kind in kinds for role in kind.handed_in_by or (OWNER,)))


def _faults(paper: PaperFact, kind: PaperType, need: Need) -> list[Reason]:
    told = {"paper": paper.type, "code": paper.code, "holder": paper.holder}
    expired = paper.expires is not None and paper.expires < need.needed_on
    faults, owner = [], _hands_in(kind)
    if paper.status == "rejected":
        faults.append(Reason("paper_rejected", told, owner))
    elif paper.status != "verified" and not expired:
        faults.append(Reason("paper_unverified", told, (VERIFIER,)))
    if paper.received > need.happened:
        more = {"received": paper.received, "happened": need.happened}
        faults.append(Reason("paper_received_late", told | more, owner))
    if paper.issued is not None and paper.issued > need.needed_on:
        faults.append(Reason("paper_not_yet_valid", told | {"issued": paper.issued, "needed": need.needed_on}, owner))
    if expired:
        # Verifying what must be replaced anyway would help nobody.
        faults.append(Reason("paper_expired", told | {"expires": paper.expires, "needed": need.needed_on}, owner))
    if paper.count < need.count:
        faults.append(Reason("paper_too_few", told | {"count": paper.count, "wanted": need.count}, owner))
    return faults
