"""Dossiers under way as rows of their workbook."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cycle.history import Snapshot
from cycle.imports.naming import renamed, value_titles
from cycle.imports.states import label_of
from cycle.imports.stored.kept import Kept
from cycle.sheets import DossierRow
from cycle.sheets.words import titles
from workflows.definition import Definition, ValueRule
from workflows.entering import acts_asked_for, without_papers


def dossier_row(one: Kept) -> DossierRow:
    """An open dossier as a row; where it has moved since it was entered, history is what it stands on."""
    content, snapshot = content_of(one.definition, one.snapshot), one.snapshot
    here = titles()["basis.history"].format(dossier=snapshot.code, number=snapshot.version)
    return DossierRow(
        "",
        0,
        snapshot.product or "",
        snapshot.workflow,
        label_of(one.definition, one.definition.states[snapshot.state]),
        content["began"],
        content["since"],
        renamed(given_values(one.definition, content["values"]), value_titles(one.definition, one.definition.recorded)),
        renamed(content["acts"], one.definition.triggers),
        here if one.moved or one.basis is None else one.basis,
        None if one.moved else one.note,
    )


def content_of(definition: Definition, one: Snapshot) -> Mapping[str, Any]:
    """What a row of it is compared by, under the names of its columns."""
    asked = acts_asked_for(definition, one.state)
    return {
        "state": one.state,
        "began": date.fromisoformat(one.opened),
        "since": date.fromisoformat(one.happened),
        "values": dict(without_papers(definition, one.values)),
        "acts": {trigger: _doer(*told) for trigger, told in one.acts.items() if trigger in asked and told[0]},
    }


def _doer(actor: str, on_behalf: str | None, _day: str) -> str:
    """Who did an act: the account it was entered for, else the one that did it."""
    kind, _, code = (on_behalf or "").partition(":")
    return code if kind == "account" else actor


def given_values(definition: Definition, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Kept values as a person gives them: days and decimals as they are written here, a decision by its two parts."""
    return {name: _given(definition.recorded.get(name), value) for name, value in values.items()}


def _given(rule: ValueRule | None, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {"number": value["number"], "date": _day(value["date"])}
    if rule is not None and rule.type in ("score", "decimal"):
        return str(value).replace(".", ",")
    return _day(value) if rule is not None and rule.type == "date" else value


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y")
