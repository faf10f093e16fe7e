"""One walk through every record, stream by stream, in memory that does not grow with history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from cycle import tables
from cycle.database import Transaction
from cycle.history import MOVING_KINDS
from cycle.office import Office
from cycle.queries.records import StoredRecord, read_records
from cycle.queries.streams import REGISTER
from cycle.queries.verification.books import Books, Telling, UntellableError
from cycle.queries.verification.chain import check_personal, check_record, read_payload
from cycle.queries.verification.document_tellings import tell_document
from cycle.queries.verification.dossier_tellings import tell_deadline, tell_linked, tell_move, tell_season
from cycle.queries.verification.faults import Findings, Verification
from cycle.queries.verification.files import check_files, check_manifests, check_programmes
from cycle.queries.verification.law_tellings import tell_law
from cycle.queries.verification.leaves import Told, check_cursor, check_leaves
from cycle.queries.verification.letter_tellings import tell_letter
from cycle.queries.verification.letters import check_letters
from cycle.queries.verification.links import check_links
from cycle.queries.verification.marks import check_marks
from cycle.queries.verification.organisation_tellings import tell_organisation
from cycle.queries.verification.producer_tellings import tell_establishment, tell_paper, tell_producer, tell_product
from cycle.queries.verification.register_tellings import (
    tell_account,
    tell_contact,
    tell_founded,
    tell_lag,
    tell_published,
)
from cycle.queries.verification.rows import compare_rows
from cycle.queries.verification.scores import check_scores
from cycle.queries.verification.series import Told as Numbered
from cycle.queries.verification.series import check_series
from cycle.queries.verification.session_tellings import tell_assessed, tell_council, tell_session
from cycle.queries.verification.strays import check_strays
from cycle.queries.verification.swept import check_looks, check_set_aside

BATCH = 200
TOLD_EVERY = 500

Progress = Callable[[int, int], None]

# Which kinds of record a stream may hold, and what each tells.
_DOSSIER = {
    **dict.fromkeys(MOVING_KINDS, tell_move),
    "paper": tell_paper,
    "deadline": tell_deadline,
    "linked": tell_linked,
    "document": tell_document,
    "assessed": tell_assessed,
}
_PRODUCER = {
    "producer": tell_producer,
    "establishment": tell_establishment,
    "product": tell_product,
    "paper": tell_paper,
}
_REGISTER = {
    "founded": tell_founded,
    "organisation": tell_organisation,
    "contact": tell_contact,
    "account": tell_account,
    "published": tell_published,
    "lag": tell_lag,
    "law": tell_law,
}
_SESSION = {**dict.fromkeys(("session", "turn", "sheet"), tell_session), "document": tell_document}
_TELLERS: Mapping[str, Mapping[str, Callable[[Books, Telling], None]]] = {
    "dossier": _DOSSIER,
    "producer": _PRODUCER,
    "programme": {"season": tell_season, "document": tell_document, "council": tell_council},
    "letters": {"letter": tell_letter},
    "session": _SESSION,
    REGISTER: _REGISTER,
}
ERASED = "erased"


def verify(office: Office, progress: Progress = lambda _done, _total: None) -> Verification:
    """Recompute every hash from the stored columns, fold every stream, and compare all with the stored rows.

    `progress` is told how many records of how many have been read.
    """
    with office.database.reading() as transaction:
        walk = _Walk(transaction, _publications(transaction))
        total = transaction.connection.execute(select(func.count()).select_from(tables.record)).scalar_one()
        for one in read_records(transaction):
            walk.take(one)
            if walk.records % TOLD_EVERY == 0:
                progress(walk.records, total)
        walk.finish()
        for check in (check_strays, check_looks, check_set_aside, check_files, check_manifests, check_programmes):
            check(transaction, walk.findings)
        check_series(transaction, walk.numbered, walk.findings)
        check_scores(transaction, office.rulebook, walk.findings)
        placed = check_leaves(transaction, walk.roots, walk.findings)
        check_cursor(transaction, placed, walk.findings)
    progress(walk.records, total)
    kept = tuple(walk.findings.faults), walk.findings.more
    return Verification(walk.records, walk.streams, walk.erased, *kept, placed, walk.waiting)


@dataclass
class _Walk:
    transaction: Transaction
    publications: frozenset[str]
    findings: Findings = field(default_factory=Findings)
    records: int = 0
    streams: int = 0
    erased: int = 0
    waiting: int = 0
    roots: Told = field(default_factory=dict)
    numbered: Numbered = field(default_factory=Numbered)
    before: StoredRecord | None = None
    missing: set[tuple[int, str]] = field(default_factory=set)
    books: Books = field(default_factory=Books)
    batch: list[str] = field(default_factory=list)
    register_seen: bool = False

    def take(self, record: StoredRecord) -> None:
        """The next record in order."""
        if self.before is None or self.before.stream != record.stream:
            self._end_stream()
            self._begin_stream(record.stream)
        self.records += 1
        self.waiting += record.promised is not None
        check_record(record, self.before, self.findings)
        self.before = record
        if record.publication is not None and record.publication not in self.publications:
            self.findings.add("record_publication", f"{record.stream}#{record.seq}", publication=record.publication)
        payload = read_payload(record, self.findings)
        if payload is not None:
            self.missing.update((record.seq, name) for name in check_personal(record, payload, self.findings))
            self._tell(Telling(record, payload))

    def finish(self) -> None:
        """After the last record."""
        self._end_stream()
        if not self.register_seen:
            self.batch.append(REGISTER)
        self._compare()

    def _begin_stream(self, stream: str) -> None:
        if len(self.batch) >= BATCH:
            self._compare()
        self.streams += 1
        self.before = None
        self.batch.append(stream)
        self.register_seen = self.register_seen or stream == REGISTER
        if stream.partition("/")[0] not in _TELLERS:
            self.findings.add("stream_unknown", stream)

    def _end_stream(self) -> None:
        """What is still missing of personal texts was not erased by any act."""
        if self.before is not None:
            for seq, name in sorted(self.missing):
                self.findings.add("personal_missing", f"{self.before.stream}#{seq}", field=name)
        self.missing = set()

    def _tell(self, told: Telling) -> None:
        kind, place = told.record.kind, f"{told.record.stream}#{told.record.seq}"
        teller = _TELLERS.get(told.record.stream.partition("/")[0], {}).get(kind)
        try:
            if kind == ERASED:
                self._erase(told)
            elif teller is None:
                self.findings.add("record_kind", place, kind=kind)
            else:
                teller(self.books, told)
        except UntellableError as wrong:
            self.findings.add("record_unfitting", place, reason=wrong.reason)
        except (LookupError, TypeError, ValueError, AttributeError) as wrong:
            self.findings.add("record_unfitting", place, reason=type(wrong).__name__)

    def _erase(self, told: Telling) -> None:
        """An erasure names the fields whose plain text it took away: `{"erased": [{"seq": 3, "field": "name"}]}`."""
        named = {(one["seq"], one["field"]) for one in told.payload["erased"]}
        self.erased += len(named & self.missing)
        self.missing -= named

    def _compare(self) -> None:
        self.books.settle()
        compare_rows(self.transaction, self.books, self.batch, self.findings)
        check_links(self.transaction, self.books, self.findings)
        check_marks(self.transaction, self.books, self.batch, self.findings)
        check_letters(self.transaction, self.books, self.batch, self.findings)
        self.roots = {**self.books.roots, **self.roots}
        self.numbered.take(self.books, self.findings)
        self.books, self.batch = Books(), []


def _publications(transaction: Transaction) -> frozenset[str]:
    return frozenset(transaction.connection.execute(select(tables.publication.c.hash)).scalars())
