"""One record by itself and after the one before it: hash, link, order, promise or leaf, commitments."""

from collections.abc import Mapping
from typing import Any

import orjson

from cycle.canonical import NotCanonical, canonical
from cycle.history import FIRST_PREV, FORMAT, commitment, record_hash
from cycle.queries.records import StoredRecord
from cycle.queries.verification.faults import Findings


def check_record(record: StoredRecord, before: StoredRecord | None, findings: Findings) -> None:
    """Every fault of a record's own columns and of its link to the record before it in its stream."""
    try:
        _check(record, before, findings)
    except TypeError:  # SQLite keeps a text where a number should be
        findings.add("record_unreadable", f"{record.stream}#{record.seq}")


def _check(record: StoredRecord, before: StoredRecord | None, findings: Findings) -> None:
    place, after = f"{record.stream}#{record.seq}", before.seq if before else 0
    if record.seq != after + 1:
        findings.add("record_gap", place, after=after)
    if record.prev != (before.hash if before else FIRST_PREV):
        findings.add("record_unlinked", place)
    if before and record.recorded < before.recorded:
        findings.add("record_out_of_order", place, recorded=record.recorded, before=before.recorded)
    if record.format != FORMAT:
        findings.add("record_format", place, format=record.format)
    own = _hash(record)
    if own != record.hash:
        findings.add("record_changed", place)
    if record.position is not None:
        _check_leaf(record, before, own, findings)
    elif record.promised != record.recorded:
        findings.add("record_unpromised", place, promised=record.promised)


def _check_leaf(record: StoredRecord, before: StoredRecord | None, own: str | None, findings: Findings) -> None:
    """A record that has its place in the tree waits no more, and stands behind those before it in its stream."""
    place = f"leaf {record.position}"
    if record.promised is not None:
        findings.add("leaf_promised", place, record=f"{record.stream}#{record.seq}")
    if record.leaf != own:
        findings.add("leaf_changed", place, record=f"{record.stream}#{record.seq}")
    if before is not None and not _follows(before.position, record.position):
        findings.add("leaf_out_of_order", place, record=f"{record.stream}#{record.seq}")


def _follows(before: int | None, position: int | None) -> bool:
    return before is not None and position is not None and before < position


def read_payload(record: StoredRecord, findings: Findings) -> Mapping[str, Any] | None:
    """The payload, or None and a fault where its text is not the canonical form of an object."""
    try:
        payload = orjson.loads(record.payload)
        if isinstance(payload, dict) and canonical(payload) == record.payload:
            return payload
    except (ValueError, TypeError):  # what is no JSON, and what has no canonical form
        pass
    findings.add("record_unreadable", f"{record.stream}#{record.seq}")
    return None


def check_personal(record: StoredRecord, payload: Mapping[str, Any], findings: Findings) -> list[str]:
    """Compare each personal text with its commitment; the fields whose text is gone are given back."""
    place = f"{record.stream}#{record.seq}"
    sealed = {name: one["commitment"] for name, one in payload.items() if type(one) is dict and one.keys() == _SEALED}
    if not sealed and not record.personal:
        return []
    for beside in record.personal:
        if beside.field not in sealed:
            findings.add("personal_uncommitted", place, field=beside.field)
        elif commitment(str(beside.salt), beside.field, str(beside.plain)) != sealed[beside.field]:
            findings.add("personal_changed", place, field=beside.field)
    return sorted(set(sealed) - {beside.field for beside in record.personal})


_SEALED = frozenset({"commitment"})


def _hash(record: StoredRecord) -> str | None:
    try:
        return record_hash(record._asdict())
    except NotCanonical:
        return None
