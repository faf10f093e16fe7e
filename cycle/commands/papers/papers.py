"""Acts on papers: entering a file or a physical item, and judging what was entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.canonical import canonical, digest
from cycle.commands.papers.arrivals import FileContent, Paper, PhysicalContent, UnreadContent, paper_faults
from cycle.commands.papers.owners import Owner, lock_owners
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.spelling import clean_code, clean_text, spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.vietnamese import normal
from workflows.rules import PaperType
from workflows.verdict import Reason, Refusal

__all__ = [
    "Accepted",
    "FileContent",
    "Judgement",
    "Paper",
    "PhysicalContent",
    "UnreadContent",
    "accept_paper",
    "add_paper",
    "add_papers",
    "judge_papers",
    "keep_paper",
]


@dataclass(frozen=True)
class Judgement:
    """Verifying or rejecting a list of papers. A rejection needs its reason.

    A paper that a recorded step relied on is rejected only `although_relied`: the step stands, and history shows both.
    """

    papers: tuple[str, ...]
    verified: bool
    reason: str | None = None
    although_relied: bool = False


@dataclass(frozen=True)
class Accepted:
    """A paper that may be entered: by which permit, as which type, into whose stream."""

    permit: Permit
    paper: Paper
    kind: PaperType
    owner: Owner


def add_paper(office: Office, caller: Caller, paper: Paper) -> Done | Refusal:
    """Enter a new version of a paper. Needs `paper.add` for its holder; the file must lie in the store already."""
    return add_papers(office, [(caller, paper)])[0]


def add_papers(office: Office, given: Sequence[tuple[Caller, Paper]]) -> list[Done | Refusal]:
    """Enter papers in one transaction, each judged for itself: what is refused keeps no other from being entered."""
    with office.database.writing() as transaction:
        keys = [(paper.holder_kind, clean_code(paper.holder)) for _, paper in given]
        lock_owners(transaction, [key for key in keys if not spelling_faults({"holder": key[1]})])
        return [_add(transaction, accept_paper(transaction, office, *one)) for one in given]


def accept_paper(transaction: Transaction, office: Office, caller: Caller, paper: Paper) -> Accepted | Refusal:
    """Judge a paper: as a snapshot stands, or under the lock of its holder where the transaction writes."""
    key = (paper.holder_kind, clean_code(paper.holder))
    unreadable = spelling_faults({"holder": key[1], "type": paper.type})
    if unreadable:
        return refused_all(unreadable)
    paper = replace(paper, holder=key[1])
    owner = lock_owners(transaction, [key])[key]
    permit = permitted(transaction, office, caller, "paper.add")
    if isinstance(permit, Reason):
        return refused_all([permit])
    kind = permit.published.rules.papers.get(paper.type)
    reasons = paper_faults(transaction, permit, paper, kind, owner)
    if reasons or kind is None or owner is None:
        return refused_all(reasons)
    return Accepted(permit, paper, kind, owner)


def judge_papers(office: Office, caller: Caller, judgement: Judgement) -> list[Done] | Refusal:
    """Verify or reject a list of papers in one act that names each. Needs `paper.verify` for every holder.

    All are judged or none; what they are locked by is locked in the order of every other act.
    """
    unreadable = [reason for code in judgement.papers for reason in spelling_faults({"paper": code})]
    if judgement.reason and judgement.reason.strip():
        unreadable += spelling_faults({"reason": judgement.reason})
    if unreadable:
        return refused_all(unreadable)
    with office.database.writing() as transaction:
        rows = {code: transaction.row(_PAPER, (code,)) for code in sorted(set(judgement.papers))}
        owners = lock_owners(transaction, [(row[0], row[1]) for row in rows.values() if row])
        permit = permitted(transaction, office, caller, "paper.verify")
        if isinstance(permit, Reason):
            return refused_all([permit])
        rows = {code: transaction.row(_PAPER, (code,)) for code in rows}
        reasons = _judgement_faults(transaction, permit, judgement, rows, owners)
        if reasons:
            return refused_all(reasons)
        found = {code: row for code, row in rows.items() if row}
        return [
            _judge(transaction, permit, judgement, (code, row), owners[row[0], row[1]]) for code, row in found.items()
        ]


_PAPER = "SELECT holder_kind, holder, status, version, hash, type, received FROM paper WHERE code = ?"


def _add(transaction: Transaction, accepted: Accepted | Refusal) -> Done | Refusal:
    return accepted if isinstance(accepted, Refusal) else keep_paper(transaction, accepted)


def keep_paper(transaction: Transaction, accepted: Accepted) -> Done:
    """Write a paper that was accepted in the same transaction."""
    permit, paper = accepted.permit, accepted.paper
    key = (paper.holder_kind, paper.holder, paper.type)
    found = transaction.row(
        "SELECT COALESCE(MAX(version), 0) FROM paper WHERE holder_kind = ? AND holder = ? AND type = ?", key
    )
    version = (found or (0,))[0] + 1
    code = f"{paper.holder}/{paper.type}/{version}"
    days = {"received": paper.received, "issued": paper.issued, "expires": paper.last_day(accepted.kind)}
    dates = {name: day.isoformat() if day else None for name, day in days.items()}
    about = {"code": code, "holder_kind": paper.holder_kind, "holder": paper.holder, "type": paper.type}
    content = _content(paper.content, code)
    payload = {**about, "version": version, **content, **dates, "act": "added"}
    personal = {name: content[name] for name in ("file_name", "place") if content[name] is not None}
    recorded = append(transaction, permit.act, Entry(accepted.owner.stream, "paper", paper.received, payload, personal))
    by_whom = {"supplier": permit.act.actor, "on_behalf": permit.act.on_behalf, "recorded": recorded.recorded}
    row = {**about, "version": version, "status": "received", **content, **dates, **by_whom}
    marks = ", ".join("?" * len(row))
    transaction.run(f"INSERT INTO paper ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - constant
    return Done(code, recorded.stream, recorded.seq, {"version": version, "expires": dates["expires"]})


def _content(content: FileContent | PhysicalContent | UnreadContent, code: str) -> Mapping[str, Any]:
    """The columns of what was handed in. A thing is known by its paper and its number, never by where it is kept."""
    if isinstance(content, UnreadContent):
        raise TypeError("what could not be read was accepted")
    if isinstance(content, FileContent):
        pages = content.pages
        named = {"file": content.sha256, "file_name": normal(content.name), "media": content.media}
        range_of = {"pages_from": pages.first if pages else None, "pages_to": pages.last if pages else None}
        return {**named, **range_of, "size": content.size, "count": 1, "place": None, "hash": content.hash}
    own = digest(canonical({"code": code, "count": content.count}))
    thing = {"count": content.count, "place": normal(content.place), "hash": own}
    return {"file": None, "file_name": None, "media": None, "size": None, "pages_from": None, "pages_to": None, **thing}


def _judgement_faults(
    transaction: Transaction,
    permit: Permit,
    judgement: Judgement,
    rows: Mapping[str, tuple[Any, ...] | None],
    owners: Mapping[tuple[str, str], Owner | None],
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
        owner = owners[row[0], row[1]]
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
    reason = clean_text(judgement.reason) or None
    personal = {"reason": reason} if reason else {}
    stream = owner.stream if owner else ""
    recorded = append(transaction, permit.act, Entry(stream, "paper", permit.today, payload, personal))
    transaction.run(
        "UPDATE paper SET status = ?, judged_by = ?, judged = ?, reason = ? WHERE code = ?",
        (status, permit.act.actor, recorded.recorded, reason, code),
    )
    return Done(code, recorded.stream, recorded.seq, {"status": status})
