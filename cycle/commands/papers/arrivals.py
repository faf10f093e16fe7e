"""Papers as they are entered, and every reason why one may not be."""

from dataclasses import dataclass, replace
from datetime import date

from cycle.canonical import canonical, digest
from cycle.commands.papers.owners import Owner
from cycle.commands.permits import Permit, reaches
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.store import Pages
from workflows.calendars.calendars import add
from workflows.deadlines.deadline_rules import Period
from workflows.rules import PaperType
from workflows.verdict import Reason

MEGABYTE = 2**20
# A type's own limit says how large one paper of it may be. Pages of a bundle cannot be weighed without cutting it, and
# it holds many papers: it is bounded as a whole.
BUNDLE_MB = 300


@dataclass(frozen=True)
class FileContent:
    """A file that the store holds before the paper is written; with `pages`, only these of it are the paper."""

    sha256: str
    name: str
    media: str
    size: int
    pages: Pages | None = None

    @property
    def hash(self) -> str:
        """What tells this content from any other: the file's hash, for a range one made from that and its pages."""
        if self.pages is None:
            return self.sha256
        return digest(canonical({"file": self.sha256, "from": self.pages.first, "to": self.pages.last}))


@dataclass(frozen=True)
class PhysicalContent:
    """A thing that was handed in: how many units, and where they are kept."""

    count: int
    place: str


@dataclass(frozen=True)
class UnreadContent:
    """A file of which nothing can be taken; why is told together with all else that is wrong with its paper."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Paper:
    """A paper to enter for a holder (`producer`, `establishment`, `product` or `dossier`).

    `received` is the day it arrived, `issued` and `expires` what it says of itself.
    """

    type: str
    holder_kind: str
    holder: str
    content: FileContent | PhysicalContent | UnreadContent
    received: date
    issued: date | None = None
    expires: date | None = None

    def last_day(self, kind: PaperType) -> date | None:
        """The last day on which it counts: as it says, else by the period for which its type lasts."""
        if self.expires is None and self.issued is not None and isinstance(kind.expires, Period):
            return add(self.issued, kind.expires)
        return self.expires


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
        unread = paper.content.reasons if isinstance(paper.content, UnreadContent) else ()
        return [*reasons, Reason("paper_type_unknown", {"type": paper.type, "known": known}), *unread]
    if kind.held_by != paper.holder_kind:
        told = {"paper": kind.name, "held_by": kind.held_by, "given": paper.holder_kind}
        reasons.append(Reason("paper_wrong_holder", told))
    reasons += _content_faults(paper, kind) + _day_faults(paper, kind, permit.today)
    return reasons + _repeated(transaction, paper)


def _by_producer(transaction: Transaction, permit: Permit, owner: Owner) -> bool:
    """Whether nobody but the producer itself hands the paper in: an office stamps the day on which it received it."""
    roles = permit.published.rules.roles
    offices = tuple(one for one in permit.grants if one.role in roles and roles[one.role].level != "producer")
    if permit.act.on_behalf is not None:
        return False
    return not reaches(transaction, replace(permit, grants=offices), "paper.add", owner.producer, owner.places)


def _content_faults(paper: Paper, kind: PaperType) -> list[Reason]:
    content = paper.content
    if isinstance(content, PhysicalContent) != (kind.form == "physical"):
        return [Reason("paper_wrong_form", {"paper": kind.name, "form": kind.form})]
    if isinstance(content, UnreadContent):
        return list(content.reasons)
    if isinstance(content, FileContent):
        return _file_faults(content, kind)
    reasons = spelling_faults({"place": content.place})
    few = content.count <= 0
    return [*reasons, Reason("paper_count_malformed", {"count": content.count})] if few else reasons


def _repeated(transaction: Transaction, paper: Paper) -> list[Reason]:
    """The same pages of the same file stand for one paper of a holder; only what was rejected may be given again."""
    content = paper.content
    if not isinstance(content, FileContent) or content.pages is None:
        return []
    found = transaction.row(_SAME, (paper.holder_kind, paper.holder, paper.type, content.hash))
    return [Reason("paper_pages_known", {"code": found[0], "pages": str(content.pages)})] if found else []


_SAME = (
    "SELECT code FROM paper WHERE holder_kind = ? AND holder = ? AND type = ? AND hash = ? AND status <> 'rejected' "
    "ORDER BY version"
)


def _file_faults(content: FileContent, kind: PaperType) -> list[Reason]:
    reasons = spelling_faults({"file_name": content.name})
    if content.media not in kind.media:
        told = {"paper": kind.name, "media": content.media, "allowed": sorted(kind.media)}
        reasons.append(Reason("paper_wrong_media", told))
    most = kind.max_mb if content.pages is None else max(kind.max_mb, BUNDLE_MB)
    if content.size > most * MEGABYTE:
        reasons.append(Reason("paper_too_large", {"paper": kind.name, "max_mb": most}))
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
