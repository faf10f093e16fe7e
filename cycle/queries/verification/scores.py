"""Scores and ranks as recorded, against the sealed sheets and the criteria that the session was opened under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from cycle import tables
from cycle.database import Transaction
from cycle.history import commitment
from cycle.publication import Rulebook, UnreadablePublicationError
from cycle.queries.records import StoredRecord, read_stream
from cycle.queries.verification.faults import Findings
from cycle.sessions import SHEET, TURN, sealed_text
from cycle.sessions.folding import CLOSED, CONCLUDED
from cycle.sessions.reckoning import closing, concluding
from workflows.rules import Rules

Turn = tuple[str, int]
OPENED, AGREED, ENTERED, ANSWERS = "opened", "agreed", "entered", "answers"


def check_scores(transaction: Transaction, rulebook: Rulebook, findings: Findings) -> None:
    """Every closed turn: its sheets are those that were sealed. Every result: the criteria give it again."""
    sessions = transaction.rows('SELECT code, publication FROM "session" ORDER BY code')
    for code, publication in sessions:
        try:
            rules = rulebook.load(transaction, publication).rules
        except (UnreadablePublicationError, LookupError):
            findings.add("record_publication", f"{tables.session.name} {code}", publication=publication)
            continue
        reading = _Reading(rules, findings)
        for one in read_stream(transaction, f"session/{code}"):
            reading.take(one)


@dataclass
class _Reading:
    """One session, read from its first record to its last."""

    rules: Rules
    findings: Findings
    sealed: dict[int, tuple[str, str]] = field(default_factory=dict)
    opened: dict[Turn, Mapping[str, Any]] = field(default_factory=dict)
    closed: dict[Turn, Mapping[str, Any]] = field(default_factory=dict)
    options: dict[Turn, dict[str, int]] = field(default_factory=dict)
    settled: dict[Turn, dict[tuple[str, str], Mapping[str, Any]]] = field(default_factory=dict)

    def take(self, record: StoredRecord) -> None:
        """The next record. One that cannot be read, or names what is not there, is a fault of its own."""
        place = f"{record.stream}#{record.seq}"
        try:
            payload = orjson.loads(record.payload)
            if record.kind == SHEET and payload["event"] == ENTERED:
                self._seal(record, payload)
            elif record.kind == TURN:
                self._turn(place, payload)
        except (LookupError, TypeError, ValueError, AttributeError):
            self.findings.add("turn_miscounted", place)

    def _seal(self, record: StoredRecord, payload: Mapping[str, Any]) -> None:
        salts = [one.salt for one in record.personal if one.field == ANSWERS]
        if salts:
            self.sealed[record.seq] = (salts[0], payload[ANSWERS]["commitment"])

    def _turn(self, place: str, payload: Mapping[str, Any]) -> None:
        key, event = (payload["dossier"], payload["turn"]), payload["event"]
        if event == OPENED:
            self.opened[key] = payload
        elif event == AGREED:
            self.options.setdefault(key, {}).update(payload["options"])
            told = {(one["ground"], one["at"] or ""): one for one in payload["findings"]}
            self.settled.setdefault(key, {}).update(told)
        elif event == CLOSED:
            self.closed[key] = payload
            self._check_sheets(place, payload)
            self._check(place, key, payload)
        elif event == CONCLUDED:
            self._check(place, key, payload)

    def _check_sheets(self, place: str, payload: Mapping[str, Any]) -> None:
        for member, said in payload["sheets"].items():
            salt, promised = self.sealed.get(said["seq"], (None, None))
            if salt is not None and commitment(salt, ANSWERS, sealed_text(said)) != promised:
                self.findings.add("sheet_not_as_sealed", place, member=member)

    def _check(self, place: str, key: Turn, payload: Mapping[str, Any]) -> None:
        opened, closed = self.opened[key], self.closed[key]
        criteria = self.rules.criteria[opened["criteria"]]
        given = criteria.sets[opened["set"]]
        if payload["event"] == CLOSED:
            again = closing(criteria, given, closed["sheets"])
        else:
            findings = [one for _, one in sorted(self.settled.get(key, {}).items())]
            result = concluding(criteria, given, closed, self.options.get(key, {}), findings)
            again = {} if isinstance(result, list) else result
        wrong = sorted(name for name in again if payload.get(name) != again[name])
        if wrong or not again:
            self.findings.add("turn_miscounted", place, fields=wrong)
