"""Papers as they are entered, and every reason why one may not be."""

from dataclasses import dataclass, replace
from datetime import date

from cycle.commands.permits import Permit, reaches
from cycle.commands.shelves import Owner
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from workflows.calendars import add
from workflows.definition import Period
from workflows.rules import PaperType
from workflows.verdict import Reason


@dataclass(frozen=True)
class FileContent:
    """A file that the store already holds."""

    sha256: str
    name: str
    media: str
    size: int


@dataclass(frozen=True)
class PhysicalContent:
    """A thing that was handed in: how many units, and where they are kept."""

    count: int
    place: str


@dataclass(frozen=True)
class Paper:
    """A paper to enter for a holder (`producer`, `establishment`, `product` or `dossier`).

    `received` is the day it arrived, `issued` and `expires` what it says of itself.
    """

    type: str
    holder_kind: str
    holder: str
    content: FileContent | PhysicalContent
    received: date
    issued: date | None = None
    expires: date | None = None


def paper_faults(
    transaction: Transaction, permit: Permit, paper: Paper, kind: PaperType | None, owner: Owner | None
) -> list[Reason]:
    """Every reason why a paper may not be entered."""
    reasons: list[Reason] = []
    if owner is None:
        reasons.append(Reason("holder_unknown", {"held_by": paper.holder_kind, "holder": paper.holder}))
    elif not reaches(transaction, permit, "paper.add", owner.producer, owner.places):
        reasons.append(Reason("out_of_reach", {"permission": "paper.add", "places": list(owner.places)}))
    elif paper.received < permit.today and _by_producer(transaction, permit, owner):
        reasons.append(Reason("received_by_producer", {"received": paper.received, "today": permit.today}))
    if kind is None:
        known = sorted(permit.published.rules.papers)
        return [*reasons, Reason("paper_type_unknown", {"type": paper.type, "known": known})]
    if kind.held_by != paper.holder_kind:
        told = {"paper": kind.name, "held_by": kind.held_by, "given": paper.holder_kind}
        reasons.append(Reason("paper_wrong_holder", told))
    return reasons + _content_faults(paper, kind) + _day_faults(paper, kind, permit.today)


def _by_producer(transaction: Transaction, permit: Permit, owner: Owner) -> bool:
    """Whether nobody but the producer itself hands the paper in: an office stamps the day on which it received it."""
    roles = permit.published.rules.roles
    offices = tuple(one for one in permit.grants if one.role in roles and roles[one.role].level != "producer")
    if permit.act.on_behalf is not None:
        return False
    return not reaches(transaction, replace(permit, grants=offices), "paper.add", owner.producer, owner.places)


def _content_faults(paper: Paper, kind: PaperType) -> list[Reason]:
    if isinstance(paper.content, FileContent) != (kind.form == "file"):
        return [Reason("paper_wrong_form", {"paper": kind.name, "form": kind.form})]
    if isinstance(paper.content, PhysicalContent):
        reasons = spelling_faults({"place": paper.content.place})
        few = paper.content.count <= 0
        return [*reasons, Reason("paper_count_malformed", {"count": paper.content.count})] if few else reasons
    reasons = spelling_faults({"file_name": paper.content.name})
    if paper.content.media not in kind.media:
        told = {"paper": kind.name, "media": paper.content.media, "allowed": sorted(kind.media)}
        reasons.append(Reason("paper_wrong_media", told))
    if paper.content.size > kind.max_mb * 1024 * 1024:
        reasons.append(Reason("paper_too_large", {"paper": kind.name, "max_mb": kind.max_mb}))
    return reasons


def _day_faults(paper: Paper, kind: PaperType, today: date) -> list[Reason]:
    reasons = []
    if paper.received > today:
        reasons.append(Reason("happened_in_future", {"happened": paper.received, "today": today}))
    if paper.issued and paper.issued > paper.received:
        reasons.append(Reason("paper_issued_after", {"issued": paper.issued, "received": paper.received}))
    if paper.issued and paper.expires and paper.expires < paper.issued:
        reasons.append(Reason("dates_out_of_order", {"first": paper.issued, "last": paper.expires}))
    if kind.expires == "never" and paper.expires:
        reasons.append(Reason("paper_never_expires", {"paper": kind.name}))
    if kind.expires == "printed" and not paper.expires:
        reasons.append(Reason("paper_expiry_missing", {"paper": kind.name}))
    return reasons + _period_faults(paper, kind)


def _period_faults(paper: Paper, kind: PaperType) -> list[Reason]:
    """A paper that lasts for a period says when it was issued, and may end sooner but not later."""
    if not isinstance(kind.expires, Period):
        return []
    if paper.issued is None:
        return [Reason("paper_issue_missing", {"paper": kind.name})]
    latest = add(paper.issued, kind.expires)
    if paper.expires is None or paper.expires <= latest:
        return []
    told = {"paper": kind.name, "expires": paper.expires, "latest": latest}
    return [Reason("paper_expiry_too_late", told)]
