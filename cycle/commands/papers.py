"""Acts on papers: entering a file or a physical item, and judging what was entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.canonical import canonical, digest
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.shelves import Owner, lock_owner
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.calendars import add
from workflows.definition import Period
from workflows.rules import PaperType
from workflows.verdict import Reason, Refusal


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


@dataclass(frozen=True)
class Judgement:
    """Verifying or rejecting a list of papers. A rejection needs its reason.

    A paper that a recorded step relied on is rejected only `although_relied`: the step stands, and history shows both.
    """

    papers: tuple[str, ...]
    verified: bool
    reason: str | None = None
    although_relied: bool = False


def add_paper(office: Office, caller: Caller, paper: Paper) -> Done | Refusal:
    """Enter a new version of a paper. Needs `paper.add` for its holder; the file must lie in the store already."""
    with office.database.writing() as transaction:
        owner = lock_owner(transaction, paper.holder_kind, paper.holder)
        permit = permitted(transaction, office, caller, "paper.add")
        if isinstance(permit, Reason):
            return refused_all([permit])
        kind = permit.published.rules.papers.get(paper.type)
        reasons = _paper_faults(transaction, permit, paper, kind, owner)
        if reasons or kind is None or owner is None:
            return refused_all(reasons)
        return _write(transaction, permit, paper, kind, owner)


def judge_papers(office: Office, caller: Caller, judgement: Judgement) -> list[Done] | Refusal:
    """Verify or reject a list of papers in one act that names each. Needs `paper.verify` for every holder.

    All are judged or none; papers of several owners are locked in one order.
    """
    with office.database.writing() as transaction:
        rows = {code: transaction.row(_PAPER, (code,)) for code in sorted(set(judgement.papers))}
        owners = {row[:2]: lock_owner(transaction, row[0], row[1]) for row in rows.values() if row}
        permit = permitted(transaction, office, caller, "paper.verify")
        if isinstance(permit, Reason):
            return refused_all([permit])
        rows = {code: transaction.row(_PAPER, (code,)) for code in rows}
        reasons = _judgement_faults(transaction, permit, judgement, rows, owners)
        if reasons:
            return refused_all(reasons)
        found = {code: row for code, row in rows.items() if row}
        return [_judge(transaction, permit, judgement, (code, row), owners[row[:2]]) for code, row in found.items()]


_PAPER = "SELECT holder_kind, holder, status, version, hash, type, received FROM paper WHERE code = ?"


def _paper_faults(
    transaction: Transaction, permit: Permit, paper: Paper, kind: PaperType | None, owner: Owner | None
) -> list[Reason]:
    reasons = []
    if owner is None:
        reasons.append(Reason("holder_unknown", {"held_by": paper.holder_kind, "holder": paper.holder}))
    elif not reaches(transaction, permit, "paper.add", owner.producer, owner.places):
        reasons.append(Reason("out_of_reach", {"permission": "paper.add", "places": list(owner.places)}))
    if kind is None:
        known = sorted(permit.published.rules.papers)
        return [*reasons, Reason("paper_type_unknown", {"type": paper.type, "known": known})]
    if kind.held_by != paper.holder_kind:
        told = {"paper": kind.name, "held_by": kind.held_by, "given": paper.holder_kind}
        reasons.append(Reason("paper_wrong_holder", told))
    return reasons + _content_faults(paper, kind) + _day_faults(paper, kind, permit.today)


def _content_faults(paper: Paper, kind: PaperType) -> list[Reason]:
    if isinstance(paper.content, FileContent) != (kind.form == "file"):
        return [Reason("paper_wrong_form", {"paper": kind.name, "form": kind.form})]
    if isinstance(paper.content, PhysicalContent):
        return [] if paper.content.count > 0 else [Reason("paper_count_malformed", {"count": paper.content.count})]
    reasons = []
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
    if isinstance(kind.expires, Period) and not paper.issued and not paper.expires:
        reasons.append(Reason("paper_issue_missing", {"paper": kind.name}))
    return reasons


def _write(transaction: Transaction, permit: Permit, paper: Paper, kind: PaperType, owner: Owner) -> Done:
    key = (paper.holder_kind, paper.holder, paper.type)
    found = transaction.row(
        "SELECT COALESCE(MAX(version), 0) FROM paper WHERE holder_kind = ? AND holder = ? AND type = ?", key
    )
    version = (found or (0,))[0] + 1
    code = f"{paper.holder}/{paper.type}/{version}"
    expires = paper.expires
    if expires is None and paper.issued is not None and isinstance(kind.expires, Period):
        expires = add(paper.issued, kind.expires)
    days = {"received": paper.received, "issued": paper.issued, "expires": expires}
    dates = {name: day.isoformat() if day else None for name, day in days.items()}
    content = _content(paper.content)
    about = {"code": code, "holder_kind": paper.holder_kind, "holder": paper.holder, "type": paper.type}
    payload = {**about, "version": version, **content, **dates, "act": "added"}
    recorded = append(transaction, permit.act, Entry(owner.stream, "paper", paper.received, payload))
    row = (*about.values(), version, "received", *content.values(), *dates.values())
    transaction.run(
        "INSERT INTO paper (code, holder_kind, holder, type, version, status, file, file_name, media, size, count, "
        "place, hash, received, issued, expires, supplier, on_behalf, recorded) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, permit.act.actor, permit.act.on_behalf, recorded.recorded),
    )
    return Done(code, recorded.stream, recorded.seq, {"version": version, "expires": dates["expires"]})


def _content(content: FileContent | PhysicalContent) -> Mapping[str, Any]:
    if isinstance(content, FileContent):
        named = {"file": content.sha256, "file_name": content.name, "media": content.media, "size": content.size}
        return {**named, "count": 1, "place": None, "hash": content.sha256}
    thing = {"count": content.count, "place": content.place}
    return {"file": None, "file_name": None, "media": None, "size": None, **thing, "hash": digest(canonical(thing))}


def _judgement_faults(
    transaction: Transaction,
    permit: Permit,
    judgement: Judgement,
    rows: Mapping[str, tuple[Any, ...] | None],
    owners: Mapping[tuple[Any, ...], Owner | None],
) -> list[Reason]:
    reasons = [] if rows else [Reason("papers_none", {})]
    if not judgement.verified and not (judgement.reason or "").strip():
        reasons.append(Reason("reason_missing", {}))
    for code, row in rows.items():
        if row is None:
            reasons.append(Reason("paper_unknown", {"code": code}))
            continue
        wanted = "verified" if judgement.verified else "rejected"
        if row[2] == wanted:
            reasons.append(Reason("paper_already_judged", {"code": code, "status": wanted}))
        if row[2] == "rejected" and judgement.verified:
            reasons.append(Reason("paper_was_rejected", {"code": code}))
        relied = transaction.rows(statements.RELIED_BY, (code,))
        if relied and not judgement.verified and not judgement.although_relied:
            dossiers = sorted({stream.partition("/")[2] for stream, _ in relied})
            reasons.append(Reason("paper_relied_on", {"code": code, "dossiers": dossiers}))
        owner = owners[row[:2]]
        if owner and not reaches(transaction, permit, "paper.verify", owner.producer, owner.places):
            reasons.append(Reason("out_of_reach", {"permission": "paper.verify", "places": list(owner.places)}))
    return reasons


def _judge(
    transaction: Transaction,
    permit: Permit,
    judgement: Judgement,
    found: tuple[str, tuple[Any, ...]],
    owner: Owner | None,
) -> Done:
    code, row = found
    status = "verified" if judgement.verified else "rejected"
    payload = {"code": code, "type": row[5], "version": row[3], "hash": row[4], "act": status}
    personal = {"reason": judgement.reason} if judgement.reason else {}
    stream = owner.stream if owner else ""
    recorded = append(transaction, permit.act, Entry(stream, "paper", permit.today, payload, personal))
    transaction.run(
        "UPDATE paper SET status = ?, judged_by = ?, judged = ?, reason = ? WHERE code = ?",
        (status, permit.act.actor, recorded.recorded, judgement.reason, code),
    )
    return Done(code, recorded.stream, recorded.seq, {"status": status})
