"""Certificates as rows of their workbook: those entered from paper, and those that evaluations have opened."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cycle.history import Snapshot
from cycle.sheets import CertificateRow
from workflows.rules import Rules


def certificate_row(one: Snapshot, rules: Rules) -> CertificateRow:
    """A certificate as a row: as it stands, or as it stood when it was opened."""
    number, day, issuer = _decided(one.values, rules)
    ended = one.final is not None
    return CertificateRow(
        "",
        0,
        number=one.values["certificate"],
        product=one.product or "",
        stars=one.values["stars"],
        issued=date.fromisoformat(one.values["issued"]),
        decision_number=number,
        decision_date=day,
        issuer=issuer,
        state=one.state if ended else None,
        ended=date.fromisoformat(one.happened) if ended else None,
    )


def _decided(values: Mapping[str, Any], rules: Rules) -> tuple[Any, Any, Any]:
    """The decision that stands on a certificate and who issued it, as far as that is on record."""
    if "decision_number" in values:
        day = values.get("decision_date")
        return values["decision_number"], date.fromisoformat(day) if day else None, values.get("issuer")
    for value in values.values():
        if isinstance(value, Mapping) and value.get("by") in rules.roles:
            return value["number"], date.fromisoformat(value["date"]), rules.roles[value["by"]].title.vi
    return None, None, None
