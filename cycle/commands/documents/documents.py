"""Filing a document of the office that has been numbered and signed: its number, its day, its signer and the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from cycle import statements
from cycle.answers import Answer, Done, refused_all
from cycle.canonical import digest
from cycle.commands.documents.abouts import About, AskedAbout, Library, about_of, kind_of
from cycle.commands.documents.earlier import early_faults, filed_before
from cycle.commands.documents.kinds import FILE, KINDS, SESSION, Kind
from cycle.commands.documents.minutes import MINUTES, minuted
from cycle.commands.documents.signed import Numbered, kept, lock_numbers, looked, number_used, numbered_faults
from cycle.commands.papers.arrivals import FileContent, Paper
from cycle.commands.papers.owners import lock_owners
from cycle.commands.papers.papers import Accepted, accept_paper, keep_paper
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.requests import asked_hash, earlier, keep_request
from cycle.commands.spelling import clean_code, clean_codes, clean_text, spelling_faults, unreadable
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.store import Store, Stored, check_name
from workflows.verdict import Reason, Refusal

DOCUMENT = "document"
TEXTS = ("number", "signer", "signer_role")


@dataclass(frozen=True)
class SignedDocument:
    """A signed document of a kind. `dossiers` are those that it covers, where not all that it could."""

    caller: Caller
    kind: str
    about: AskedAbout
    number: str
    day: date
    signer: str
    signer_role: str
    file: Path
    dossiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ready:
    """A document that may be filed, the papers that it becomes, and those of its kind about the same `before` it.

    A document that corrects another one is filed beside it, under its own number.
    """

    permit: Permit
    kind: Kind
    about: About
    covered: tuple[str, ...]
    papers: tuple[Accepted, ...]
    before: tuple[Mapping[str, str], ...]


def file_document(office: Office, store: Store, asked: SignedDocument) -> Answer:
    """Keep the file and record the document, with the paper that it becomes on each dossier that it covers.

    Needs `document.file` for what it is about, and `paper.add` where it becomes a paper. A number is used once a day by
    a kind of document in a programme. Raises RequestReusedError when a request id comes with another document.
    """
    if wrong := _unreadable(asked):
        return refused_all(wrong)
    asked = _cleaned(asked)
    stored = looked(asked.file)
    tried = _tried(office, asked, stored)
    if isinstance(tried, Refusal) or isinstance(stored, Reason) or tried.repeated:
        return tried
    if changed := kept(store, asked.file, stored):
        return changed
    with office.database.writing() as transaction:
        _lock(transaction, office, asked)
        if before := _before(transaction, asked, stored):
            return before
        ready = _judge(transaction, office, asked, stored)
        return refused_all(ready) if isinstance(ready, list) else _write(transaction, ready, asked, stored)


def try_file_document(office: Office, asked: SignedDocument) -> Answer:
    """The answer that `file_document` would give now; nothing is kept or written."""
    if wrong := _unreadable(asked):
        return refused_all(wrong)
    asked = _cleaned(asked)
    return _tried(office, asked, looked(asked.file))


def _unreadable(asked: SignedDocument) -> list[Reason]:
    codes = [reason for code in asked.dossiers for reason in unreadable({"dossier": code})]
    return [*unreadable({"about": asked.about.code, **{name: getattr(asked, name) for name in TEXTS}}), *codes]


def _cleaned(asked: SignedDocument) -> SignedDocument:
    texts: dict[str, Any] = {name: clean_text(getattr(asked, name)) or "" for name in TEXTS}
    dossiers = clean_codes(asked.dossiers)
    return replace(asked, about=replace(asked.about, code=clean_code(asked.about.code)), dossiers=dossiers, **texts)


def _tried(office: Office, asked: SignedDocument, stored: Stored | Reason) -> Done | Refusal:
    with office.database.reading() as transaction:
        if isinstance(stored, Stored) and (before := _before(transaction, asked, stored)):
            return before
        ready = _judge(transaction, office, asked, stored)
    return refused_all(ready) if isinstance(ready, list) else Done(asked.about.code, "", 0, _details(asked, ready))


def _before(transaction: Transaction, asked: SignedDocument, stored: Stored) -> Done | None:
    """What the same request was answered before."""
    found = earlier(transaction, asked.caller, *_request(asked, stored))
    if found is None:
        return None
    (text,) = transaction.row(statements.PAYLOAD_AT, tuple(found)) or ("{}",)
    told = orjson.loads(text)
    details = {**{name: told[name] for name in ("kind", "number", "day", "code")}, "about": asked.about.code}
    dossiers = told["dossiers"] if KINDS[told["kind"]].paper else []
    return Done(told["code"], *found, {**details, "dossiers": dossiers}, repeated=True)


def _request(asked: SignedDocument, stored: Stored) -> tuple[str, str]:
    """What a request is about, and what tells it from another one: the signed file too, wherever it lies."""
    return asked.about.code, digest(asked_hash(asked, "file") + stored.sha256)


def _lock(transaction: Transaction, office: Office, asked: SignedDocument) -> None:
    """The programme whose documents are numbered, the session, then the dossiers as every other act locks them."""
    permit = permitted(transaction, office, asked.caller, FILE)
    subject = permit if isinstance(permit, Reason) else _subject(transaction, office, permit, asked)
    if isinstance(subject, Reason):
        return
    kind, about = subject
    lock_numbers(transaction, about.programme)
    if about.what == SESSION:
        transaction.row("SELECT code FROM session WHERE code = ? FOR UPDATE", (about.code,))
    if kind.paper or about.stream.startswith("dossier/"):
        lock_owners(transaction, [("dossier", code) for code in asked.dossiers or about.dossiers])


def _judge(
    transaction: Transaction, office: Office, asked: SignedDocument, stored: Stored | Reason
) -> Ready | list[Reason]:
    empty = spelling_faults({"about": asked.about.code, "signer": asked.signer, "signer_role": asked.signer_role})
    permit = permitted(transaction, office, asked.caller, FILE)
    if empty or isinstance(permit, Reason):
        return [*empty, *([permit] if isinstance(permit, Reason) else [])]
    subject = _subject(transaction, office, permit, asked)
    if isinstance(subject, Reason):
        return [subject]
    kind, about = subject
    reasons = [stored] if isinstance(stored, Reason) else []
    if not reaches(transaction, permit, FILE, about.producer, about.places):
        reasons.append(Reason("out_of_reach", {"permission": FILE, "places": list(about.places)}))
    reasons += _number_faults(transaction, permit, asked, about)
    reasons += early_faults(transaction, permit.published.rules, kind, about, asked.day)
    reasons += _covering_faults(transaction, kind, about, asked.dossiers)
    if reasons or isinstance(stored, Reason):
        return reasons
    covered = asked.dossiers or about.dossiers
    papers = _papers(transaction, office, asked, (kind, covered, stored))
    if isinstance(papers, list):
        return papers
    return Ready(permit, kind, about, covered, papers, filed_before(transaction, kind, about))


def _subject(
    transaction: Transaction, office: Office, permit: Permit, asked: SignedDocument
) -> tuple[Kind, About] | Reason:
    """What kind of document it is and what it is about, or which of them cannot be."""
    kind = kind_of(asked.kind)
    if isinstance(kind, Reason):
        return kind
    if not kind.filed:
        return Reason("document_not_filed", {"kind": kind.name})
    about = about_of(Library(transaction, office, permit.published), kind, asked.about)
    return about if isinstance(about, Reason) else (kind, about)


def _number_faults(transaction: Transaction, permit: Permit, asked: SignedDocument, about: About) -> list[Reason]:
    numbered = Numbered(about.programme, asked.number, asked.day)
    used = transaction.row(_SAME, (about.programme, asked.kind, asked.number, asked.day.isoformat()))
    return [*numbered_faults(transaction, permit, numbered), *([number_used(numbered)] if used else [])]


def _covering_faults(transaction: Transaction, kind: Kind, about: About, dossiers: tuple[str, ...]) -> list[Reason]:
    if kind.name == MINUTES and isinstance(untold := minuted(transaction, about.code), Reason):
        return [untold]
    strangers = [code for code in dossiers if code not in about.dossiers]
    if strangers:
        return [Reason("document_not_covering", {"about": about.code, "dossiers": strangers})]
    nothing = kind.paper is not None and not about.dossiers
    return [Reason("document_covers_nothing", {"about": about.code, "kind": kind.name})] if nothing else []


def _papers(
    transaction: Transaction, office: Office, asked: SignedDocument, becomes: tuple[Kind, tuple[str, ...], Stored]
) -> tuple[Accepted, ...] | list[Reason]:
    """The papers that the document becomes, each judged as one that is handed in; or everything against them."""
    kind, covered, stored = becomes
    if kind.paper is None:
        return ()
    content = FileContent(stored.sha256, check_name(asked.file.name), stored.media, stored.size)
    papers = [Paper(kind.paper, "dossier", code, content, received=asked.day, issued=asked.day) for code in covered]
    judged = [accept_paper(transaction, office, asked.caller, one) for one in papers]
    reasons = [reason for one in judged if isinstance(one, Refusal) for reason in one.reasons]
    return reasons or tuple(one for one in judged if isinstance(one, Accepted))


def _write(transaction: Transaction, ready: Ready, asked: SignedDocument, stored: Stored) -> Done:
    about, day = ready.about, asked.day.isoformat()
    (written,) = transaction.row(_COUNT, (about.programme, asked.kind)) or (0,)
    code = f"{about.programme}/{asked.kind}/{written + 1}"
    told = {"code": code, "kind": asked.kind, "programme": about.programme, "round": about.round}
    told |= {"number": asked.number, "day": day, "signer_role": asked.signer_role, "file": stored.sha256}
    name = check_name(asked.file.name)
    payload, personal = {**told, "dossiers": list(ready.covered)}, {"file_name": name, "signer": asked.signer}
    entry = Entry(about.stream, DOCUMENT, asked.day, payload, personal, ready.permit.published.hash)
    recorded = append(transaction, ready.permit.act, entry)
    transaction.write(_ADD, (*told.values(), about.stream, name, recorded.seq))
    keep_request(transaction, asked.caller, _request(asked, stored), recorded)
    papers = [keep_paper(transaction, one).target for one in ready.papers]
    return Done(code, recorded.stream, recorded.seq, {**_details(asked, ready), "code": code, "papers": papers})


def _details(asked: SignedDocument, ready: Ready) -> Mapping[str, Any]:
    told = {"kind": asked.kind, "number": asked.number, "day": asked.day.isoformat()}
    dossiers = list(ready.covered) if ready.papers else []
    return {**told, "about": asked.about.code, "dossiers": dossiers, "before": list(ready.before)}


_SAME = "SELECT seq FROM document WHERE programme = ? AND kind = ? AND number = ? AND day = ?"
_COUNT = "SELECT COUNT(*) FROM document WHERE programme = ? AND kind = ?"
_ADD = (
    "INSERT INTO document (code, kind, programme, round, number, day, signer_role, file, about, file_name, seq) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
